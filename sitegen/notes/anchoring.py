"""Notes to their passages: exact, moved, applied or orphan, from the note and the text alone.

The selectors are those of the W3C Web Annotation Data Model: a TextQuoteSelector (quote, prefix,
suffix), with a position that never decides alone. A note never goes to a look-alike: words like the
quote are its passage only where what stands around them speaks for it.
"""

from __future__ import annotations

from typing import Literal

from sitegen.model import Note, PlacedNote
from sitegen.notes.evidence import Needle, Place, changed_places, joins, needle_for, needle_of, place_at, was_cut_out
from sitegen.notes.excerpts import Ground, ground_of
from sitegen.notes.folding import fold, splits_character
from sitegen.notes.likeness import Likeness, most_like, places_of
from sitegen.notes.paragraphs import moved_whole, own_places

LOWEST_SCORE = 0.85
LEAST_LEAD = 0.10
MOST_HITS = 200
# A place less like the quote is no help to who looks for it.
LEAST_SHOWN = 0.5
# Beyond this length a quote that was edited costs more to find than its editor to quote anew.
LONGEST_MOVED = 20_000
# Below this length it takes less to see that a quote stands once than to weigh its context.
LONG_TO_SCAN = 300_000
# What must stand around the new words of a correction, in letters, for them to be the correction's.
LEAST_AROUND = 8


def place_note(note: Note, text: str) -> PlacedNote:
    """What becomes of a note in a plain text."""
    if note.target != "passage":
        return PlacedNote(note, "whole")
    if not note.quote.strip():
        return PlacedNote(note, "orphan", reason="it has no quote")
    return _verbatim(note, text) or _placed_by_likeness(note, text)


def has_lookalike(note: Note, text: str) -> bool:
    """Whether a place of a text could be taken for a note's passage, were there no other like it."""
    needle = needle_for(note)
    ground = ground_of(text, note)
    places = _places(needle, ground, places_of(needle.quote, ground.shape, MOST_HITS))
    return any(place.supported and place.score >= LOWEST_SCORE for place in places) or bool(own_places(note, ground))


def was_range(placed: PlacedNote, text: str) -> tuple[int, int]:
    """Where the words that a correction corrects stand in the text, or (-1, -1)."""
    note = placed.note
    if not note.was or not note.now or placed.state not in ("exact", "moved"):
        return -1, -1
    passage = fold(text[placed.start : placed.end])
    was, now = fold(note.was).shape.strip(), fold(note.now).shape.strip()
    at = passage.shape.find(was)
    if at < 0 or not was or (was in now and now in passage.shape):
        return -1, -1
    start, end = passage.back(at, at + len(was))
    start, end = placed.start + start, placed.start + end
    return (-1, -1) if _is_torn(text, start, end) else (start, end)


def _verbatim(note: Note, text: str) -> PlacedNote | None:
    """A note whose quote stands in its context, letter for letter, once."""
    whole = note.prefix + note.quote + note.suffix
    at = note.start - len(note.prefix)
    # Of places alike with a full context it is that where it always stood: no other need be looked for.
    known = len(text) >= LONG_TO_SCAN and at >= 0 and text.startswith(whole, at) and _has_full_context(note)
    if not known:
        at = text.find(whole)
        if at < 0 or text.find(whole, at + 1) >= 0:
            return None
    start = at + len(note.prefix)
    return _exact(note, text, start, start + len(note.quote))


def _has_full_context(note: Note) -> bool:
    return needle_for(note).has_full_context


def _exact(note: Note, text: str, start: int, end: int) -> PlacedNote | None:
    if _is_torn(text, start, end) or _is_in_word(note, text, start, end):
        return None
    if note.was and note.was in note.now:
        grown = _grown(note, text, start)
        if grown:
            return PlacedNote(note, "applied", *grown)
    return PlacedNote(note, "exact", start, end)


def _grown(note: Note, text: str, start: int) -> tuple[int, int] | None:
    """The range of a quote whose correction, which holds the old words, stands in the text already."""
    if note.was not in note.quote:
        return None
    before, _, after = note.now.partition(note.was)
    at = start + note.quote.find(note.was)
    stands = text.endswith(before, 0, at) and text.startswith(after, at + len(note.was))
    if not stands:
        return None
    low = min(start, at - len(before))
    high = max(start + len(note.quote), at + len(note.was) + len(after))
    return None if _is_torn(text, low, high) else (low, high)


def _is_torn(text: str, start: int, end: int) -> bool:
    return splits_character(text, start) or splits_character(text, end)


def _is_in_word(note: Note, text: str, start: int, end: int) -> bool:
    """Whether a quote stands inside a longer word, and nothing around it says that it should."""
    return (not note.prefix and joins(text, start)) or (not note.suffix and joins(text, end))


def _placed_by_likeness(note: Note, text: str) -> PlacedNote:
    """A note whose quote is not there to the letter: in another spelling, corrected, edited, or lost."""
    needle = needle_for(note)
    if not needle.quote:
        return PlacedNote(note, "orphan", reason="it has no quote")
    ground = ground_of(text, note)
    hits = [at + len(needle.prefix) for at in places_of(needle.whole, ground.shape, MOST_HITS)]
    ranges = [ground.back(at, at + len(needle.quote)) for at in hits]
    exact = [one for one in (_exact(note, text, start, end) for start, end in ranges) if one]
    if len(exact) == 1 and len(hits) < MOST_HITS:
        return exact[0]
    if len(exact) > 1:
        return _among_equals(note, needle, exact, len(hits) == MOST_HITS)
    return _applied(note, text, ground) or _moved(note, needle, text, ground)


