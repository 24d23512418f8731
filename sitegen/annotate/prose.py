"""What of a document's text is prose to find terms in, and in which language each passage is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sitegen.glossary.folding import Folded
from sitegen.markup import Flat

# No part may run on without end before what decides: every character of a long word would be tried so far.
_NEVER = re.compile(
    r"(?:(?<!\w)[a-z]{2,9}://|www\.)\S+|(?<![\w-])[\w-]{1,63}(?:\.[a-z]{2,24}){1,4}/\S*|[\w.+-]{1,64}@[\w-]{1,255}\.[\w.]+"
    r"|(?<!\w)[#@]\w+|(?<!\w)(?:/[\w.-]+){2,}|(?<!\w)[A-Za-z]:\\\S+"
)
_NEVER_HINTS = ("/", "@", "#", "www.", ":\\")


def comparable(flat: Flat) -> str:
    """The text with raised and lowered characters replaced: they belong to no word beside them."""
    raised = sorted((zone.start, zone.end) for zone in flat.zones if zone.kind == "raised")
    if not raised:
        return flat.text
    pieces = []
    at = 0
    for start, end in raised:
        # They may be in one another.
        pieces += [flat.text[at:start], "\ufffc" * (end - max(start, at))]
        at = max(end, at)
    return "".join([*pieces, flat.text[at:]])


def passages(flat: Flat, folded: Folded) -> list[tuple[int, int, str]]:
    """The passages that are marked with a language, by folded offsets; the inner one counts."""
    inner: list[tuple[int, int, str]] = []
    # An element's zone comes after those of the elements in it.
    for zone in flat.zones:
        if zone.kind == "language" and zone.value:
            start, end = folded.forth(zone.start), folded.forth(zone.end)
            inner += [(a, b, zone.value) for a, b in _without(start, end, inner)]
    return sorted(inner)


def _without(start: int, end: int, taken: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int]]:
    for first, stop, _ in sorted(taken):
        if stop <= start or first >= end:
            continue
        if first > start:
            yield start, first
        start = max(start, stop)
    if start < end:
        yield start, end


def never(text: str) -> list[tuple[int, int]]:
    """Addresses, mail addresses, handles and paths: not prose, so nothing is linked in them."""
    if any(hint in text for hint in _NEVER_HINTS):
        return [m.span() for m in _NEVER.finditer(text)]
    return []
