"""Notes that are written in the page: from words selected there to lines in the article's sidecar."""

from __future__ import annotations

import datetime
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
from sitegen.sidecar import write_sidecar
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


class NotWrittenError(Exception):
    """A note that was not written: why, and the lines to paste by hand where that is the way."""

    def __init__(self, reason: str, paste: str = "") -> None:
        super().__init__(reason)
        self.paste = paste


def write_note(content: Content, wanted: Wanted, today: datetime.date) -> str:
    """Write a note into the sidecar of its article; gives its id. The files are read anew: they may have changed.

    Raises NotWrittenError, and ProblemError for a file that can't be read.
    """
    record = next((r for r in content.site.records if r.article.permalink == wanted.page), None)
    if record is None:
        raise NotWrittenError("No article has this address.")
    if not wanted.body.strip():
        raise NotWrittenError("The note says nothing yet.")
    config = content.site.config
    source = content.sources[record.article.source]
    one, alone = _read(source.path, source.file, config.content, config.languages[0])
    text = text_of(render(one.article, config.markdown.extensions).html)
    note = _note(wanted, one.article, text, today)
    try:
        added = addition(one, [note], config.content, alone=alone)
    except ValueError as failure:
        raise NotWrittenError(f"The sidecar can't take the note: {failure}.", to_paste([note])) from None
    folder = Path(str(source.file).removesuffix(source.path))
    try:
        write_sidecar(folder / added.path, added.text, added.was)
    except FileExistsError:
        raise NotWrittenError("The sidecar has changed meanwhile; write the note again.") from None
    return note.id


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


def _note(wanted: Wanted, article: Article, text: str, today: datetime.date) -> Note:
    """The note with a selector that finds its passage in the text of the source, and nothing else."""
    quoted = Note("n", wanted.kind, "", quote=wanted.quote, prefix=wanted.prefix, suffix=wanted.suffix)
    placed = place_note(quoted, text)
    if placed.state != "exact":
        raise NotWrittenError("This passage can't be told from others in the source; select some more words.")
    quote = text[placed.start : placed.end]
    if wanted.was and wanted.was not in quote:
        raise NotWrittenError("The words to correct are not in the passage.")
    if bool(wanted.was) != bool(wanted.now) or (wanted.was and wanted.kind != "correction"):
        raise NotWrittenError("A correction in place needs both the words as they are and as they should be.")
    if wanted.source_url and not is_address(wanted.source_url):
        raise NotWrittenError("The address of the source is not one; it begins with https://.")
    title = wanted.source_title.strip() or wanted.source_url
    note = Note(
        _free_id(article, quote, wanted.kind),
        wanted.kind,
        wanted.body.strip(),
        was=wanted.was,
        now=wanted.now,
        author=wanted.author.strip(),
        date=parse_date(today.isoformat()),
        sources=(Citation(title, wanted.source_url),) if title else (),
    )
    return with_selector(note, selector_at(text, placed.start, placed.end))


def _free_id(article: Article, quote: str, kind: str) -> str:
    taken = {note.id for note in article.meta.notes}
    name = slugify(quote)[:ID_LENGTH].strip("-") or kind
    number, found = 1, str(name)
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    return found
