"""Notes and pins that are written in the page: from words selected there to lines in the article's sidecar."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import msgspec

from sitegen.build import Content
from sitegen.dates import parse_date
from sitegen.discover import ARTICLES, SIDECARS, Found, digest_of
from sitegen.incoming import Sourced, addition, to_paste
from sitegen.markup import text_of
from sitegen.model import Article, Citation, Note, NoteKind
from sitegen.notes.anchoring import place_note
from sitegen.notes.selectors import selector_at, with_selector
from sitegen.parse import parse_article
from sitegen.reader import read_bytes
from sitegen.render import render
from sitegen.sidecar import add_pins, replace_fields, write_sidecar
from sitegen.urls import is_address, slugify

LARGEST = 64 * 1024
ID_LENGTH = 40


class Wanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A note as the page asks for it. `page` is the permalink of the article; the quote is as the page shows it."""

    page: str
    kind: NoteKind
    body: str
    quote: str
    prefix: str = ""
    suffix: str = ""
    was: str = ""
    now: str = ""
    author: str = ""
    source_title: str = ""
    source_url: str = ""


class Pinned(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An editor's decision as the page asks for it: in this article a form means a term, or `none`."""

    page: str
    form: str
    term: str


class Changed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A note that is to be withdrawn, or, with a quote, to stand at another passage."""

    page: str
    note: str
    quote: str = ""
    prefix: str = ""
    suffix: str = ""


class NotWrittenError(Exception):
    """A note that was not written: why, and the lines to paste by hand where that is the way."""

    def __init__(self, reason: str, paste: str = "") -> None:
        super().__init__(reason)
        self.paste = paste


def write_note(content: Content, wanted: Wanted, today: datetime.date) -> str:
    """Write a note into the sidecar of its article; gives its id. The files are read anew: they may have changed.

    Raises NotWrittenError, and ProblemError for a file that can't be read.
    """
    if not wanted.body.strip():
        raise NotWrittenError("The note says nothing yet.")
    opened = _open(content, wanted.page)
    start, end = _passage(wanted, opened)
    note = _note(wanted, opened.one.article, opened.text[start:end], today)
    note = with_selector(note, selector_at(opened.text, start, end))
    try:
        added = addition(opened.one, [note], opened.shown_as, alone=opened.alone)
    except ValueError as failure:
        raise NotWrittenError(f"The sidecar can't take the note: {failure}.", to_paste([note])) from None
    _write(opened, added.path, added.text, added.was)
    return note.id


def write_pin(content: Content, pinned: Pinned) -> str:
    """Write a pin into the sidecar of its article; gives the form. Raises as `write_note` does."""
    opened = _open(content, pinned.page)
    if pinned.term != "none" and pinned.term not in content.site.entries:
        raise NotWrittenError("The glossary has no such term.")
    pin = {"form": pinned.form, "term": pinned.term}
    _change(opened, lambda text: add_pins(text, [pin]), f"pins: [{{form: {pinned.form}, term: {pinned.term}}}]\n")
    return pinned.form


def change_note(content: Content, changed: Changed) -> str:
    """Withdraw a note, or have it stand at another passage; gives its id. Raises as `write_note` does."""
    opened = _open(content, changed.page)
    fields: dict[str, str | int] = {"status": "withdrawn"}
    if changed.quote:
        fields = msgspec.structs.asdict(selector_at(opened.text, *_passage(changed, opened)))
    _change(opened, lambda text: replace_fields(text, changed.note, fields), "")
    return changed.note


class _Opened(msgspec.Struct, frozen=True):
    """An article and its sidecar as they are on disk now, its plain text, and where they are.

    `shown_as` is what problems call the content folder; `alone` says that no other article has its stem.
    """

    one: Sourced
    text: str
    folder: Path
    shown_as: str
    alone: bool


def _open(content: Content, page: str) -> _Opened:
    record = next((r for r in content.site.records if r.article.permalink == page), None)
    if record is None:
        raise NotWrittenError("No article has this address.")
    config = content.site.config
    source = content.sources[record.article.source]
    one, alone = _read(source.path, Path(source.file), config.content, config.languages[0])
    text = text_of(render(one.article, config.markdown.extensions).html)
    return _Opened(one, text, Path(source.file.removesuffix(source.path)), config.content, alone)


def _write(opened: _Opened, path: str, text: str, was: bytes | None) -> None:
    try:
        write_sidecar(opened.folder / path, text, was)
    except FileExistsError:
        raise NotWrittenError("The sidecar has changed meanwhile; try once more.") from None


def _change(opened: _Opened, change: Callable[[str], str], paste: str) -> None:
    """Change an article's sidecar, or begin one, if the article can still be read with it."""
    sidecar = opened.one.sidecar
    path = sidecar.path if sidecar else f"{opened.one.source.stem}.yaml"
    was = sidecar.data if sidecar else None
    try:
        if not opened.alone:
            raise ValueError("would be one for two articles")
        text = change(was.decode() if was else "")
    except ValueError as failure:
        raise NotWrittenError(f"The sidecar {failure}.", paste) from None
    language = opened.one.article.language
    parsed = parse_article(opened.one.source, Found(path, text.encode(), ""), opened.shown_as, language)
    wrong = [problem.message for problem in parsed.problems if problem.severity == "error"]
    if wrong or parsed.article is None:
        raise NotWrittenError(f"The article could not be read any more: {''.join(wrong[:1])}.", paste)
    _write(opened, path, text, was)


def _passage(wanted: Wanted | Changed, opened: _Opened) -> tuple[int, int]:
    """Where the words stand that were selected in the page, in the text of the source and nowhere else."""
    quoted = Note("n", "context", "", quote=wanted.quote, prefix=wanted.prefix, suffix=wanted.suffix)
    placed = place_note(quoted, opened.text)
    if placed.state != "exact":
        raise NotWrittenError("This passage can't be told from others in the source; select some more words.")
    return placed.start, placed.end


def _read(path: str, file: Path, folder: str, language: str) -> tuple[Sourced, bool]:
    """An article and its sidecar as they are on disk now, and whether its stem is its own."""
    found = _found(path, file, folder)
    beside = next((file.with_suffix(end) for end in sorted(SIDECARS) if file.with_suffix(end).is_file()), None)
    sidecar = _found(path.rsplit(".", 1)[0] + beside.suffix, beside, folder) if beside else None
    parsed = parse_article(found, sidecar, folder, language)
    errors = [problem for problem in parsed.problems if problem.severity == "error"]
    if parsed.article is None or errors:
        raise NotWrittenError(f"The article can't be read: {errors[0] if errors else path}.")
    others = [end for end in ARTICLES if end != file.suffix and file.with_suffix(end).exists()]
    return Sourced(parsed.article, found, sidecar), not others


def _found(path: str, file: Path, folder: str) -> Found:
    data = read_bytes(file, f"{folder}/{path}")
    return Found(path, data, digest_of(data))


def _note(wanted: Wanted, article: Article, quote: str, today: datetime.date) -> Note:
    """The note about some words of an article, still without its place."""
    if wanted.was and wanted.was not in quote:
        raise NotWrittenError("The words to correct are not in the passage.")
    if bool(wanted.was) != bool(wanted.now) or (wanted.was and wanted.kind != "correction"):
        raise NotWrittenError("A correction in place needs both the words as they are and as they should be.")
    if wanted.source_url and not is_address(wanted.source_url):
        raise NotWrittenError("The address of the source is not one; it begins with https://.")
    title = wanted.source_title.strip() or wanted.source_url
    return Note(
        _free_id(article, quote, wanted.kind),
        wanted.kind,
        wanted.body.strip(),
        was=wanted.was,
        now=wanted.now,
        author=wanted.author.strip(),
        date=parse_date(today.isoformat()),
        sources=(Citation(title, wanted.source_url),) if title else (),
    )


def _free_id(article: Article, quote: str, kind: str) -> str:
    taken = {note.id for note in article.meta.notes}
    name = slugify(quote)[:ID_LENGTH].strip("-") or kind
    number, found = 1, str(name)
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    return found
