"""The engines that read Markdown, each loaded when it is first asked for: both take time to load."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import msgspec

from sitegen.model import Engine


class Reading(msgspec.Struct, frozen=True):
    """How an engine reads the body of an article, with some extensions, and a note or a definition.

    Both give mark-up that is not yet sanitised; the first raises TooMuchError.
    """

    body: Callable[[str, tuple[str, ...]], str]
    fragment: Callable[[str], str]


@cache
def engine_of(name: Engine) -> Reading:
    """The engine of a name."""
    if name == "commonmark":
        from sitegen.render.commonmark import render_commonmark, render_fragment

        return Reading(render_commonmark, render_fragment)
    from sitegen.render import markdown

    return Reading(markdown.render_markdown, markdown.render_fragment)