def _among_equals(note: Note, needle: Needle, exact: list[PlacedNote], more: bool) -> PlacedNote:
    """One of several places alike in quote and context: that where it always stood, if the context is full."""
    same = [placed for placed in exact if placed.start == note.start]
    if same and needle.has_full_context:
        return same[0]
    count = f"{len(exact)}{'+' if more else ''}"
    return PlacedNote(note, "orphan", reason=f"its quote stands at {count} places alike")


def _applied(note: Note, text: str, ground: Ground) -> PlacedNote | None:
    if not note.was or not note.now or note.was not in note.quote:
        return None
    needle = needle_of(note.prefix, note.quote.replace(note.was, note.now, 1), note.suffix)
    around = len(needle.whole) - len(fold(note.now).shape.strip())
    hits = places_of(needle.whole, ground.shape, 2)
    if len(hits) != 1 or around < LEAST_AROUND:
        return None
    start = hits[0] + len(needle.prefix)
    return _checked(note, text, ground, "applied", start, start + len(needle.quote), 1.0)


def _moved(note: Note, needle: Needle, text: str, ground: Ground) -> PlacedNote:
    if len(needle.quote) > LONGEST_MOVED:
        return PlacedNote(note, "orphan", reason="its quote is not in the text, and too long to seek by likeness")
    elsewhere = places_of(needle.quote, ground.shape, MOST_HITS)
    if len(elsewhere) == MOST_HITS:
        return PlacedNote(note, "orphan", reason=f"its quote stands at {MOST_HITS}+ places, none in its context")
    found = _found(note, needle, text, ground, elsewhere)
    placed = _checked(note, text, ground, "moved", *found) if found else None
    if placed:
        return placed
    if elsewhere:
        return PlacedNote(note, "orphan", reason="its quote stands elsewhere, in another context")
    return _lost(note, needle, text, ground)


def _found(
    note: Note, needle: Needle, text: str, ground: Ground, elsewhere: list[int]
) -> tuple[int, int, float] | None:
    """The range that a quote has moved to, and how like it that is."""
    places = [] if was_cut_out(needle, ground) else _places(needle, ground, elsewhere)
    if any(place.supported for place in places):
        best = _best(needle, ground, places)
        return (best.start, best.end, min(best.score, best.quote_score)) if best else None
    whole = moved_whole(note, text, ground) if elsewhere else None
    return (*whole, 1.0) if whole else None


def _places(needle: Needle, ground: Ground, elsewhere: list[int]) -> list[Place]:
    """Where the quote stands in another context, and where words like it stand in its own."""
    same = [place_at(needle, ground, at, at + len(needle.quote), 1.0) for at in elsewhere]
    return same + changed_places(needle, ground, LOWEST_SCORE)


def _best(needle: Needle, ground: Ground, places: list[Place]) -> Place | None:
    """The place that its context supports, if it is like enough and far enough ahead of the next."""
    supported = [place for place in places if place.supported and place.score >= LOWEST_SCORE]
    if not supported:
        return None
    best = max(supported, key=lambda place: (place.score, -place.start))
    rivals = [place for place in places if place.end <= best.start or place.start >= best.end]
    twin = most_like(needle.quote, ground.shape, (best.start, best.end))
    if twin and best.quote_score < 1.0 and twin.score > best.quote_score - LEAST_LEAD:
        return None
    if twin and twin.score >= LOWEST_SCORE:
        # What is not the quote to the letter may be the passage itself, edited, and this its copy.
        rivals.append(place_at(needle, ground, twin.start, twin.end, twin.score))
    leads = all(best.score - rival.score >= LEAST_LEAD and not rival.outdoes(best) for rival in rivals)
    return best if leads else None


def _checked(
    note: Note, text: str, ground: Ground, state: Literal["moved", "applied"], start: int, end: int, score: float
) -> PlacedNote | None:
    """A note at a range of the ground, unless that is inside a character."""
    begin, stop = ground.back(start, end)
    grown = _grown(note, text, begin) if state == "moved" and note.was and note.was in note.now else None
    if grown:
        state, (begin, stop) = "applied", grown
    return None if _is_torn(text, begin, stop) else PlacedNote(note, state, begin, stop, score=round(score, 3))


def _lost(note: Note, needle: Needle, text: str, ground: Ground) -> PlacedNote:
    nearest = _nearest(needle, ground)
    if nearest is None:
        return PlacedNote(note, "orphan", reason="its quote is not in the text")
    start, end = ground.back(nearest.start, nearest.end)
    near = " ".join(text[start:end].split())
    shown = near if len(near) <= 80 else near[:79] + "…"
    score = round(nearest.score, 3)
    return PlacedNote(note, "orphan", score=score, reason=f"nearest, at {score:.2f}: “{shown}”")


def nearest_place(note: Note, text: str) -> tuple[int, int] | None:
    """The range of a text most like an orphan's quote, for its editor to look at; None if none is like it."""
    needle = needle_for(note)
    ground = ground_of(text, note)
    nearest = _nearest(needle, ground) if 0 < len(needle.quote) <= LONGEST_MOVED else None
    return ground.back(nearest.start, nearest.end) if nearest else None


def _nearest(needle: Needle, ground: Ground) -> Likeness | None:
    nearest = most_like(needle.quote, ground.shape)
    return nearest if nearest and nearest.score >= LEAST_SHOWN else None
