"""Markdown through Python-Markdown, fenced code through Pygments."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import markdown

from sitegen.render.budget import TooMuchError, check_length, colourable, over_budget
from sitegen.render.prose import by_paragraphs
from sitegen.render.quick import quicken
from sitegen.urls import slugify

_OPTIONS: dict[str, dict[str, Any]] = {
    "toc": {"slugify": lambda text, _separator: slugify(text) or "section", "marker": ""},
    "footnotes": {"BACKLINK_TITLE": "{}", "SEPARATOR": "-"},
    "codehilite": {"guess_lang": False, "css_class": "codehilite"},
}


@lru_cache(maxsize=4)
def converter(extensions: tuple[str, ...], *, quick: bool = True, coloured: bool = True) -> markdown.Markdown:
    """Python-Markdown with some of its extensions; the one that is not quick is the oracle of the other."""
    names = [*extensions, "codehilite"] if coloured and "fenced_code" in extensions else list(extensions)
    made = markdown.Markdown(
        extensions=names,
        extension_configs={name: _OPTIONS[name] for name in names if name in _OPTIONS},
        output_format="html",
    )
    if quick:
        quicken(made)
    return made


def render_markdown(body: str, extensions: tuple[str, ...]) -> str:
    """Mark-up of a Markdown text, not yet sanitised. Raises TooMuchError."""
    check_length(body)

    def convert(rest: str) -> str:
        if reason := over_budget(rest):
            raise TooMuchError(reason)
        return converter(extensions, coloured=colourable(rest)).reset().convert(rest)

    return by_paragraphs(body, convert)


def render_fragment(text: str) -> str:
    """Mark-up of a short Markdown text such as a note or a definition, not yet sanitised."""
    return by_paragraphs(text, lambda rest: converter(()).reset().convert(rest))
