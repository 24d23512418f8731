"""The places of a text that are most like a quote, and how like they are.

Candidates are cut first by pieces of the quote that stand in the text unchanged (Baeza-Yates and
Perleberg, "Fast and practical approximate string matching", 1992); each is then aligned by rapidfuzz.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

# Pieces of a quote that are looked up, places of each that are looked at, candidates that are aligned.
MOST_SEEDS = 48
MOST_PLACES = 64
MOST_ALIGNED = 6
# A page costs more to align than a sentence, and has fewer look-alikes.
MOST_LETTERS = 6000
SEED = 4
# Runs at either end of an alignment that may be accidents.
MOST_STRAY = 4


class Likeness(msgspec.Struct, frozen=True):
    """A range of a text and its similarity to a quote, from 0 to 1."""

    start: int
    end: int
    score: float


def places_of(words: str, text: str, most: int) -> list[int]:
    """Where words stand in a text, overlapping ones too; not more than `most`."""
    places: list[int] = []
    at = text.find(words) if words else -1
    while at >= 0 and len(places) < most:
        places.append(at)
        at = text.find(words, at + 1)
    return places


def similarity(one: str, other: str) -> float:
    """1 less the least number of letters to change, over the longer's length."""
    # Loading rapidfuzz costs a tenth of a second, and few builds have a note that lost its place.
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.normalized_similarity(one, other)


def kept_share(context: str, near: str) -> float:
    """How much of a context stands in a text near by, in order and in runs that are no accident."""
    from rapidfuzz.distance import Levenshtein

    if not context or context in near:
        return 1.0 if context else 0.0
    runs = Levenshtein.editops(context, near).as_matching_blocks()
    return sum(run.size for run in runs if run.size >= SEED) / len(context)


def most_like(quote: str, text: str, without: tuple[int, int] = (0, 0)) -> Likeness | None:
    """The place most like a quote that does not overlap the range `without`, or None if none is like it."""
    found: Likeness | None = None
    for low, high in _candidates(quote, text):
        for begin, stop in _outside(low, high, without):
            like = _aligned(quote, text, begin, stop)
            if like and (found is None or like.score > found.score):
                found = like
    return found


def _outside(low: int, high: int, without: tuple[int, int]) -> Iterator[tuple[int, int]]:
    if high <= without[0] or low >= without[1]:
        yield low, high
        return
    if low < without[0]:
        yield low, without[0]
    if high > without[1]:
        yield without[1], high


def _candidates(quote: str, text: str) -> Iterator[tuple[int, int]]:
    """Ranges of a text that share most pieces with a quote, with room for what was put in."""
    room = max(len(quote) // 4, 8)
    starts = range(0, max(len(quote) - SEED + 1, 1), SEED)
    step = max(len(starts) // MOST_SEEDS, 1)
    votes: Counter[int] = Counter()
    for offset in starts[::step]:
        for at in places_of(quote[offset : offset + SEED], text, MOST_PLACES):
            votes[(at - offset) // room] += 1
    # An edit shifts what follows it, perhaps across the border of two buckets.
    ranked = sorted(votes, key=lambda bucket: (-votes[bucket] - votes.get(bucket + 1, 0), bucket))
    aligned: set[int] = set()
    most = max(min(MOST_ALIGNED, MOST_LETTERS // len(quote)), 2)
    for bucket in ranked:
        if len(aligned) == most:
            break
        # What begins in the bucket before or behind one that was aligned was in sight there.
        if not aligned.isdisjoint((bucket - 1, bucket + 1)):
            continue
        aligned.add(bucket)
        start = bucket * room
        yield max(start - room, 0), min(start + len(quote) + 3 * room, len(text))


def _aligned(quote: str, text: str, low: int, high: int) -> Likeness | None:
    """The part of a range that a quote fits best."""
    from rapidfuzz.distance import Levenshtein

    runs = [run for run in Levenshtein.editops(quote, text[low:high]).as_matching_blocks() if run.size]
    kept = [run for run in runs if run.size >= SEED] or runs
    if not kept:
        return None
    last = high - low
    ahead = [(run.a, run.b, run.size) for run in kept]
    behind = [(len(quote) - a - size, last - b - size, size) for a, b, size in reversed(ahead)]
    start, end = max(low + _offset(ahead), low), min(high - _offset(behind), high)
    return Likeness(start, end, similarity(quote, text[start:end])) if start < end else None


def _offset(runs: Sequence[tuple[int, int, int]]) -> int:
    """Where a quote begins in a text that has runs of it: offset in either, and size.

    What stands before a run in the quote stands before it in the text too, edited. But the first run may
    be an accident far ahead of the others: it counts if that leaves fewer letters to edit.
    """
    stray = runs[:MOST_STRAY]
    gaps = [max(n[0] - m[0] - m[2], n[1] - m[1] - m[2]) for m, n in pairwise(stray)]
    costs = [run[0] + sum(gaps[number:]) for number, run in enumerate(stray)]
    a, b, _ = runs[costs.index(min(costs))]
    return b - a
