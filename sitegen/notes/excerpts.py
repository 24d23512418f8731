"""The parts of a text in which a note's passage may stand, in one spelling.

A short text is taken whole. Of a long one only the surroundings of the selector's rarest words are:
to bring a megabyte into one spelling takes longer than an editor's patience allows.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

import msgspec

from sitegen.model import Note
from sitegen.notes.folding import Folded, fold
from sitegen.notes.likeness import places_of

LONGEST_WHOLE = 30_000
# Words of a selector that are counted, that are followed, and places of each that are.
MOST_COUNTED = 24
MOST_WORDS = 8
MOST_PLACES = 20
ROOM = 1200
_BORDER = "\uffff\uffff"
# Letters that no folding changes, in words or, where words are not divided, in pairs.
_WORD = re.compile(r"[a-zA-Z0-9]{3,12}|[\u0400-\u04ff\u0530-\u07ff]{3,12}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{2}")


class Ground(msgspec.Struct, frozen=True):
    """Pieces of a text in one spelling; each begins at `starts[i]` of the shape and `origins[i]` of the text."""

    shape: str
    pieces: tuple[Folded, ...]
    starts: tuple[int, ...]
    origins: tuple[int, ...]
    has_first: bool
    has_last: bool

    def back(self, start: int, end: int) -> tuple[int, int]:
        """A range of the shape, not empty, in the text."""
        number = bisect_right(self.starts, start) - 1
        piece, at = self.pieces[number], self.starts[number]
        # A range over a border is of words that stand nowhere: it ends with its first piece.
        begin, stop = piece.back(min(start - at, len(piece.shape) - 1), min(end - at, len(piece.shape)))
        return begin + self.origins[number], stop + self.origins[number]

    def is_first(self, offset: int) -> bool:
        return self.has_first and offset == 0

    def is_last(self, offset: int) -> bool:
        return self.has_last and offset == len(self.shape)


def ground_of(text: str, note: Note) -> Ground:
    """Where a note's passage may stand in a text."""
    if len(text) <= LONGEST_WHOLE:
        return whole_ground(text)
    return _joined(text, _windows(text, note))


@lru_cache(maxsize=4)
def whole_ground(text: str) -> Ground:
    """All of a text, kept while the notes of one article are placed."""
    return _joined(text, [(0, len(text))])


def _joined(text: str, windows: list[tuple[int, int]]) -> Ground:
    pieces = tuple(fold(text[low:high]) for low, high in windows)
    starts: list[int] = []
    length = 0
    for piece in pieces:
        starts.append(length)
        length += len(piece.shape) + len(_BORDER)
    shape = _BORDER.join(piece.shape for piece in pieces)
    has_first = bool(windows) and windows[0][0] == 0
    has_last = bool(windows) and windows[-1][1] == len(text)
    return Ground(shape, pieces, tuple(starts), tuple(low for low, _ in windows), has_first, has_last)


def _windows(text: str, note: Note) -> list[tuple[int, int]]:
    """Ranges around the places that the selector's rare words point to."""
    before = len(note.prefix)
    whole = note.prefix + note.quote + note.suffix
    low_room, high_room = before + ROOM, len(note.quote) * 5 // 4 + len(note.suffix) + ROOM
    ranges = []
    for word, offset in _rare_words(whole, text):
        for at in places_of(word, text, MOST_PLACES):
            quote_at = at - (offset - before)
            ranges.append((max(quote_at - low_room, 0), min(quote_at + high_room, len(text))))
    return _merged(ranges)


def _rare_words(whole: str, text: str) -> list[tuple[str, int]]:
    """Words spread over a selector that stand in the text, rarest first, each with its offset."""
    step = max(len(whole) // MOST_COUNTED, 1)
    found = {m.start(): m[0] for m in (_WORD.search(whole, at) for at in range(0, len(whole), step)) if m}
    ranked = sorted((text.count(word), offset, word) for offset, word in found.items())
    stands = [(count, offset, word) for count, offset, word in ranked if count]
    rare = [(word, offset) for count, offset, word in stands if count <= MOST_PLACES]
    return rare[:MOST_WORDS] or [(word, offset) for _, offset, word in stands[:1]]


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return merged
