"""A passage of an older text in a newer one, where there is no doubt about it.

Words are followed by what stands once in either text: its maximal unique matches (Delcher and
others, "Alignment of whole genomes", 1999), which find what was moved too. Between two of them in
order, letters are aligned. The way back has to lead to where it began, or a twin could have been taken.
"""

from __future__ import annotations

import re

import msgspec

from sitegen.notes.evidence import joins
from sitegen.notes.folding import fold, weight
from sitegen.notes.likeness import similarity

# A match has so many letters, or it may be an accident.
LEAST_MATCH = 24
LONGEST_UNIQUE = 8192
# So many letters before a comma or behind a stop are often the same.
ACCIDENT = 4
# So much before and behind a passage is followed with it.
AROUND = 400
# Letters that stand between two matches and may be aligned; more of the new than of the old by so many.
LONGEST_GAP = 4000
MOST_PUT_IN = 400
# How like its old words a passage is that was edited; a short one keeps its figures besides.
LEAST_KEPT = 0.7
SHORT = 40
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

    def shared(self, start: int, end: int) -> int:
        """How many letters of a range of the old text are in it."""
        return min(self.old + self.size, end) - max(self.old, start)


def carried(old: str, start: int, end: int, new: str) -> tuple[int, int] | None:
    """Where a passage of an older text stands in a newer one, or None if that is not certain."""
    one, other = fold(old), fold(new)
    low, high = one.forth(start), one.forth(end)
    words = one.shape[low:high]
    low, high = low + len(words) - len(words.lstrip()), high - len(words) + len(words.rstrip())
    if low >= high:
        return None
    place = _followed(one.shape, low, high, other.shape)
    if place is None or _followed(other.shape, *place, one.shape) != (low, high):
        return None
    return other.back(*place)


def _followed(old: str, low: int, high: int, new: str) -> tuple[int, int] | None:
    """A range of one text in the other, as the matches around it lead."""
    matches = _matches(old, max(low - AROUND, 0), min(high + AROUND, len(old)), new)
    holding = [match for match in matches if match.holds(low, high)]
    if holding:
        (first, *others) = holding
        most = max((high - low) // 3, ACCIDENT)
        claimed = any(match.shared(low, high) > most for match in matches if match is not first)
        return None if others or claimed else (first.new + low - first.old, first.new + high - first.old)
    begin, stop = _border(old, new, matches, low, is_start=True), _border(old, new, matches, high, is_start=False)
    if begin is None or stop is None or begin >= stop:
        return None
    if weight(new[begin:stop]) >= LEAST_MATCH and new[begin:stop] in old:
        # What stood elsewhere has taken its place.
        return None
    return (begin, stop) if _is_kept(old[low:high], new[begin:stop]) else None


def _is_kept(words: str, now: str) -> bool:
    """Whether edited words are still the same: another year or sum is another statement."""
    if len(words) < SHORT and re.findall(r"\d+", words) != re.findall(r"\d+", now):
        return False
    return similarity(words, now) >= LEAST_KEPT


def _matches(old: str, low: int, high: int, new: str) -> list[Match]:
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


def _border(old: str, new: str, matches: list[Match], offset: int, *, is_start: bool) -> int | None:
    """Where the first or last letter of a passage has gone, as an offset between letters; None if two places claim it."""
    inside = offset if is_start else offset - 1
    holding = [match for match in matches if match.holds(inside, inside + 1)]
    if holding:
        return holding[0].new + offset - holding[0].old if len(holding) == 1 else None
    before = [match for match in matches if match.old + match.size <= inside]
    behind = [match for match in matches if match.old > inside]
    left = before[-1] if before else Match(0, 0, 0)
    right = behind[0] if behind else Match(len(old), len(new), 0)
    gap = (left.old + left.size, right.old), (left.new + left.size, right.new)
    lengths = [high - low for low, high in gap]
    if lengths[1] <= 0 or lengths[0] > LONGEST_GAP or lengths[1] > lengths[0] + MOST_PUT_IN:
        return None
    found = gap[1][0] + _aligned(old[slice(*gap[0])], new[slice(*gap[1])], inside - gap[0][0], is_start=is_start)
    step = -1 if is_start else 1
    while not joins(old, offset) and joins(new, found):
        found += step
    return found


def _aligned(old: str, new: str, inside: int, *, is_start: bool) -> int:
    """The border of a letter in another text by the fewest edits that make the one of the other."""
    from rapidfuzz.distance import Levenshtein

    for code in Levenshtein.opcodes(old, new):
        if code.src_start <= inside < code.src_end:
            if code.tag == "delete":
                return code.dest_start
            return code.dest_start + inside - code.src_start + (not is_start)
    return len(new)
