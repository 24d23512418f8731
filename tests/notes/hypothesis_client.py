"""The published quote anchoring of the Hypothes.is client, re-created to compare with.

`match-quote.ts` of github.com/hypothesis/client: exact matches, or else those with the fewest errors
up to half the quote (256 at most); the best by quote, prefix, suffix and position, 50/20/20/2. The
search is Myers's bit-vector algorithm (1999), as in the npm package `approx-string-match`.
"""

from __future__ import annotations

from sitegen.model import Note
from sitegen.notes.likeness import places_of


def match_quote(text: str, note: Note) -> tuple[int, int] | None:
    """Where the client would put a note in a text."""
    quote = note.quote
    found = search(text, quote, min(256, len(quote) // 2))
    return max(found, key=lambda match: _score(match, text, note))[:2] if found else None


def search(text: str, pattern: str, most_errors: int) -> list[tuple[int, int, int]]:
    """Start, end and errors of the matches with the fewest errors."""
    if exact := places_of(pattern, text, 10_000):
        return [(at, at + len(pattern), 0) for at in exact]
    ends = closest_ends(text, pattern, most_errors)
    return [(_start_of(text, pattern, end, errors), end, errors) for end, errors in ends]


def closest_ends(text: str, pattern: str, most_errors: int) -> list[tuple[int, int]]:
    """Ends of the parts of a text with the fewest errors, and these."""
    length = len(pattern)
    masks: dict[str, int] = {}
    for number, character in enumerate(pattern):
        masks[character] = masks.get(character, 0) | 1 << number
    every, last = (1 << length) - 1, 1 << (length - 1)
    plus, minus, errors = every, 0, length
    best, ends = most_errors, []
    for at, character in enumerate(text):
        equal = masks.get(character, 0)
        vertical = equal | minus
        horizontal = (((equal & plus) + plus) ^ plus) | equal
        up = minus | (every & ~(horizontal | plus))
        down = plus & horizontal
        errors += bool(up & last) - bool(down & last)
        up, down = up << 1 & every, down << 1 & every
        plus = down | (every & ~(vertical | up))
        minus = up & vertical
        if errors < best:
            best, ends = errors, []
        if errors == best:
            ends.append((at + 1, errors))
    return ends


def _start_of(text: str, pattern: str, end: int, errors: int) -> int:
    low = max(end - len(pattern) - errors, 0)
    backwards = closest_ends(text[low:end][::-1], pattern[::-1], errors)
    return end - max((length for length, found in backwards if found == errors), default=end - low)


def _score(match: tuple[int, int, int], text: str, note: Note) -> float:
    start, end, errors = match
    quote = 1 - errors / len(note.quote)
    prefix = _likeness(text[max(start - len(note.prefix), 0) : start], note.prefix) if note.prefix else 1.0
    suffix = _likeness(text[end : end + len(note.suffix)], note.suffix) if note.suffix else 1.0
    position = 1 - abs(start - note.start) / len(text) if note.start >= 0 else 1.0
    return (50 * quote + 20 * prefix + 20 * suffix + 2 * position) / 92


def _likeness(text: str, context: str) -> float:
    if not text:
        return 0.0
    found = search(text, context, len(context))
    return 1 - found[0][2] / len(context) if found else 0.0
