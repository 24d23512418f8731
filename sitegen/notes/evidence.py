"""What speaks for a place being a note's passage: the words there, and what stands around them.

Words alone are no evidence. A sentence that was deleted may have a twin elsewhere, letter for
letter; only its surroundings tell them apart. So a place is supported by its context alone:

- words changed: both sides of the context stand right beside them;
- words as they were: one side stands right beside them, and the other is near by: most of it if the
  selector was written so that no twin could be taken for its passage, else all of it.
"""

from __future__ import annotations

import msgspec

from sitegen.model import Note
from sitegen.notes.excerpts import Ground
from sitegen.notes.folding import fold, weight
from sitegen.notes.likeness import kept_share, places_of, similarity

# A side of the context speaks if it has this many letters, or reaches the border of the text.
LEAST_SIDE = 16
# So many letters of a side, right beside the quote, speak like all of it; but a side that is longer
# than usual was written so because its beginning stands elsewhere too, and speaks only as a whole.
BESIDE = 32
USUAL_SIDE = 64
# So many letters beside a common word are often the same.
ACCIDENT = 8
LEAST_KEPT = 0.5
# How far a side may be from the quote by what was put between them.
FARTHEST = 400
MOST_SIDES = 50


class Needle(msgspec.Struct, frozen=True):
    """A selector in one spelling; `is_ours` says that it was written so that no twin could be taken for its passage."""

    prefix: str
    quote: str
    suffix: str
    is_ours: bool = False

    @property
    def whole(self) -> str:
        return self.prefix + self.quote + self.suffix

    @property
    def has_full_context(self) -> bool:
        return min(weight(self.prefix), weight(self.suffix)) >= LEAST_SIDE


class Place(msgspec.Struct, frozen=True):
    """A range of the ground; how like the quote it is, and how like the whole selector with what is around it.

    `runs` are how many letters of prefix and suffix stand right beside it.
    """

    start: int
    end: int
    quote_score: float
    score: float
    supported: bool
    runs: tuple[int, int]

    def outdoes(self, other: Place) -> bool:
        """Whether either side of the context goes on for longer here than at another place, by no accident."""
        return any(run > max(than, ACCIDENT) for run, than in zip(self.runs, other.runs, strict=True))


def needle_of(prefix: str, quote: str, suffix: str) -> Needle:
    """A selector in one spelling, folded as a whole: spaces at the seams belong together."""
    whole = fold(prefix + quote + suffix)
    start, end = whole.forth(len(prefix)), whole.forth(len(prefix) + len(quote))
    before, words, after = whole.shape[:start], whole.shape[start:end], whole.shape[end:]
    # At the selector's own borders it can't be told which spaces the text would keep.
    if not before:
        words = words.lstrip(" ")
    if not after:
        words = words.rstrip(" ")
    return Needle(before.lstrip(" "), words, after.rstrip(" "))


def needle_for(note: Note) -> Needle:
    """A note's selector in one spelling.

    It is ours if it has an offset and as much context as ours have; at a text's beginning or end one side is shorter.
    """
    is_ours = note.start >= 0 and max(len(note.prefix), len(note.suffix)) >= USUAL_SIDE
    return msgspec.structs.replace(needle_of(note.prefix, note.quote, note.suffix), is_ours=is_ours)


def was_cut_out(needle: Needle, ground: Ground) -> bool:
    """Whether what stood before and after the quote now adjoins: the passage was taken from between them."""
    before, after = needle.prefix[-LEAST_SIDE * 2 :], needle.suffix[: LEAST_SIDE * 2]
    if min(weight(before), weight(after)) < LEAST_SIDE // 2:
        return False
    seams = {before + after, f"{before.rstrip()} {after.lstrip()}", before.rstrip() + after.lstrip()}
    return any(seam in ground.shape for seam in seams)


def changed_places(needle: Needle, ground: Ground, least: float) -> list[Place]:
    """Where words like the quote stand between both sides of its context."""
    length = len(needle.quote)
    room = max(int(length * (1 - least)), 1)
    found = []
    for start in _ends_of_prefix(needle, ground):
        for end in _starts_of_suffix(needle, ground, start + length - room, start + length + 2 * room):
            score = similarity(needle.quote, ground.shape[start:end])
            if score >= least:
                found.append(place_at(needle, ground, start, end, score))
    return found


def place_at(needle: Needle, ground: Ground, start: int, end: int, score: float) -> Place:
    """A range whose words are like the quote by a score, and what its surroundings say."""
    shape = ground.shape
    before, after = shape[max(start - FARTHEST, 0) : start], shape[end : end + FARTHEST]
    runs = (_alike(needle.prefix[::-1], before[::-1]), _alike(needle.suffix, after))
    speaks = (
        _speaks(needle.prefix, needle.prefix[len(needle.prefix) - runs[0] :], ground.is_first(start - runs[0])),
        _speaks(needle.suffix, needle.suffix[: runs[1]], ground.is_last(end + runs[1])),
    )
    left = _share(needle.prefix, runs[0], before[::-1], backwards=True)
    right = _share(needle.suffix, runs[1], after)
    if not speaks[0] and not needle.prefix:
        left = 0.0
    if not speaks[1] and not needle.suffix:
        right = 0.0
    enough = any(speaks) and not (joins(shape, start) or joins(shape, end)) if score == 1.0 else all(speaks)
    supported = (enough or all(speaks)) and min(left, right) >= (LEAST_KEPT if needle.is_ours else 1.0)
    return Place(start, end, score, _total(needle, left, score, right), supported, runs)


def _alike(one: str, other: str) -> int:
    """How many letters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (left, right) in pairs if left != right), min(len(one), len(other)))


def _speaks(context: str, run: str, at_border: bool) -> bool:
    """Whether so much of a side of the context stands right beside a place that it speaks for it."""
    whole = len(run) == len(context)
    enough = weight(run) >= BESIDE and len(context) <= USUAL_SIDE
    return enough or (whole and (weight(run) >= LEAST_SIDE or at_border))


def _total(needle: Needle, left: float, score: float, right: float) -> float:
    before, words, after = len(needle.prefix), len(needle.quote), len(needle.suffix)
    return (before * left + words * score + after * right) / (before + words + after)


def joins(text: str, offset: int) -> bool:
    """Whether an offset stands inside a word. Beyond the scripts of Europe words are not divided so."""
    pair = text[offset - 1 : offset + 1] if offset else ""
    return len(pair) == 2 and all(c.isalnum() and c < "\u0590" for c in pair)


def _share(context: str, run: int, near: str, *, backwards: bool = False) -> float:
    """How much of a side of the context is still near a place; all of an empty one, if it stands there."""
    if run == len(context):
        return 1.0
    sought = context[::-1] if backwards else context
    if weight(context) >= LEAST_SIDE and sought in near:
        return 1.0
    # The shorter range fits where a word was edited, the longer where a sentence was put in.
    length = len(context)
    return max(kept_share(sought, near[:room]) for room in (length, length + length // 4, 2 * length + BESIDE))


def _ends_of_prefix(needle: Needle, ground: Ground) -> list[int]:
    if not needle.prefix:
        return [0]
    beside = needle.prefix[-BESIDE:]
    return [at + len(beside) for at in places_of(beside, ground.shape, MOST_SIDES)]


def _starts_of_suffix(needle: Needle, ground: Ground, low: int, high: int) -> list[int]:
    if not needle.suffix:
        end = len(ground.shape)
        return [end] if low <= end <= high else []
    low = max(low, 0)
    beside = needle.suffix[:BESIDE]
    return [low + at for at in places_of(beside, ground.shape[low : high + len(beside)], MOST_SIDES)]
