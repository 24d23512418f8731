"""A note that is edited in the page: what it says as a form shows it, and what the form says into the sidecar."""

from __future__ import annotations

from typing import Any

import msgspec

from sitegen.build import Content
from sitegen.discover import digest_of
from sitegen.incoming import to_paste
from sitegen.interchange.written import written
from sitegen.model import Note, NoteKind, in_language
from sitegen.pages.parts import language_name, page_language
from sitegen.preview.annotating import Told, as_written, check_correction, cited
from sitegen.preview.opening import NotWrittenError, Opened, change_sidecar, note_in_sidecar, open_article
from sitegen.sidecar import edit_note


class Form(msgspec.Struct, frozen=True):
    """What a note says, and where: `file` and `line`, `in_article` if that is the article's own front matter.

    `language` names the language of the body where the note has it by language. `seen` is the digest of the note.
    """

    seen: str
    kind: NoteKind
    body: str
    language: str
    quote: str
    was: str
    now: str
    sources: tuple[Told, ...]
    file: str
    line: int
    in_article: bool


class Edited(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a note shall say. `seen` is the digest of the note that the form was filled with."""

    page: str
    note: str
    seen: str
    kind: NoteKind
    body: str
    was: str = ""
    now: str = ""
    sources: tuple[Told, ...] = ()


def form_of(content: Content, page: str, note_id: str) -> Form:
    """What a note of the article at a permalink says now. Raises as `write_edited` does."""
    opened = open_article(content, page)
    article = opened.one.article
    number = next((n for n, one in enumerate(article.meta.notes) if one.id == note_id), None)
    if number is None:
        raise NotWrittenError("The article has no such note.")
    note = article.meta.notes[number]
    body, key = _body(content, opened, note)
    shown_in = page_language(content.site.about.value, article.language)
    return Form(
        seen=_digest(note),
        kind=note.kind,
        body=body.strip(),
        language=language_name(key, shown_in) if key not in ("", "any") else "",
        quote=note.quote,
        was=note.was,
        now=note.now,
        sources=tuple(Told(one.title, one.url, n) for n, one in enumerate(note.sources)),
        file=article.notes_file,
        line=article.note_lines[number] if number < len(article.note_lines) else 0,
        in_article=article.notes_file == opened.source,
    )


def write_edited(content: Content, edited: Edited) -> str:
    """Write what a note shall say into the sidecar of its article, where it differs; gives the note's id.

    Raises NotWrittenError, also for a note that was changed since the form was filled, ProblemError, OSError.
    """
    if not edited.body.strip():
        raise NotWrittenError("The note says nothing yet.")
    opened = open_article(content, edited.page)
    note = note_in_sidecar(opened, edited.note, lambda old: _to_paste(_edited(content, opened, old, edited)[0]))
    if _digest(note) != edited.seen:
        raise NotWrittenError("The note has been changed in its file meanwhile; open it once more.")
    new, changes = _edited(content, opened, note, edited)
    if changes:
        notes = tuple(new if one.id == note.id else one for one in opened.one.article.meta.notes)
        change_sidecar(opened, lambda text: edit_note(text, note.id, changes), _to_paste(new), notes)
    return note.id


def _digest(note: Note) -> str:
    return digest_of(msgspec.json.encode(note))


def _to_paste(note: Note) -> str:
    """A note as the item of a list."""
    return to_paste([note]).partition("\n")[2]


def _body(content: Content, opened: Opened, note: Note) -> tuple[str, str]:
    """The body of a note as its article's page shows it, and its language, "" for one that has none."""
    if isinstance(note.body, str):
        return note.body, ""
    language = opened.one.article.language
    return in_language(note.body, (page_language(content.site.about.value, language), language))


def _edited(content: Content, opened: Opened, note: Note, edited: Edited) -> tuple[Note, dict[str, Any]]:
    """A note as it is to be, and the keys that differ, as `edit_note` takes them."""
    changed: dict[str, Any] = {}
    changes: dict[str, Any] = {}
    if edited.kind != note.kind:
        changed["kind"] = changes["kind"] = edited.kind
    old, language = _body(content, opened, note)
    body = edited.body.replace("\r\n", "\n").strip()
    if body != old.strip():
        # The line end of a block belongs to how it is written.
        body += old[len(old.rstrip()) :]
        changed["body"] = {**note.body, language: body} if isinstance(note.body, dict) else body
        changes["body"] = {language: body} if isinstance(note.body, dict) else body
    was, now = as_written(note.was, edited.was), as_written(note.now, edited.now)
    if edited.kind == "correction" and not (was or now) and not (note.was and note.now):
        # One of both alone is nothing that a form could show, and stays as it is.
        was, now = note.was, note.now
    if (was, now) != (note.was, note.now):
        passage = {"title": opened.one.article.title, "passage": note.quote}.get(note.target, was)
        check_correction(edited.kind, was, now, passage)
        changed |= {"was": was, "now": now}
        changes |= {"was": was or None, "now": now or None}
    sources = cited(edited.sources, note.sources)
    if sources != note.sources:
        changed["sources"] = sources
        changes["sources"] = written(sources) or None
    new = msgspec.structs.replace(note, **changed)
    if new.was and new.kind != "correction":
        raise NotWrittenError("Only a correction has words as they are and as they should be.")
    return new, changes
