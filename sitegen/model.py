"""The values that editors write and that stages hand on. All frozen, all plain data.

The first half mirrors the files of an archive key by key (`sitegen schema` prints them as JSON
Schema); the second half is what the stages make of them.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from sitegen.dates import PartialDate
from sitegen.problems import Problem
from sitegen.urls import Permalink, Slug

Texts = str | dict[str, str]
Forms = dict[str, tuple[str, ...]]

TermKind = Literal[
    "company", "product", "architecture", "memory", "process", "interface", "component",
    "concept", "software", "standard", "place", "person",
]  # fmt: skip
RelationKind = Literal["successor-of", "part-of", "made-by", "variant-of", "uses", "broader"]
NoteKind = Literal["correction", "context", "source", "translation", "dispute", "question"]
NoteStatus = Literal["proposed", "published", "withdrawn"]
Density = Literal["article", "section", "all"]
Engine = Literal["markdown", "commonmark"]

# The extensions of Markdown that each engine has.
EXTENSIONS: dict[Engine, tuple[str, ...]] = {
    "markdown": ("tables", "footnotes", "fenced_code", "def_list", "attr_list", "abbr", "sane_lists", "toc"),
    "commonmark": ("tables", "footnotes", "fenced_code", "def_list", "attr_list", "sane_lists", "toc"),
}


class MarkdownOptions(msgspec.Struct, frozen=True):
    """The Markdown engine and the extensions that it runs with: all that it has, unless some are named."""

    engine: Engine = "markdown"
    extensions: tuple[str, ...] | None = None

    @property
    def active(self) -> tuple[str, ...]:
        """The extensions to run with."""
        return EXTENSIONS[self.engine] if self.extensions is None else self.extensions


def in_language(texts: Texts, languages: tuple[str, ...]) -> tuple[str, str]:
    """The text of the first language that has one, and that language ("any" if it is for all).

    Where none has, it is that of the first there is by its code: the order of keys says nothing.
    """
    if isinstance(texts, str):
        return texts, "any"
    if len(texts) == 1:
        return next((text, key) for key, text in texts.items())
    for language in (*languages, "any"):
        for key in (language, language.partition("-")[0]):
            if key in texts:
                return texts[key], key
    return next(((text, key) for key, text in sorted(texts.items())), ("", "any"))


# What editors write.


class Citation(msgspec.Struct, frozen=True):
    """Where a statement comes from."""

    title: str
    url: str = ""
    publisher: str = ""
    date: PartialDate | None = None


class Fact(msgspec.Struct, frozen=True):
    """One sourced statement about a term."""

    name: str
    value: str
    source: Citation
    unit: str = ""
    from_: PartialDate | None = msgspec.field(default=None, name="from")
    to: PartialDate | None = None


class Relation(msgspec.Struct, frozen=True):
    """A tie from one term to another; the inverse is derived."""

    is_: RelationKind = msgspec.field(name="is")
    term: str


class Cues(msgspec.Struct, frozen=True):
    """Words that speak for a sense, and words that speak against it, by language or `any`."""

    near: Forms = {}
    against: Forms = {}


class Term(msgspec.Struct, frozen=True):
    """A glossary entry, as in `glossary/*.yaml`."""

    id: str
    kind: TermKind
    label: Texts
    definition: Texts = {}
    forms: Forms = {}
    forbid: Forms = {}
    misspelt: Forms = {}
    mistranslated: Forms = {}
    prior: Literal["assume", "cue"] = "assume"
    cues: Cues = Cues()
    case: Literal["smart", "exact", "any"] = "smart"
    accents: Literal["exact", "fold"] = "exact"
    link: bool = True
    facts: tuple[Fact, ...] = ()
    related: tuple[Relation, ...] = ()
    sources: tuple[Citation, ...] = ()


class Note(msgspec.Struct, frozen=True):
    """An editor's annotation, as in an article's `notes`."""

    id: str
    kind: NoteKind
    body: Texts
    target: Literal["passage", "title", "article"] = "passage"
    quote: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int = -1
    was: str = ""
    now: str = ""
    verdict: Literal["true", "false", "mixed"] | None = None
    author: str = ""
    date: PartialDate | None = None
    status: NoteStatus = "published"
    sources: tuple[Citation, ...] = ()


class Pin(msgspec.Struct, frozen=True):
    """An editor's decision: this form means this term here, or `none`."""

    form: str
    term: str
    occurrence: int = 0


class Translation(msgspec.Struct, frozen=True):
    """What an article was translated from, and by whom."""

    of: str = ""
    language: str = ""
    by: Literal["human", "machine"] = "human"
    engine: str = ""


class TermOptions(msgspec.Struct, frozen=True):
    """How one article's terms are linked."""

    density: Density | None = None
    except_: tuple[str, ...] = msgspec.field(default=(), name="except")


