"""The pages that lead to others: home, lists, notes, what is not there, what has moved."""

from __future__ import annotations

import msgspec

from sitegen.views.parts import EntryView, Frame, Link, NotesOfArticle


class GroupView(msgspec.Struct, frozen=True):
    """Articles under a heading that may be a link."""

    heading: str
    href: str
    entries: tuple[EntryView, ...]
    lang: str = ""


class ListView(msgspec.Struct, frozen=True):
    """Articles of a year, a month, a tag and so on, in groups; `parts` are those that have a list of their own instead."""

    frame: Frame
    heading: str
    what: str
    total: int
    parts: tuple[Link, ...]
    groups: tuple[GroupView, ...]
    around: tuple[Link, ...]


class IndexView(msgspec.Struct, frozen=True):
    """All members of a taxonomy."""

    frame: Frame
    heading: str
    members: tuple[Link, ...]


class BarView(msgspec.Struct, frozen=True):
    """A bar of a chart: position and height in its units, and what it stands for."""

    x: int
    height: int
    label: str
    href: str
    count: int


class RankView(msgspec.Struct, frozen=True):
    """A member of a ranked list; `share` is of the first, in per cent."""

    link: Link
    share: int


class HomeView(msgspec.Struct, frozen=True):
    """The home page."""

    frame: Frame
    description: str
    articles: int
    terms: int
    noted: int
    bars: tuple[BarView, ...]
    first_year: str
    last_year: str
    latest: tuple[EntryView, ...]
    ranks: tuple[RankView, ...]
    notes: tuple[NotesOfArticle, ...]
    languages: tuple[Link, ...]


class NotesView(msgspec.Struct, frozen=True):
    """All notes, or those of one kind; what they can be filtered by, with the value in the place of the address."""

    frame: Frame
    heading: str
    kinds: tuple[Link, ...]
    notes: tuple[NotesOfArticle, ...]
    languages: tuple[Link, ...]
    terms: tuple[Link, ...]
    months: tuple[Link, ...]


class SaidView(msgspec.Struct, frozen=True):
    """A heading and a sentence in a language."""

    lang: str
    heading: str
    text: str


class NotFoundView(msgspec.Struct, frozen=True):
    """The page for addresses that are not there, in each of the site's languages that the interface has.

    `sitemap` is where the addresses that are there can be read, "" without one.
    """

    frame: Frame
    said: tuple[SaidView, ...]
    sitemap: str


class RedirectView(msgspec.Struct, frozen=True):
    """A page at an old address that leads to the new one."""

    frame: Frame
    target: str
    text: str
