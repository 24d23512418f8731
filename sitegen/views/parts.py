"""What pages are made of: links, dates, frames, notes, cards, entries."""

from __future__ import annotations

import msgspec
from markupsafe import Markup


class Link(msgspec.Struct, frozen=True):
    """A link with its text; `count` is 0 where it counts nothing."""

    text: str
    href: str
    count: int = 0
    lang: str = ""
    current: bool = False


class When(msgspec.Struct, frozen=True):
    """A date as people write it, and for machines."""

    text: str
    iso: str


class Frame(msgspec.Struct, frozen=True):
    """What every page has around its content; `description` is mark-up."""

    lang: str
    title: str
    site_title: str
    root: str
    description: str
    canonical: str
    alternates: tuple[Link, ...]
    feeds: tuple[Link, ...]
    nav: tuple[Link, ...]
    crumbs: tuple[Link, ...]
    assets: str
    json_ld: str
    kind: str = "website"
    noindex: bool = False
    direction: str = "ltr"
    own_feed: str = ""


class SourceView(msgspec.Struct, frozen=True):
    """A citation."""

    title: str
    href: str
    publisher: str
    date: When | None


class NoteView(msgspec.Struct, frozen=True):
    """A note wherever it is shown; `href` is its permalink, `passage` the address of its passage."""

    id: str
    kind: str
    kind_name: str
    state: str
    status: str
    body: str
    lang: str
    quote: str
    was: str
    now: str
    verdict: str
    author: str
    date: When | None
    sources: tuple[SourceView, ...]
    href: str
    passage: str
    number: int
    article: Link | None = None
    reason: str = ""
    terms: tuple[str, ...] = ()

    @property
    def html(self) -> Markup:
        """The body; it was sanitised when it was rendered."""
        return Markup(self.body)


class NotesOfArticle(msgspec.Struct, frozen=True):
    """Notes that follow one another in a list and belong to one article."""

    article: Link
    date: When | None
    notes: tuple[NoteView, ...]


class FactView(msgspec.Struct, frozen=True):
    """A fact of a term with its source; `date` is the value where it is one.

    The name has the language `lang`, "" if that is the page's.
    """

    name: str
    lang: str
    value: str
    date: When | None
    source: SourceView | None


class CardView(msgspec.Struct, frozen=True):
    """A term in short, for the hover card and the list below an article."""

    id: str
    label: str
    kind: str
    maker: str
    definition: str
    lang: str
    facts: tuple[FactView, ...]
    href: str
    mentions: str

    @property
    def html(self) -> Markup:
        """The definition; it was sanitised when it was rendered."""
        return Markup(self.definition)


class EntryView(msgspec.Struct, frozen=True):
    """An article in a list."""

    title: str
    href: str
    lang: str
    language: str
    date: When | None
    publisher: str
    summary: str
    notes: int = 0
    reason: str = ""
