"""What two texts have in common: letters that stand once in either (maximal unique matches).

Delcher and others, "Alignment of whole genomes", 1999. Unlike the longest common subsequence they find
what was moved too, and nothing where a text has twins.
"""

from __future__ import annotations

import re

import msgspec

from sitegen.notes.evidence import joins
from sitegen.notes.folding import weight

# A match has so many letters, or it may be an accident.
LEAST_MATCH = 24
LONGEST_UNIQUE = 8192
# So many places that are matched by nothing, and the texts have nothing in common here.
MOST_FAILURES = 1500

_STEP = re.compile(r"\W*\w+|\W+")


class Match(msgspec.Struct, frozen=True):
    """Letters that both texts have once, as long as they stay alike: where they stand in either, and how many."""

    old: int
    new: int
    size: int

    def holds(self, start: int, end: int) -> bool:
        """Whether a range of the old text is in it."""
        return self.old <= start and end <= self.old + self.size

    @property
    def old_end(self) -> int:
        """Where it ends in the old text."""
        return self.old + self.size

    @property
    def new_end(self) -> int:
        """Where it ends in the new text."""
        return self.new + self.size

    def shared(self, start: int, end: int) -> int:
        """How many letters of a range of the old text are in it."""
        return min(self.old + self.size, end) - max(self.old, start)


def matches_in(old: str, low: int, high: int, new: str) -> list[Match]:
    """The matches that begin in a range of the old text or run through it, in order."""
    found: list[Match] = []
    at, failures = low, 0
    while at < high and failures < MOST_FAILURES:
        match = _match_at(old, at, new)
        if match and match.old + match.size > at:
            found.append(match)
            at = match.old + match.size
        else:
            failures += 1
            step = _STEP.match(old, at)
            # Where words are not divided any letter may begin one.
            at += len(step[0]) if step and step[0].isascii() else 1
    return found


def _match_at(old: str, at: int, new: str) -> Match | None:
    """The match that runs through an offset, if letters from there on stand once in either text."""
    size = LEAST_MATCH // 2
    while size <= LONGEST_UNIQUE:
        piece = old[at : at + size]
        if len(piece) < size:
            # At its end a text has no more letters to tell its places apart.
            piece = old[max(len(old) - size, 0) :]
        place = new.find(piece) if weight(piece) >= LEAST_MATCH else -2
        if place == -1:
            return None
        if place >= 0 and new.find(piece, place + 1) < 0:
            there = old.find(piece)
            if old.find(piece, there + 1) < 0:
                return _extended(old, there, new, place, len(piece))
        if len(piece) == len(old):
            return None
        size *= 2
    return None


def _extended(old: str, one: int, new: str, other: int, size: int) -> Match | None:
    """A match as far as both texts agree, in whole words."""
    before = _shared(old[:one][::-1], new[:other][::-1])
    size += before + _shared(old[one + size :], new[other + size :])
    one, other = one - before, other - before
    while size and (joins(old, one) or joins(new, other)):
        one, other, size = one + 1, other + 1, size - 1
    while size and (joins(old, one + size) or joins(new, other + size)):
        size -= 1
    return Match(one, other, size) if weight(old[one : one + size]) >= LEAST_MATCH // 2 else None


def _shared(one: str, other: str) -> int:
    """How many letters two texts begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