class Metadata(msgspec.Struct, frozen=True):
    """Front matter or a sidecar, key by key."""

    title: str = ""
    summary: str = ""
    publisher: str = ""
    source_url: str = ""
    rights: str = ""
    slug: str = ""
    language: str = ""
    encoding: str = ""
    date: PartialDate | None = None
    updated: PartialDate | None = None
    retrieved: PartialDate | None = None
    embargo: PartialDate | None = None
    expires: PartialDate | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    translation: Translation | None = None
    status: Literal["published", "draft"] = "published"
    show: Literal["full", "excerpt", "metadata"] = "full"
    robots: Literal["noindex"] | None = None
    terms: Literal["off"] | TermOptions = TermOptions()
    pins: tuple[Pin, ...] = ()
    notes: tuple[Note, ...] = ()


# What the stages make.


class GlossaryEntry(msgspec.Struct, frozen=True):
    """A term and where it is written."""

    term: Term
    file: str
    line: int


class Article(msgspec.Struct, frozen=True):
    """One archived news text with all that is known about it; `body` is still in its own mark-up.

    `body_start` is the offset of the body in the source's text, in code points. `notes_file` and
    `note_lines` say where each note is written, for problems.
    """

    source: str
    digest: str
    slug: Slug
    permalink: Permalink
    markup: Literal["plain", "markdown"]
    title: str
    language: str
    date: PartialDate | None
    meta: Metadata
    body: str
    body_start: int
    body_line: int
    notes_file: str
    note_lines: tuple[int, ...]
    language_detected: bool = False


class Heading(msgspec.Struct, frozen=True):
    """A heading of an article: level 2 to 6, the id in the page, the text."""

    level: int
    id: str
    text: str


class Document(msgspec.Struct, frozen=True):
    """A rendered, sanitised body. `references` are its relative links and pictures as written.

    `dropped` are addresses that content may not have; `simplified` says why Markdown is shown as plain text.
    """

    html: str
    headings: tuple[Heading, ...]
    references: tuple[str, ...]
    dropped: tuple[str, ...] = ()
    simplified: str = ""


class Evidence(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One word that spoke for or against a sense, and its weight."""

    cue: str
    weight: float


class Refusal(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A term that was not chosen, and why."""

    term: str
    reason: str


MentionState = Literal["accepted", "undecided", "refused", "misspelt", "excluded"]


class Mention(msgspec.Struct, frozen=True, gc=False):
    """An occurrence of a term, with the decision about it: a line of the ledger.

    `article` is the slug. `line` and `column` count from 1, in code points of the source; `start` and `end` are
    offsets in the plain text; `occurrence` counts the surface in the source's body.
    """

    article: str
    source: str
    term: str
    surface: str
    line: int
    column: int
    start: int
    end: int
    occurrence: int
    state: MentionState
    linked: bool
    rule: str
    score: float
    evidence: tuple[Evidence, ...] = ()
    refused: tuple[Refusal, ...] = ()


class Place(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A mention as a concordance shows it: in its sentence, with its id in the page."""

    before: str
    surface: str
    after: str
    anchor: str
    misspelt: bool


class Places(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The shown mentions of a term in one article: how many, and each `Place` of them in MessagePack.

    Most of those who ask want the count alone; a term's page reads the rest.
    """

    term: str
    count: int
    encoded: bytes


class Tally(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """How many mentions an article has: those shown (accepted, misspelt), the linked, the undecided."""

    shown: int = 0
    linked: int = 0
    undecided: int = 0


AnchorState = Literal["exact", "moved", "applied", "orphan", "whole"]


class PlacedNote(msgspec.Struct, frozen=True):
    """A note with what became of its selector. Offsets are of the plain text; -1 without a place.

    `was_start` and `was_end` are those of the corrected words, -1 if the note corrects none in place; `terms` are
    those that it speaks of: in its passage or its body. `bodies` are its body as mark-up by language (or `any`), in which `linked` terms
    are links as they lead from its article's page.
    """

    note: Note
    state: AnchorState
    start: int = -1
    end: int = -1
    was_start: int = -1
    was_end: int = -1
    score: float = 1.0
    reason: str = ""
    terms: tuple[str, ...] = ()
    bodies: dict[str, str] = {}
    linked: tuple[str, ...] = ()


class Block(msgspec.Struct, frozen=True, array_like=True):
    """Part of an annotated body: mark-up, and the numbers of the notes that belong to it."""

    html: str
    notes: tuple[int, ...] = ()


class About(msgspec.Struct, frozen=True):
    """What every page knows of its site: the part of the configuration that readers can see."""

    title: str
    description: str
    base_url: str
    languages: tuple[str, ...]
    engine: Engine = "markdown"


class Listed(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What other pages show of an article; `full` says whether its text may be shown."""

    slug: Slug
    permalink: Permalink
    title: str
    language: str
    date: PartialDate | None
    publisher: str
    summary: str
    notes: int
    full: bool


class Record(msgspec.Struct, frozen=True):
    """The small value that stands for an annotated article wherever its body is not needed.

    `body` and `ledger` are digests under which the store has the body and the lines of the ledger; `places` are in
    the order of the terms' ids, of which alone `spoken_of` is the digest.
    """

    article: Article
    headings: tuple[Heading, ...]
    places: tuple[Places, ...]
    spoken_of: bytes
    tally: Tally
    notes: tuple[PlacedNote, ...]
    problems: tuple[Problem, ...]
    body: str
    excerpt: str
    words: int
    pictures: tuple[tuple[str, str], ...] = ()
    ledger: str = ""
