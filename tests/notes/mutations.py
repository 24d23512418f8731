"""Edits of a text under a note, each knowing what became of the note's passage."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

import msgspec

from sitegen.model import Note
from sitegen.notes.selectors import Selector, selector_at, with_selector
from tests.notes.passages import Passage, word_ranges

NEAR = 30
FRESH = {
    "en": ("quietly", "A new sentence that nobody had written before."),
    "fr": ("doucement", "Une phrase nouvelle que personne n’avait écrite."),
    "de": ("leise", "Ein neuer Satz, den noch niemand geschrieben hatte."),
    "es": ("despacio", "Una frase nueva que nadie había escrito antes."),
    "ja": ("静か", "誰も書いたことのない新しい文です。"),
    "zh": ("悄悄", "这是以前没有人写过的新句子。"),
}
GONE = (-1, -1)


class Edited(NamedTuple):
    """A text after an edit, and where the passage is now, or GONE."""

    text: str
    start: int
    end: int


class Case(NamedTuple):
    """A note on a passage, and the text after an edit."""

    passage: Passage
    edit: str
    note: Note
    now: Edited


def cases(passages: list[Passage], *, side: int | None = None) -> list[Case]:
    """Every edit of every passage that it can be made on; `side` gives every selector a context of that length."""
    found = []
    for number, passage in enumerate(passages):
        selector = selector_of(passage, side)
        for edit, change in EDITS.items():
            chance = random.Random(f"{number} {edit}")
            note = with_selector(Note(id="n", kind="correction", body=""), selector)
            if edit.startswith("corrected"):
                note = _correction(note, passage, chance)
            edited = change(passage, note, chance)
            if edited is not None:
                found.append(Case(passage, edit, note, edited))
    return found


def selector_of(passage: Passage, side: int | None) -> Selector:
    """The selector that the tool writes for a passage, or one as others write them: without offsets that are ours, with
    a context of a length, and longer only to be unique."""
    text, start, end = passage.text, passage.start, passage.end
    if side is None:
        return selector_at(text, start, end)
    while True:
        low, high = max(start - side, 0), end + side
        if text.find(text[low:high], low + 1) < 0 and text.find(text[low:high]) == low:
            return Selector(text[start:end], text[low:start], text[end:high], -1)
        side *= 2


def _replaced(text: str, start: int, end: int, low: int, high: int, new: str) -> Edited:
    """A text with a range replaced that does not cross the border of the passage, or is all inside it."""
    shift = len(new) - (high - low)
    edited = text[:low] + new + text[high:]
    if high <= start:
        return Edited(edited, start + shift, end + shift)
    return Edited(edited, start, end + shift if high <= end else end)


def _word_edit(passage: Passage, low: int, high: int, chance: random.Random) -> Edited | None:
    """A word between two offsets taken out, put in or replaced."""
    words = word_ranges(passage.text, low, high)
    if not words:
        return None
    start, end = chance.choice(words)
    fresh = FRESH.get(passage.language, FRESH["en"])[0]
    space = "" if passage.text[start] > "\u2fff" else " "
    new = chance.choice(("", fresh, fresh + space + passage.text[start:end]))
    # Words put in at the passage's own border are in it or not as one likes.
    if new and passage.start in (start, end):
        new = fresh
    return _replaced(passage.text, passage.start, passage.end, start, end, new)


def before_near(p: Passage, note: Note, chance: random.Random) -> Edited | None:
    return _word_edit(p, max(p.start - NEAR, 0), p.start, chance)


def after_near(p: Passage, note: Note, chance: random.Random) -> Edited | None:
    return _word_edit(p, p.end, min(p.end + NEAR, len(p.text)), chance)


def before_far(p: Passage, note: Note, chance: random.Random) -> Edited | None:
    return _word_edit(p, 0, max(p.start - 100, 0), chance)


def after_far(p: Passage, note: Note, chance: random.Random) -> Edited | None:
    return _word_edit(p, min(p.end + 100, len(p.text)), len(p.text), chance)


def inside_letter(p: Passage, note: Note, chance: random.Random) -> Edited | None:
    at = chance.choice([n for n in range(p.start, p.end) if p.text[n].isalnum()] or [p.start])
    letter = "x" if p.text[at] < "\u2fff" else "的"
    new = chance.choice(("", letter, letter + p.text[at]) if at > p.start else ("", letter))
    return _replaced(p.text, p.start, p.end, at, at + 1, new)


def inside_word(p: Passage, note: Note, chance: random.Random) -> Edited | None:
    return None if p.length in ("word", "phrase") else _word_edit(p, p.start, p.end, chance)


def sentence_before(p: Passage, note: Note, chance: random.Random) -> Edited | None:
    low = max(p.text.rfind(end, 0, p.start) + len(end) for end in (". ", "。", "\n\n"))
    new = FRESH.get(p.language, FRESH["en"])[1] + ("" if p.language in ("ja", "zh") else " ")
    return _replaced(p.text, p.start, p.end, low, low, new) if 0 <= low <= p.start else None


def deleted(p: Passage, note: Note, chance: random.Random) -> Edited | None:
    return Edited(p.text[: p.start] + p.text[p.end :], *GONE)


def _block(p: Passage) -> tuple[int, int]:
    low = p.text.rfind("\n\n", 0, p.start + 1)
    high = p.text.find("\n\n", p.end - 1)
    return low + 2 if low >= 0 else 0, high + 2 if high >= 0 else len(p.text)


def deleted_paragraph(p: Passage, note: Note, chance: random.Random) -> Edited | None:
    low, high = _block(p)
    return Edited((p.text[:low] + p.text[high:]).rstrip("\n"), *GONE)


def deleted_sentence(p: Passage, note: Note, chance: random.Random) -> Edited | None:
    low = max(p.text.rfind(end, 0, p.start) + len(end) for end in (". ", "。", "\n\n"))
    ends = [p.text.find(end, p.end - 1) + len(end) for end in (". ", "。", "\n\n") if end in p.text[p.end - 1 :]]
    return Edited(p.text[: max(low, 0)] + p.text[min(ends, default=len(p.text)) :], *GONE)


def moved(p: Passage, note: Note, chance: random.Random) -> Edited | None:
    """The paragraphs of the passage, moved to the front or the end of the text."""
    low, high = _block(p)
    block, rest = p.text[low:high].rstrip("\n"), (p.text[:low] + p.text[high:]).strip("\n")
    if not rest:
        return None
    front = low > 0 and (high == len(p.text) or chance.random() < 0.5)
    start = p.start - low + (0 if front else len(rest) + 2)
    text = f"{block}\n\n{rest}" if front else f"{rest}\n\n{block}"
    return Edited(text, start, start + p.end - p.start)


def duplicated(p: Passage, note: Note, chance: random.Random) -> Edited | None:
    """The words of the passage, once more in a new paragraph."""
    new = p.text[p.start : p.end]
    if chance.random() < 0.5:
        return Edited(f"{new}\n\n{p.text}", p.start + len(new) + 2, p.end + len(new) + 2)
    return Edited(f"{p.text}\n\n{new}", p.start, p.end)


def duplicated_paragraph(p: Passage, note: Note, chance: random.Random) -> Edited | None:
    low, high = _block(p)
    return Edited(f"{p.text}\n\n{p.text[low:high].rstrip()}", p.start, p.end)


def _correction(note: Note, p: Passage, chance: random.Random) -> Note:
    words = word_ranges(p.text, p.start, p.end)
    at = chance.randrange(len(words)) if words else 0
    low, high = (words[at][0], words[min(at + 1, len(words) - 1)][1]) if words else (p.start, p.end)
    was = p.text[low:high]
    fresh = FRESH.get(p.language, FRESH["en"])[0]
    now = chance.choice((fresh, f"{fresh} {was}", f"{was} {fresh}"))
    return msgspec.structs.replace(note, was=was, now=now)


def corrected(p: Passage, note: Note, chance: random.Random) -> Edited | None:
    at = p.start + note.quote.find(note.was)
    return _replaced(p.text, p.start, p.end, at, at + len(note.was), note.now)


def corrected_and_edited(p: Passage, note: Note, chance: random.Random) -> Edited | None:
    once = corrected(p, note, chance)
    assert once
    return before_far(p._replace(text=once.text, start=once.start, end=once.end), note, chance)


def _retyped(p: Passage, change: Callable[[str], str]) -> Edited:
    before, words, after = (change(part) for part in (p.text[: p.start], p.text[p.start : p.end], p.text[p.end :]))
    return Edited(before + words + after, len(before), len(before) + len(words))


def retyped_signs(p: Passage, note: Note, chance: random.Random) -> Edited | None:
    """Quotes, apostrophes and dashes of another house style."""
    signs = {"’": "'", "'": "’", "«": "“", "»": "”", '"': "”", "–": "—", "-": "‐", "…": "...", "“": "„", "”": "“"}
    return _retyped(p, lambda text: "".join(signs.get(c, c) for c in text))


def retyped_spaces(p: Passage, note: Note, chance: random.Random) -> Edited | None:
    return _retyped(p, lambda text: re.sub(r"(?<=\w) (?=\w)", lambda _: chance.choice(("\u00a0", " ", "\u202f", "  ")), text))  # fmt: skip


def rewrapped(p: Passage, note: Note, chance: random.Random) -> Edited | None:
    """Lines broken anew, paragraphs joined."""
    return _retyped(p, lambda text: re.sub(r"(?<=\w) (?=\w)", lambda _: chance.choice(("\n", " ", " ")), text.replace("\n\n", "\n")))  # fmt: skip


def other_form(p: Passage, note: Note, chance: random.Random) -> Edited | None:
    return _retyped(p, lambda text: unicodedata.normalize("NFD", text))


def several(p: Passage, note: Note, chance: random.Random) -> Edited | None:
    """A revision: one word in thirty of the whole text edited, the passage's too."""
    for _ in range(max(len(word_ranges(p.text)) // 30, 2)):
        ranges = [(0, p.start), (p.start, p.end), (p.end, len(p.text))]
        low, high = chance.choices(ranges, [high - low for low, high in ranges])[0]
        if (low, high) == (p.start, p.end) and p.length in ("word", "phrase"):
            continue
        edited = _word_edit(p, low, high, chance)
        p = p._replace(text=edited.text, start=edited.start, end=edited.end) if edited else p
    return Edited(p.text, p.start, p.end)


EDITS: dict[str, Callable[[Passage, Note, random.Random], Edited | None]] = {
    change.__name__: change
    for change in (
        before_near, before_far, after_near, after_far, sentence_before, inside_letter, inside_word, several,
        deleted, deleted_sentence, deleted_paragraph, moved, duplicated, duplicated_paragraph,
        corrected, corrected_and_edited, retyped_signs, retyped_spaces, rewrapped, other_form,
    )
}  # fmt: skip
