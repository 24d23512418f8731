"""Notes and pins that are written in the page: from words selected there to lines in the article's sidecar."""

from __future__ import annotations

import datetime

import msgspec

from sitegen.build import Content
from sitegen.dates import parse_date
from sitegen.incoming import addition, to_paste
from sitegen.model import Article, Citation, Note, NoteKind
from sitegen.notes.anchoring import place_note
from sitegen.notes.selectors import selector_at, with_selector
from sitegen.preview.opening import NotWrittenError, Opened, change_sidecar, note_in_sidecar, open_article, write_beside
from sitegen.sidecar import add_pins, replace_fields, selector_lines
from sitegen.urls import is_address, slugify

LARGEST = 64 * 1024
ID_LENGTH = 40


class Told(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A source as a form has it; `number` is its place among those of a note that is edited, -1 for a new one."""

    title: str
    url: str = ""
    number: int = -1


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
    sources: tuple[Told, ...] = ()


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


def write_note(content: Content, wanted: Wanted, today: datetime.date) -> str:
    """Write a note into the sidecar of its article; gives its id. The files are read anew: they may have changed.

    Raises NotWrittenError, and ProblemError for a file that can't be read.
    """
    if not wanted.body.strip():
        raise NotWrittenError("The note says nothing yet.")
    opened = open_article(content, wanted.page)
    start, end = _passage(wanted, opened)
    note = _note(wanted, opened.one.article, opened.text[start:end], today)
    note = with_selector(note, selector_at(opened.text, start, end))
    try:
        added = addition(opened.one, [note], opened.shown_as, alone=opened.alone)
    except ValueError as failure:
        raise NotWrittenError(f"The sidecar can't take the note: {failure}.", to_paste([note])) from None
    write_beside(opened, added.path, added.text, added.was)
    return note.id


def write_pin(content: Content, pinned: Pinned) -> str:
    """Write a pin into the sidecar of its article; gives the form. Raises as `write_note` does."""
    opened = open_article(content, pinned.page)
    if pinned.term != "none" and pinned.term not in content.site.entries:
        raise NotWrittenError("The glossary has no such term.")
    pin = {"form": pinned.form, "term": pinned.term}
    change_sidecar(
        opened, lambda text: add_pins(text, [pin]), f"pins: [{{form: {pinned.form}, term: {pinned.term}}}]\n"
    )
    return pinned.form


def change_note(content: Content, changed: Changed) -> str:
    """Withdraw a note, or have it stand at another passage; gives its id. Raises as `write_note` does."""
    opened = open_article(content, changed.page)
    fields: dict[str, str | int] = {"status": "withdrawn"}
    if changed.quote:
        fields = msgspec.structs.asdict(selector_at(opened.text, *_passage(changed, opened)))
    note_in_sidecar(opened, changed.note, lambda _: selector_lines(fields))
    change_sidecar(opened, lambda text: replace_fields(text, changed.note, fields))
    return changed.note


def _passage(wanted: Wanted | Changed, opened: Opened) -> tuple[int, int]:
    """Where the words stand that were selected in the page, in the text of the source and nowhere else."""
    quoted = Note("n", "context", "", quote=wanted.quote, prefix=wanted.prefix, suffix=wanted.suffix)
    placed = place_note(quoted, opened.text)
    if placed.state != "exact":
        raise NotWrittenError("This passage can't be told from others in the source; select some more words.")
    return placed.start, placed.end


def _note(wanted: Wanted, article: Article, quote: str, today: datetime.date) -> Note:
    """The note about some words of an article, still without its place."""
    check_correction(wanted.kind, wanted.was, wanted.now, quote)
    return Note(
        _free_id(article, quote, wanted.kind),
        wanted.kind,
        wanted.body.strip(),
        was=wanted.was,
        now=wanted.now,
        author=wanted.author.strip(),
        date=parse_date(today.isoformat()),
        sources=cited(wanted.sources, ()),
    )


def check_correction(kind: str, was: str, now: str, passage: str) -> None:
    """Raise NotWrittenError for words that can't be corrected in a passage."""
    if was and was not in passage:
        raise NotWrittenError("The words to correct are not in the passage.")
    if bool(was) != bool(now) or (was and kind != "correction"):
        raise NotWrittenError("A correction in place needs both the words as they are and as they should be.")


def cited(sources: tuple[Told, ...], before: tuple[Citation, ...]) -> tuple[Citation, ...]:
    """The sources of a form, those of before with their publishers and dates, which no form has.

    Raises NotWrittenError for what can't be the address of a source.
    """
    found = []
    for told in sources:
        old = before[told.number] if 0 <= told.number < len(before) else Citation("")
        title, url = as_written(old.title, told.title), told.url.strip()
        if url and url != old.url and not is_address(url):
            raise NotWrittenError("The address of the source is not one; it begins with https://.")
        if title or url:
            found.append(msgspec.structs.replace(old, title=title or url, url=url))
    return tuple(found)


def as_written(old: str, new: str) -> str:
    """What is written, unless a form says other words: it may have other white space."""
    return old if old.split() == new.split() else new.strip()


def _free_id(article: Article, quote: str, kind: str) -> str:
    taken = {note.id for note in article.meta.notes}
    name = slugify(quote)[:ID_LENGTH].strip("-") or kind
    number, found = 1, str(name)
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    return found
