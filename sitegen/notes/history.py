"""A passage of an older text in a newer one, where there is no doubt about it.

Words are followed by what stands once in either text. Between two such matches in order, letters are
aligned. The way back has to lead to where it began, or a twin could have been taken.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

import msgspec

from sitegen.notes.evidence import joins
from sitegen.notes.folding import Folded, fold, weight
from sitegen.notes.likeness import most_like, similarity
from sitegen.notes.matches import LEAST_MATCH, Match, matches_in

# So many letters before a comma or behind a stop are often the same.
ACCIDENT = 4
# So much before and behind a passage is followed with it.
AROUND = 400
# Letters that stand between two matches and may be aligned; more of the new than of the old by so many.
LONGEST_GAP = 4000
MOST_PUT_IN = 400
# So much beside a passage, and an edit is far enough away.
WELL_BESIDE = 32
# So much around a passage tells whether it was copied, and how like it a copy is.
BESIDE = 64
LEAST_COPY = 0.8
# How like its old words a passage is that was edited; a short one keeps its figures besides.
LEAST_KEPT = 0.7
SHORT = 40


class _Side(msgspec.Struct, frozen=True):
    """A text in one spelling, and the offsets at which its paragraphs begin, in order."""

    shape: str
    borders: tuple[int, ...]


def carried(old: str, start: int, end: int, new: str) -> tuple[int, int] | None:
    """Where a passage of an older text stands in a newer one, or None if that is not certain."""
    one, other = fold(old), fold(new)
    low, high = one.forth(start), one.forth(end)
    words = one.shape[low:high]
    low, high = low + len(words) - len(words.lstrip()), high - len(words) + len(words.rstrip())
    if low >= high:
        return None
    before, after = _side(old, one), _side(new, other)
    place = _followed(before, low, high, after)
    # The way back is the same, but for copies: of a twin that has gone there is no question.
    if place is None or _followed(after, *place, before, copies=False) != (low, high):
        return None
    return other.back(*place)


def _side(text: str, folded: Folded) -> _Side:
    borders = [folded.forth(found.end()) for found in re.finditer("\n\n+", text)]
    return _Side(folded.shape, (0, *borders, len(folded.shape)))


def _followed(one: _Side, low: int, high: int, other: _Side, *, copies: bool = True) -> tuple[int, int] | None:
    """A range of one text in the other, as the matches around it lead."""
    matches = matches_in(one.shape, max(low - AROUND, 0), min(high + AROUND, len(one.shape)), other.shape)
    holding = [match for match in matches if match.holds(low, high)]
    if holding:
        return _verbatim(one, low, high, other, matches, holding[0], copies=copies)
    return _edited(one.shape, low, high, other.shape, matches)


def _verbatim(
    one: _Side, low: int, high: int, other: _Side, matches: list[Match], match: Match, *, copies: bool
) -> tuple[int, int] | None:
    """Where a passage stands to the letter."""
    in_order = _in_order(one, other.shape, matches, match)
    if _is_claimed(matches, match, low, high) or not _is_backed(one, match, low, high, in_order):
        return None
    if copies and not all(in_order) and _has_new_copy(one.shape, low, high, other.shape, match):
        return None
    return match.new + low - match.old, match.new + high - match.old


def _edited(old: str, low: int, high: int, new: str, matches: list[Match]) -> tuple[int, int] | None:
    """Where a passage stands that was edited, or begins or ends between two matches."""
    begin, stop = _border(old, new, matches, low, is_start=True), _border(old, new, matches, high, is_start=False)
    if begin is None or stop is None or begin >= stop:
        return None
    now = new[begin:stop]
    if weight(now) >= LEAST_MATCH and now in old:
        # What stood elsewhere has taken its place.
        return None
    if not _is_kept(old[low:high], now) or _is_of_another(old, low, high, new, begin, stop):
        return None
    return begin, stop


def _is_of_another(old: str, low: int, high: int, new: str, begin: int, stop: int) -> bool:
    """Whether the words at a place, and those around it, are more like what stood elsewhere in the old text."""
    now = new[max(begin - BESIDE, 0) : stop + BESIDE]
    first, last = max(low - BESIDE, 0), high + BESIDE
    own = similarity(old[first:last], now)
    elsewhere = most_like(now, old, (first, last)) if own < 1.0 else None
    return elsewhere is not None and elsewhere.score >= own


def _is_claimed(matches: list[Match], match: Match, low: int, high: int) -> bool:
    """Whether much of a passage is in another match too."""
    size = high - low
    most = max(size // 3, min(size // 2, ACCIDENT))
    return any(other.shared(low, high) > most for other in matches if other is not match)


def _is_backed(one: _Side, match: Match, low: int, high: int, in_order: tuple[bool, bool]) -> bool:
    """Whether on either side of a passage its match goes on, reaches a paragraph's border, or is followed by the next.

    A match that ends where the passage does may be of the end of a twin.
    """
    before, behind = one.shape[match.old : low], one.shape[high : match.old_end]
    starts = in_order[0] or weight(before) >= WELL_BESIDE or _is_at_border(one, match.old)
    return starts and (in_order[1] or weight(behind) >= WELL_BESIDE or _is_at_border(one, match.old_end))


def _in_order(one: _Side, new: str, matches: list[Match], match: Match) -> tuple[bool, bool]:
    """Whether what comes before a match in the old text, and what comes behind it, do so in the new."""
    before = [found for found in matches if found.old_end <= match.old + ACCIDENT]
    behind = [found for found in matches if found.old >= match.old_end - ACCIDENT]
    return (
        _follows(one, before[-1], match) if before else _is_little(one.shape[: match.old], new[: match.new]),
        _follows(one, match, behind[0]) if behind else _is_little(one.shape[match.old_end :], new[match.new_end :]),
    )


def _is_at_border(one: _Side, offset: int) -> bool:
    at = bisect_left(one.borders, offset - ACCIDENT)
    return at < len(one.borders) and one.borders[at] <= offset + ACCIDENT


def _is_little(old: str, new: str) -> bool:
    """Whether what stands between a match and the border of either text is a small edit."""
    least, most = sorted((len(old), len(new)))
    if least <= ACCIDENT or most <= WELL_BESIDE:
        return True
    return most <= LONGEST_GAP and similarity(old, new) >= LEAST_COPY


def _follows(one: _Side, first: Match, second: Match) -> bool:
    """Whether one match follows the other in the new text as it does in the old, with little put between them.

    If the border of two paragraphs was taken out, what follows may be the end of another paragraph.
    """
    at = bisect_right(one.borders, first.old_end + ACCIDENT)
    between = second.new - first.new_end
    if at < len(one.borders) and one.borders[at] < second.old - ACCIDENT:
        return False
    return -ACCIDENT <= between <= second.old - first.old_end + MOST_PUT_IN


def _has_new_copy(old: str, low: int, high: int, new: str, match: Match) -> bool:
    """Whether words like a passage and what is around it stand elsewhere in the new text, and did not in the old.

    The passage may be one of them, edited, and what is like it to the letter its copy.
    """
    low, high = max(match.old, low - BESIDE), min(match.old + match.size, high + BESIDE)
    words, shift = old[low:high], match.new - match.old
    copy = most_like(words, new, (low + shift, high + shift))
    if copy is None or copy.score < LEAST_COPY:
        return False
    before = most_like(words, old, (low, high))
    return before is None or before.score < copy.score


def _is_kept(words: str, now: str) -> bool:
    """Whether edited words are still the same: another year or sum is another statement."""
    if len(words) < SHORT and re.findall(r"\d+", words) != re.findall(r"\d+", now):
        return False
    return similarity(words, now) >= LEAST_KEPT


def _border(old: str, new: str, matches: list[Match], offset: int, *, is_start: bool) -> int | None:
    """Where the first or last letter of a passage has gone, as an offset between letters; None if two places claim it."""
    inside = offset if is_start else offset - 1
    holding = [match for match in matches if match.holds(inside, inside + 1)]
    if holding:
        return holding[0].new + offset - holding[0].old if len(holding) == 1 else None
    before = [match for match in matches if match.old + match.size <= inside]
    behind = [match for match in matches if match.old > inside]
    if not matches:
        return None
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
