"""Paragraphs that were moved whole: a passage that stands in one as it stood, among other neighbours.

A letter for letter twin would look the same if the passage's own paragraph were deleted. So this is
for selectors that are like ours, with an offset and so much context: more of it was written where there was a twin.
"""

from __future__ import annotations

from sitegen.model import Note
from sitegen.notes.evidence import USUAL_SIDE, Needle, needle_for, needle_of
from sitegen.notes.excerpts import Ground
from sitegen.notes.folding import weight
from sitegen.notes.likeness import most_like, places_of

# A paragraph with fewer letters says too little.
LEAST_OWN = 48
MOST_LIKE_ANOTHER = 0.90
BORDER = "\n\n"


def moved_whole(note: Note, text: str, ground: Ground) -> tuple[int, int] | None:
    """The range of a note's quote in the ground, if all of its selector that is of its own paragraphs stands there once."""
    own, hits = _own(note), own_places(note, ground)
    if len(hits) != 1:
        return None
    begin, stop = hits[0], hits[0] + len(own.whole)
    start, end = ground.back(begin, stop)
    is_whole = (BORDER not in note.prefix or _begins(text, start)) and (BORDER not in note.suffix or _ends(text, end))
    twin = most_like(own.whole, ground.shape, (begin, stop)) if is_whole else None
    if not is_whole or (twin and twin.score > MOST_LIKE_ANOTHER):
        return None
    return begin + len(own.prefix), begin + len(own.prefix) + len(own.quote)


def own_places(note: Note, ground: Ground) -> list[int]:
    """Where in the ground all of a note's selector stands that is of its own paragraphs, if that says enough; at most two."""
    own = _own(note)
    is_usual = needle_for(note).is_ours and max(len(note.prefix), len(note.suffix)) < 2 * USUAL_SIDE
    is_enough = is_usual and weight(own.whole) >= LEAST_OWN
    return places_of(own.whole, ground.shape, 2) if is_enough else []


def _own(note: Note) -> Needle:
    return needle_of(note.prefix.rpartition(BORDER)[2], note.quote, note.suffix.partition(BORDER)[0])


def _begins(text: str, offset: int) -> bool:
    before = text[:offset].rstrip(" ")
    return not before or before.endswith("\n")


def _ends(text: str, offset: int) -> bool:
    behind = text[offset:].lstrip(" ")
    return not behind or behind.startswith("\n")
