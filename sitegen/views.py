"""What templates see: frozen and complete, one view for each template."""

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


class RelationView(msgspec.Struct, frozen=True):
    """What a term is to others: "successor of" and the links."""

    is_: str
    terms: tuple[Link, ...]


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


class HeadingView(msgspec.Struct, frozen=True):
    """A line of an article's contents."""

    level: int
    href: str
    text: str


class ArticleView(msgspec.Struct, frozen=True):
    """An article's page. `body` is the digest of its annotated body; the blocks come from the store.

    `notes` are all of them, for the blocks; those without a passage are in `on_title`, `on_whole` and
    `lost` too.
    """

    frame: Frame
    title: str
    line: str
    lang: str
    direction: str
    date: When | None
    updated: When | None
    retrieved: When | None
    publisher: Link | None
    language: Link
    detected: bool
    machine: bool
    translated_from: str
    engine: str
    authors: tuple[str, ...]
    source: Link | None
    rights: str
    digest: str
    source_file: Link
    show: str
    excerpt: str
    contents: tuple[HeadingView, ...]
    corrected: bool
    notes: tuple[NoteView, ...]
    on_title: tuple[NoteView, ...]
    on_whole: tuple[NoteView, ...]
    lost: tuple[NoteView, ...]
    cards: tuple[CardView, ...]
    related: tuple[EntryView, ...]
    translations: tuple[EntryView, ...]
    newer: EntryView | None
    older: EntryView | None
    tags: tuple[Link, ...]
    minutes: int
    body: str

    @property
    def heading(self) -> Markup:
        """The title set as a line; it was escaped when it was set."""
        return Markup(self.line)


class BlockView(msgspec.Struct, frozen=True):
    """Part of an article's body, and the notes that stand beside it."""

    html: Markup
    notes: tuple[NoteView, ...]


class PlaceView(msgspec.Struct, frozen=True):
    """A line of a term's concordance."""

    before: str
    hit: str
    after: str
    href: str
    lang: str
    misspelt: bool


class MentionsView(msgspec.Struct, frozen=True):
    """All mentions of a term in one article."""

    article: EntryView
    places: tuple[PlaceView, ...]


class DefinitionView(msgspec.Struct, frozen=True):
    """A definition in one language."""

    lang: str
    language: str
    text: str

    @property
    def html(self) -> Markup:
        """The text; it was sanitised when it was rendered."""
        return Markup(self.text)


class TermView(msgspec.Struct, frozen=True):
    """A term's page."""

    frame: Frame
    id: str
    label: str
    kind: str
    names: tuple[Link, ...]
    misspellings: tuple[str, ...]
    definitions: tuple[DefinitionView, ...]
    facts: tuple[FactView, ...]
    relations: tuple[RelationView, ...]
    mentions: int
    articles: tuple[MentionsView, ...]
    notes: tuple[NotesOfArticle, ...]
    sources: tuple[SourceView, ...]


class LetterView(msgspec.Struct, frozen=True):
    """The terms under a letter."""

    letter: str
    anchor: str
    cards: tuple[CardView, ...]


class GlossaryView(msgspec.Struct, frozen=True):
    """The glossary from A to Z."""

    frame: Frame
    letters: tuple[LetterView, ...]
    kinds: tuple[str, ...]
    total: int


class GroupView(msgspec.Struct, frozen=True):
    """Articles under a heading that may be a link."""

    heading: str
    href: str
    entries: tuple[EntryView, ...]
    lang: str = ""


class ListView(msgspec.Struct, frozen=True):
    """Articles of a year, a month, a tag and so on, in groups."""

    frame: Frame
    heading: str
    what: str
    total: int
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
    """All notes, or those of one kind."""

    frame: Frame
    heading: str
    kinds: tuple[Link, ...]
    notes: tuple[NotesOfArticle, ...]


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


class FeedEntry(msgspec.Struct, frozen=True):
    """An entry of a feed; addresses are absolute."""

    id: str
    href: str
    title: str
    summary: str
    html: str
    lang: str
    updated: str
    published: str
    author: str


class FeedView(msgspec.Struct, frozen=True):
    """A feed, as Atom (RFC 4287) or JSON Feed 1.1."""

    title: str
    home: str
    self_: str
    id: str
    lang: str
    updated: str
    entries: tuple[FeedEntry, ...]


class SitemapView(msgspec.Struct, frozen=True):
    """The sitemap: address and date of last change ("" if not known)."""

    pages: tuple[tuple[str, str], ...]


class RedirectView(msgspec.Struct, frozen=True):
    """A page at an old address that leads to the new one."""

    frame: Frame
    target: str
    text: str


View = (
    ArticleView | TermView | GlossaryView | ListView | IndexView | HomeView | NotesView
    | NotFoundView | FeedView | SitemapView | RedirectView
)  # fmt: skip
