"""Notes that have lost their place or moved, with new selectors, and the sidecars that these can be written into."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

import msgspec

from sitegen.discover import Found, Source, Sources, read_source
from sitegen.incoming import Sourced, sourced
from sitegen.markup import text_of
from sitegen.model import MarkdownOptions, Note
from sitegen.notes.anchoring import place_note
from sitegen.notes.proposals import Proposal, proposed
from sitegen.notes.selectors import Selector, with_selector
from sitegen.parse import parse_article
from sitegen.problems import Problem, error
from sitegen.render import render
from sitegen.sidecar import replace_fields, selector_lines
from sitegen.versions import Version

# The earlier versions of an article's source by its path, newest first.
Versions = Callable[[str], Iterable[Version]]


class Adrift(msgspec.Struct, frozen=True):
    """A published note that is not where its selector says, and what may be done about it.

    `source` is its article's path in the content folder; `file` and `line` are where it is written, as
    problems call it; `version` is the commit and the day of the text that it was written on.
    """

    source: str
    file: str
    line: int
    note: Note
    state: Literal["moved", "orphan"]
    reason: str
    proposal: Proposal | None
    version: str = ""

    @property
    def is_in_article(self) -> bool:
        """Whether the note is written in its article's front matter, and not in a sidecar."""
        return self.file.endswith(f"/{self.source}")

    @property
    def lines(self) -> str:
        """The lines to paste into the note, if there is a place to point at."""
        return selector_lines(_fields(self.note, self.proposal.selector)) if self.proposal else ""


class Mended(msgspec.Struct, frozen=True):
    """A sidecar as it is to be: its path in the content folder, its bytes so far, its new text, the notes renewed."""

    path: str
    was: bytes
    text: str
    notes: tuple[str, ...]


def annotated_articles(sources: Sources, folder: str, language: str) -> tuple[Sourced, ...]:
    """The articles of a content folder that have notes. Raises ChangedError."""
    beside = {source.stem: read_source(source).data for source in sources.sidecars}
    may = tuple(one for one in sources.articles if _may_have_notes(one, beside.get(one.stem, b"")))
    chosen = msgspec.structs.replace(sources, articles=may)
    return tuple(one for one in sourced(chosen, folder, language) if one.article.meta.notes)


def _may_have_notes(source: Source, beside: bytes) -> bool:
    """Whether the key is written somewhere; in a source of another encoding it might not be seen."""
    if b"notes" in beside or b"encoding" in beside:
        return True
    return not source.path.endswith(".txt") and b"notes" in read_source(source).data


def notes_adrift(articles: Sequence[Sourced], options: MarkdownOptions, versions: Versions) -> Iterator[Adrift]:
    """The published notes of articles that have moved or lost their passage, each with a new selector if there is one.

    `options` say how the site reads Markdown.
    """
    for one in articles:
        text = text_of(render(one.article, options).html)
        history = _History(one, options, versions)
        for number, note in enumerate(one.article.meta.notes):
            placed = place_note(note, text)
            if note.status != "published" or placed.state not in ("moved", "orphan") or not note.quote.strip():
                continue
            proposal = proposed(placed, text, history.texts())
            lines = one.article.note_lines
            yield Adrift(
                one.source.path,
                one.article.notes_file,
                lines[number] if number < len(lines) else 0,
                note,
                "moved" if placed.state == "moved" else "orphan",
                placed.reason or f"score {placed.score:.2f}",
                proposal,
                history.name(proposal.version) if proposal and proposal.version >= 0 else "",
            )


class _History:
    """The plain texts that an article had, newest first, each read when it is first asked for."""

    def __init__(self, one: Sourced, options: MarkdownOptions, versions: Versions) -> None:
        self._read: list[tuple[str, str]] = []
        self._unread = _texts_of(one, options, versions)

    def texts(self) -> Iterator[str]:
        """Every text, those read before first."""
        yield from [text for text, _ in self._read]
        for text, name in self._unread:
            self._read.append((text, name))
            yield text

    def name(self, number: int) -> str:
        """Commit and day of a text."""
        return self._read[number][1]


def _texts_of(one: Sourced, options: MarkdownOptions, versions: Versions) -> Iterator[tuple[str, str]]:
    for version in versions(one.source.path):
        suffix = version.name.rpartition(".")[2].lower()
        name = f"{one.source.stem}.{suffix}" if suffix in ("txt", "md") else one.source.path
        for beside in dict.fromkeys((one.sidecar, None)):
            article = parse_article(Found(name, version.data, ""), beside, "", one.article.language).article
            if article:
                yield text_of(render(article, options).html), f"{version.commit[:9]} of {version.day}"
                break


def mended(adrift: Sequence[Adrift], articles: Sequence[Sourced], folder: str) -> tuple[list[Mended], list[Problem]]:
    """The sidecars with the selectors that are sure, and the problems of those that can't be written into.

    Notes in front matter stay as they are: a source is never written to. `folder` is what problems call the content.
    """
    done: list[Mended] = []
    problems: list[Problem] = []
    for one in articles:
        sure = [a for a in adrift if a.source == one.source.path and a.proposal and a.proposal.sure]
        if not sure or sure[0].is_in_article:
            continue
        try:
            done.append(_mended(one, sure, folder))
        except ValueError as failure:
            problems.append(error(sure[0].file, sure[0].line, f"can't be mended: {failure}", "paste the lines"))
    return done, problems


def _mended(one: Sourced, sure: Sequence[Adrift], folder: str) -> Mended:
    """A sidecar with new selectors. Raises ValueError unless its article is else what it was."""
    assert one.sidecar
    text = one.sidecar.data.decode()
    expected = {note.id: note for note in one.article.meta.notes}
    for adrift in sure:
        if adrift.proposal:
            selector = adrift.proposal.selector
            text = replace_fields(text, adrift.note.id, _fields(adrift.note, selector))
            expected[adrift.note.id] = with_selector(adrift.note, selector)
    now = parse_article(one.source, Found(one.sidecar.path, text.encode(), ""), folder, one.article.language).article
    wanted = msgspec.structs.replace(one.article.meta, notes=tuple(expected[n.id] for n in one.article.meta.notes))
    if now is None or now.meta != wanted:
        raise ValueError("its notes would not be read as they are")
    return Mended(one.sidecar.path, one.sidecar.data, text, tuple(adrift.note.id for adrift in sure))


def _fields(note: Note, selector: Selector) -> dict[str, str | int]:
    """The keys of a selector, without a side of the context that neither it has nor the note had."""
    fields: dict[str, str | int] = {"quote": selector.quote}
    fields |= {key: new for key in ("prefix", "suffix") if (new := getattr(selector, key)) or getattr(note, key)}
    return fields | {"start": selector.start}
