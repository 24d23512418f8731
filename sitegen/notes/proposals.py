"""New selectors for notes that have moved or lost their place, and how sure they are.

Sure is what the build takes for the passage itself, and what an earlier version of the text leads to
without doubt. The nearest words are for an editor to look at.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from sitegen.model import Note, PlacedNote
from sitegen.notes.anchoring import nearest_place, place_note
from sitegen.notes.history import carried
from sitegen.notes.selectors import Selector, selector_at, with_selector

BY_LIKENESS = "found by its words and their surroundings"
BY_HISTORY = "followed from the version that it was written on"
NEAREST = "the nearest words, not taken"
UNCORRECTED = "its place, but not with the words that it corrects"


class Proposal(msgspec.Struct, frozen=True):
    """A selector for a note, if it may be written down without asking, and where it comes from.

    `version` is the number of the earlier text that led to it, the newest is 0; -1 where none did.
    """

    selector: Selector
    sure: bool
    origin: str
    version: int = -1


def proposed(placed: PlacedNote, text: str, earlier: Iterable[str]) -> Proposal | None:
    """A new selector for a note that moved in a text or is lost there.

    `earlier` are texts that the article had, newest first; they are only asked for as long as the
    note's passage stands in none of them.
    """
    note = placed.note
    version, followed = _followed(note, text, earlier)
    there = (placed.start, placed.end) if placed.state == "moved" else None
    if followed:
        apart = there is not None and (there[1] <= followed[0] or there[0] >= followed[1])
        return _made(note, text, followed, BY_HISTORY, version, sure=not apart)
    if there:
        return _made(note, text, there, BY_LIKENESS, -1, sure=True)
    nearest = nearest_place(note, text)
    return _made(note, text, nearest, NEAREST, -1, sure=False) if nearest else None


def _followed(note: Note, text: str, earlier: Iterable[str]) -> tuple[int, tuple[int, int] | None]:
    """The newest of some texts in which a note stands exactly, and where its passage is today."""
    for version, old in enumerate(earlier):
        was = place_note(note, old)
        if was.state == "exact":
            return version, carried(old, was.start, was.end, text)
    return -1, None


def _made(note: Note, text: str, place: tuple[int, int], origin: str, version: int, *, sure: bool) -> Proposal:
    selector = selector_at(text, *place)
    if note.was and note.was not in selector.quote:
        return Proposal(selector, False, UNCORRECTED if sure else origin, version)
    return Proposal(selector, sure and _is_found(note, selector, text), origin, version)


def _is_found(note: Note, selector: Selector, text: str) -> bool:
    """Whether the build finds a note with its new selector where that was made."""
    placed = place_note(with_selector(note, selector), text)
    inside = placed.start <= selector.start and selector.start + len(selector.quote) <= placed.end
    return placed.state in ("exact", "applied") and inside
