"""Selectors written so that their place is unique, and stays so when the text around it changes.

The context of a quote is at first as long as the W3C Web Annotation clients write it. It grows until
the quote stands in it once and until no twin would be taken for it if its passage were deleted.
"""

from __future__ import annotations

import msgspec

from sitegen.model import Note
from sitegen.notes.anchoring import has_lookalike, place_note
from sitegen.notes.folding import splits_character

SIDES = (64, 128, 256, 512, 1024)
_NOTE = Note(id="n", kind="context", body="")


class Selector(msgspec.Struct, frozen=True):
    """A quote with as much of the text around it as makes its place unique, and its offset."""

    quote: str
    prefix: str
    suffix: str
    start: int


def selector_at(text: str, start: int, end: int) -> Selector:
    """The selector of a range of a plain text, not empty. Half characters at its borders are made whole."""
    while splits_character(text, start):
        start -= 1
    while splits_character(text, end):
        end += 1
    for side in SIDES:
        selector = _with_context(text, start, end, side)
        if _is_safe(selector, text, end):
            return selector
        if side >= start and side >= len(text) - end:
            break
    return next((s for side in SIDES if _is_found(s := _with_context(text, start, end, side), text)), selector)


def with_selector(note: Note, selector: Selector) -> Note:
    """A note with another selector."""
    return msgspec.structs.replace(
        note, quote=selector.quote, prefix=selector.prefix, suffix=selector.suffix, start=selector.start
    )


def _with_context(text: str, start: int, end: int, side: int) -> Selector:
    low, high = max(start - side, 0), min(end + side, len(text))
    while splits_character(text, low):
        low -= 1
    while splits_character(text, high):
        high += 1
    return Selector(text[start:end], text[low:start], text[end:high], start)


def _is_found(selector: Selector, text: str) -> bool:
    """Whether a quote is found where it was taken from, by its context alone."""
    placed = place_note(_bare_note(selector), text)
    return placed.state == "exact" and placed.start == selector.start


def _is_safe(selector: Selector, text: str, end: int) -> bool:
    """Whether a quote is found, and would be lost if it, its sentence or its paragraphs were deleted, or it was rewritten."""
    if not _is_found(selector, text):
        return False
    note, bare = with_selector(_NOTE, selector), _bare_note(selector)
    cuts = [(selector.start, end), *_surroundings(text, selector.start, end)]
    without = [text[:low] + text[high:] for low, high in cuts]
    # Other words in its place, which do not adjoin what a deletion would.
    without.append(f"{text[: selector.start]}\ufffd{text[end:]}")
    # Of several twins all but one may be edited some day.
    return all(place_note(bare, changed).state == "orphan" and not has_lookalike(note, changed) for changed in without)


def _bare_note(selector: Selector) -> Note:
    return with_selector(_NOTE, msgspec.structs.replace(selector, start=-1))


def _surroundings(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The ranges of the sentences and of the paragraphs that a passage stands in."""
    found = []
    for borders in ((". ", "。", "\n\n"), ("\n\n",)):
        before = [at + len(border) for border in borders if (at := text.rfind(border, 0, start)) >= 0]
        after = [at + len(border) for border in borders if (at := text.find(border, max(end - 1, start))) >= 0]
        found.append((max(before, default=0), min(after, default=len(text))))
    return found
