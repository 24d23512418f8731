"""Annotations from elsewhere to the articles that they are on, as proposed notes for their sidecars."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from urllib.parse import unquote, urlsplit

import msgspec

from sitegen.discover import Found, Sources, read_source
from sitegen.interchange.annotations import Annotation, article_address
from sitegen.interchange.written import written
from sitegen.model import Article, Note
from sitegen.parse import parse_article
from sitegen.problems import Problem, error, warning
from sitegen.sidecar import add_notes

_ORDER = (
    "id", "kind", "target", "quote", "prefix", "suffix", "start", "was", "now", "verdict", "body", "author", "date",
    "status", "sources",
)  # fmt: skip


class Sourced(msgspec.Struct, frozen=True):
    """An article with its source and its sidecar as read."""

    article: Article
    source: Found
    sidecar: Found | None


class Addition(msgspec.Struct, frozen=True):
    """A sidecar as it is to be: its path in the content folder, its bytes so far, its new text, notes added."""

    path: str
    was: bytes | None
    text: str
    notes: int


class Incoming(msgspec.Struct, frozen=True):
    """What annotations come to: sidecars to write, problems, lines for editors to paste by the file they are for."""

    additions: tuple[Addition, ...]
    problems: tuple[Problem, ...]
    pastes: tuple[tuple[str, str], ...]


def sourced(sources: Sources, folder: str, language: str) -> tuple[Sourced, ...]:
    """The articles of a content folder that can be read, in the order of their paths. Raises ChangedError."""
    sidecars = {found.stem: found for found in sources.sidecars}
    read = [
        (read_source(source), read_source(beside) if (beside := sidecars.get(source.stem)) else None)
        for source in sources.articles
    ]
    parsed = [(found, beside, parse_article(found, beside, folder, language)) for found, beside in read]
    return tuple(Sourced(one.article, found, beside) for found, beside, one in parsed if one.article)


def take_in(
    annotations: Sequence[Annotation], articles: Sequence[Sourced], *, folder: str, base_url: str, file: str
) -> Incoming:
    """Match annotations with articles. `folder` and `file` are what problems call the content and the document."""
    addresses = _addresses(articles, base_url)
    problems: list[Problem] = []
    arrived: dict[str, list[Note]] = {}
    for one in annotations:
        source = addresses.get(_plain(one.about))
        if source is None:
            message = f"{one.note.id}: {one.about or 'nothing'} is the address of no article"
            problems.append(error(file, 0, message, "write it as source_url of the article that is meant"))
        else:
            arrived.setdefault(source, []).append(one.note)
    additions: list[Addition] = []
    pastes: list[tuple[str, str]] = []
    stems = Counter(one.source.stem for one in articles)
    for each in articles:
        notes = _fresh(each.article, arrived.get(each.source.path, []), folder, problems)
        if notes:
            alone = stems[each.source.stem] == 1
            _add(each, notes, folder, additions, problems, pastes, alone=alone)
    return Incoming(tuple(additions), tuple(problems), tuple(pastes))


def _addresses(articles: Sequence[Sourced], base_url: str) -> dict[str, str]:
    """Sources by the addresses of their articles; one that two articles give is neither's."""
    found: dict[str, str] = {}
    for one in articles:
        if url := one.article.meta.source_url:
            found[_plain(url)] = "" if _plain(url) in found else one.source.path
    found = {address: path for address, path in found.items() if path}
    for one in articles:
        for base in {base_url, ""}:
            found[_plain(article_address(base, one.article.slug))] = one.source.path
    return found


def _plain(address: str) -> str:
    """An address as far as it tells pages apart: without scheme, fragment, `index.html` and last slash."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return address
    path = unquote(parts.path).removesuffix("index.html").rstrip("/")
    scheme = "" if parts.scheme in ("http", "https") else parts.scheme
    return f"{scheme}:{parts.netloc.lower()}{path}?{parts.query}"


def _fresh(article: Article, notes: Sequence[Note], folder: str, problems: list[Problem]) -> list[Note]:
    """The notes as proposals with ids that are free, without those that the article has already."""
    there = {note.id: _same(note) for note in article.meta.notes}
    fresh: list[Note] = []
    for note in notes:
        name, number = note.id, 1
        while name in there and there[name] != _same(note, name):
            number += 1
            name = f"{note.id}-{number}"
        if name not in there:
            there[name] = _same(note, name)
            status = "withdrawn" if note.status == "withdrawn" else "proposed"
            fresh.append(msgspec.structs.replace(note, id=name, status=status))
    if known := len(notes) - len(fresh):
        message = f"has {known} of these notes already" if known > 1 else "has one of these notes already"
        problems.append(warning(article.notes_file, 0, message, "nothing is added for what is there"))
    return fresh


def _same(note: Note, name: str = "") -> Note:
    """What two notes have in common that are the same: all but the decision about them."""
    return msgspec.structs.replace(note, id=name or note.id, status="proposed")


def _add(
    one: Sourced,
    notes: Sequence[Note],
    folder: str,
    additions: list[Addition],
    problems: list[Problem],
    pastes: list[tuple[str, str]],
    *,
    alone: bool,
) -> None:
    try:
        additions.append(addition(one, notes, folder, alone=alone))
    except ValueError as failure:
        many = f"{len(notes)} notes" if len(notes) > 1 else f"the note {notes[0].id}"
        where = f"{folder}/{one.source.path}"
        remedy = f"paste the lines for {where}"
        problems.append(error(f"{folder}/{_sidecar_path(one)}", 0, f"can't take {many}: {failure}", remedy))
        pastes.append((where, to_paste(notes)))


def addition(one: Sourced, notes: Sequence[Note], folder: str, *, alone: bool) -> Addition:
    """An article's sidecar with notes added; `alone` says that no other article has its stem.

    Raises ValueError for a sidecar that can't take them.
    """
    if not alone:
        raise ValueError("would be a sidecar for two articles")
    was = one.sidecar.data if one.sidecar else None
    text = add_notes(was.decode() if was else "", [_ordered(note) for note in notes])
    _check(one, Found(_sidecar_path(one), text.encode(), ""), notes, folder)
    return Addition(_sidecar_path(one), was, text, len(notes))


def to_paste(notes: Sequence[Note]) -> str:
    """Notes as the lines of a file of metadata."""
    return add_notes("", [_ordered(note) for note in notes])


def _sidecar_path(one: Sourced) -> str:
    return one.sidecar.path if one.sidecar else f"{one.source.stem}.yaml"


def _check(one: Sourced, sidecar: Found, notes: Sequence[Note], folder: str) -> None:
    """Raise ValueError unless the article with that sidecar is the one that it was with these notes added."""
    before = parse_article(one.source, one.sidecar, folder, one.article.language)
    after = parse_article(one.source, sidecar, folder, one.article.language)
    new = [p for p in after.problems if p.severity == "error" and p.message not in {q.message for q in before.problems}]
    if new or after.article is None:
        raise ValueError(new[0].message if new else "the article could not be read any more")
    if after.article.meta.notes != (*one.article.meta.notes, *notes):
        raise ValueError("the notes would not be read as they are")


def _ordered(note: Note) -> dict[str, object]:
    """A note's keys in the order in which editors read best."""
    keys = written(note)
    return {key: keys[key] for key in _ORDER if key in keys}


def exported(articles: Iterable[Sourced], base_url: str) -> list[tuple[str, Note]]:
    """The notes of articles with the addresses of these, in the order of slugs and of the files."""
    chosen = sorted(articles, key=lambda one: one.article.slug)
    return [(article_address(base_url, one.article.slug), note) for one in chosen for note in one.article.meta.notes]
