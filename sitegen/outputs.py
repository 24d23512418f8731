"""What emitters give: addresses, each with the way from a site to its output: what a page's view is made of, or bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import msgspec

from sitegen.discover import Source
from sitegen.urls import Permalink
from sitegen.views import View


class Page(msgspec.Struct, frozen=True):
    """A page made by a template.

    `seen` is all that its view is made of; `view` makes it, from that alone. `body` names the annotated body that
    the page needs from the store. `weight` is how many times the work and the room of an article's page it takes, about.
    """

    permalink: Permalink
    template: str
    seen: Any
    view: Callable[[Any], View]
    body: str = ""
    language: str = "en"
    weight: int = 1


# Lines of a long list that take as much as an article's page.
LINES = 50


def whole(view: View) -> View:
    """A view that was made already: what a page sees is the view itself."""
    return view


class Asset(msgspec.Struct, frozen=True):
    """A file of bytes."""

    permalink: Permalink
    data: bytes


class Copy(msgspec.Struct, frozen=True):
    """A file that is copied from the content folder."""

    permalink: Permalink
    source: Source


class Parts(msgspec.Struct, frozen=True):
    """A file of parts that the store has under their digests, one after the other."""

    permalink: Permalink
    parts: tuple[str, ...]


Output = Page | Asset | Copy | Parts

# Parts of a site that can be told apart: what every page knows of it, which addresses there are, what lists show of
# articles, what pages show of terms, which articles are related, the published notes.
Facet = Literal["about", "addresses", "listed", "terms", "related", "notes"]


class Emitted(msgspec.Struct, frozen=True):
    """An address of a site, and what makes the output there of the site; `template` is that of a page.

    `sees` are the facets of the site that the output sees, besides the record of an article (by its slug) with the
    terms that it speaks of, or a term (by its id) with what articles say of it; None is for one that may see everything.
    """

    permalink: Permalink
    output: Callable[[Any], Output]
    template: str = ""
    sees: tuple[Facet, ...] | None = None
    article: str = ""
    term: str = ""


def fixed(output: Output) -> Emitted:
    """An output that is the same whatever the site is."""
    return Emitted(output.permalink, lambda _: output)
