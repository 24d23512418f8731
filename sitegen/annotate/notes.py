"""An article's notes in their places, and the problems of those that are lost or wrong."""

from __future__ import annotations

import re

import msgspec

from sitegen.model import Article, Note, PlacedNote
from sitegen.notes.anchoring import place_note, was_range
from sitegen.problems import Problem, error, warning


def placed_notes(text: str, article: Article, problems: list[Problem]) -> tuple[PlacedNote, ...]:
    """The published notes of an article in the order of their places in its plain text, orphans last."""
    placed = []
    ids: dict[str, int] = {}
    for number, note in enumerate(article.meta.notes):
        line = article.note_lines[number] if number < len(article.note_lines) else 0
        if note.id in ids:
            message = f"the note id {note.id!r} is taken in line {ids[note.id]}"
            problems.append(error(article.notes_file, line, message, "give it another id"))
            continue
        ids[note.id] = line
        wrong = _wrong_note(note)
        if wrong:
            problems.append(error(article.notes_file, line, f"note {note.id}: {wrong[0]}", wrong[1]))
            continue
        if note.status != "published":
            continue
        result = place_note(note, text)
        if result.state == "orphan":
            remedy = "ask sitegen check, or write the quote as it stands now, with prefix and suffix"
            message = f"note {note.id} lost its passage: {result.reason}"
            problems.append(warning(article.notes_file, line, message, remedy))
        elif result.state == "moved":
            found = text[result.start : result.end]
            message = f"note {note.id} moved (score {result.score:.2f})"
            problems.append(
                warning(article.notes_file, line, message, f"quote it anew with the lines of sitegen check: {found!r}")
            )
        was_start, was_end = was_range(result, text)
        placed.append(msgspec.structs.replace(result, was_start=was_start, was_end=was_end))
    placed.sort(key=lambda p: (p.state == "orphan", p.start, p.note.id))
    return tuple(placed)


def _wrong_note(note: Note) -> tuple[str, str] | None:
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", note.id):
        return "its id is not an id", "write lower-case letters, digits and single hyphens"
    if note.was and note.target == "passage" and note.was not in note.quote:
        return "was is not inside the quote", "copy it from the quote"
    if note.target == "passage" and not note.quote.strip():
        return "has no quote", "quote the passage, or write target: article"
    return None
