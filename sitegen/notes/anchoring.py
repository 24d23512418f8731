"""Notes to their passages: exact, moved, applied or orphan, from the note and the text alone.

The selectors are those of the W3C Web Annotation Data Model: a TextQuoteSelector (quote, prefix,
suffix), with a position as a mere hint among equals. A note never goes to a look-alike: a moved
passage needs a score of at least 0.85 that is at least 0.10 ahead of the next.
"""

from __future__ import annotations

from typing import Literal

from sitegen.model import Note, PlacedNote

LOWEST_SCORE = 0.85
LEAST_LEAD = 0.10
MOST_HITS = 200
# Below this length a quote is too common to be sought for by likeness.
SHORTEST_MOVED = 12

_SPACES = {ord(c): " " for c in "\n\t\u00a0\u202f\u2009\u2007"}


def place_note(note: Note, text: str) -> PlacedNote:
    """What becomes of a note in a plain text."""
    if note.target != "passage":
        return PlacedNote(note, "whole")
    if not note.quote.strip():
        return PlacedNote(note, "orphan", reason="it has no quote")
    hits = _find_all(note.quote, text)
    in_context = [at for at in hits if _context_fits(note, text, at)]
    if len(in_context) == 1:
        return _placed(note, "exact", in_context[0], in_context[0] + len(note.quote))
    if len(in_context) > 1:
        if note.start in in_context:
            return _placed(note, "exact", note.start, note.start + len(note.quote))
        count = f"{len(in_context)}{'+' if len(hits) == MOST_HITS else ''}"
        return PlacedNote(note, "orphan", reason=f"its quote stands at {count} places alike")
    applied = _applied(note, text)
    if applied is not None:
        return applied
    return _moved(note, text, hits)


def _placed(
    note: Note, state: Literal["exact", "moved", "applied"], start: int, end: int, score: float = 1.0
) -> PlacedNote:
    return PlacedNote(note, state, start, end, -1, round(score, 3))


def was_start(placed: PlacedNote, text: str) -> int:
    """Where the words that a correction corrects stand in the text, or -1."""
    note = placed.note
    if not note.was or not note.now or placed.state not in ("exact", "moved"):
        return -1
    return text.find(note.was, placed.start, placed.end)


def _find_all(quote: str, text: str) -> list[int]:
    hits: list[int] = []
    at = text.find(quote)
    while at >= 0 and len(hits) < MOST_HITS:
        hits.append(at)
        at = text.find(quote, at + 1)
    return hits


def _context_fits(note: Note, text: str, at: int) -> bool:
    before = text.endswith(note.prefix, 0, at)
    return before and text.startswith(note.suffix, at + len(note.quote))


def _applied(note: Note, text: str) -> PlacedNote | None:
    if not note.was or not note.now or note.was not in note.quote:
        return None
    mended = note.quote.replace(note.was, note.now, 1)
    hits = list(_find_all(note.prefix + mended + note.suffix, text))
    if len(hits) != 1:
        return None
    start = hits[0] + len(note.prefix)
    return _placed(note, "applied", start, start + len(mended))


def _moved(note: Note, text: str, hits: list[int]) -> PlacedNote:
    # Loading rapidfuzz costs a tenth of a second, and few builds have a note that lost its place.
    from rapidfuzz import fuzz
    from rapidfuzz.distance import Levenshtein

    quote = note.quote.translate(_SPACES)
    plain = text.translate(_SPACES)
    if len(quote) < SHORTEST_MOVED:
        reason = "its quote stands elsewhere, in another context" if hits else "its quote is not in the text"
        return PlacedNote(note, "orphan", reason=reason)
    best = fuzz.partial_ratio_alignment(quote, plain)
    if best is None or best.dest_end <= best.dest_start:
        return PlacedNote(note, "orphan", reason="its quote is not in the text")
    start, end = _grown(quote, plain, best.dest_start, best.dest_end)
    score = Levenshtein.normalized_similarity(quote, plain[start:end])
    rest = plain[:start] + "\0" * (end - start) + plain[end:]
    second = fuzz.partial_ratio(quote, rest) / 100
    if score >= LOWEST_SCORE and score - second >= LEAST_LEAD:
        return _placed(note, "moved", start, end, score)
    near = text[start:end].replace("\n", " ")
    shown = near if len(near) <= 80 else near[:79] + "…"
    return PlacedNote(note, "orphan", score=round(score, 3), reason=f"nearest, at {score:.2f}: “{shown}”")


def _grown(quote: str, text: str, start: int, end: int) -> tuple[int, int]:
    """The range of a text that fits a quote best, near one of the quote's own length."""
    from rapidfuzz.distance import Levenshtein

    spare = max(len(quote) // 4, 8)
    low, high = max(start - spare, 0), min(end + spare, len(text))
    codes = [c for c in Levenshtein.opcodes(quote, text[low:high]) if c.tag in ("equal", "replace")]
    if not codes:
        return start, end
    grown = low + codes[0].dest_start, low + codes[-1].dest_end
    candidates = ((start, end), grown)
    return max(candidates, key=lambda r: Levenshtein.normalized_similarity(quote, text[r[0] : r[1]]))
