"""The pages that people read: articles and terms."""

from __future__ import annotations

import msgspec
from markupsafe import Markup

from sitegen.views.parts import CardView, EntryView, FactView, Frame, Link, NotesOfArticle, NoteView, SourceView, When


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


class RelationView(msgspec.Struct, frozen=True):
    """What a term is to others: "successor of" and the links."""

    is_: str
    terms: tuple[Link, ...]


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
