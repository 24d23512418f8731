"""What becomes of a note after an edit: right, lost or wrong."""

from __future__ import annotations

from sitegen.notes.anchoring import place_note
from sitegen.notes.proposals import proposed
from sitegen.notes.selectors import with_selector
from tests.notes.hypothesis_client import match_quote
from tests.notes.mutations import GONE, Case, Edited

# How much two ranges share, of what they cover together, to be of the same passage.
SAME = 0.7


def our_fate(case: Case) -> str:
    """Right, lost or wrong: what the build makes of a note."""
    placed = place_note(case.note, case.now.text)
    return _fate(case.now, None if placed.state == "orphan" else (placed.start, placed.end))


def mended_fate(case: Case) -> str:
    """Right, lost or wrong: what the build makes of a note after `check --fix` that saw the older text."""
    placed = place_note(case.note, case.now.text)
    if placed.state in ("moved", "orphan"):
        found = proposed(placed, case.now.text, [case.passage.text])
        note = with_selector(case.note, found.selector) if found and found.sure else case.note
        placed = place_note(note, case.now.text)
    return _fate(case.now, None if placed.state == "orphan" else (placed.start, placed.end))


def client_fate(case: Case) -> str:
    """Right, lost or wrong: what the Hypothes.is client makes of it."""
    return _fate(case.now, match_quote(case.now.text, case.note))


def _fate(now: Edited, place: tuple[int, int] | None) -> str:
    if place is None:
        return "right" if now[1:] == GONE else "lost"
    if now[1:] == GONE:
        return "wrong"
    shared = min(place[1], now.end) - max(place[0], now.start)
    covered = max(place[1], now.end) - min(place[0], now.start)
    return "right" if shared / covered >= SAME else "wrong"
