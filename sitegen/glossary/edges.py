"""Where a word may begin and end: scripts, elisions, and what is glued to a number."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Literal

from sitegen.glossary.languages import pack_for
from sitegen.glossary.languages.pack import words

Script = Literal["word", "free", "katakana", "none"]

# What French and its neighbours elide before a vowel; an apostrophe after anything else is part of a word.
CLITICS = words("l d j m t s c n qu jusqu lorsqu puisqu quoiqu presqu quelqu entr dell all nell sull dall coll un")
LONGEST_FIXED = 14


@lru_cache(maxsize=4096)
def script(character: str) -> Script:
    """How a character joins its neighbours: Han and kana need no edges, katakana fills its run."""
    code = ord(character)
    if code < 128:
        return "word" if character.isalnum() or character == "_" else "none"
    if 0x30A1 <= code <= 0x30FF and code != 0x30FB:
        return "katakana"
    if 0x3040 <= code <= 0x30FF or 0x3400 <= code <= 0x9FFF or 0xAC00 <= code <= 0xD7AF or 0x20000 <= code <= 0x3FFFF:
        return "free"
    if code in (0x3005, 0x3007) or 0x0E00 <= code <= 0x0E7F:
        return "free"
    # Raised and lowered digits and signs after a name are marks of notes, not part of it.
    if unicodedata.decomposition(character).startswith(("<super>", "<sub>")):
        return "none"
    return "word" if unicodedata.category(character)[0] in "LMN" else "none"


def has_edges(text: str, start: int, end: int) -> bool:
    """Whether a range of folded text is words of its own, not a part of others."""
    first, last = text[start], text[end - 1]
    if first.isalnum() and text[start - 1 : start] == " " == text[end : end + 1]:
        return True
    if start:
        before = text[start - 1]
        if _joined(before, first):
            return False
        if before == "'":
            if not _elided(text, start - 1):
                return False
        elif not first.isalnum():
            if first != before and script(before) == "word":
                return False
        elif before in ".," and first.isdigit() and start > 1 and text[start - 2].isdigit():
            return False
    if end < len(text):
        after = text[end]
        if _joined(last, after):
            return False
        if after == "." and end + 1 < len(text) and not _may_end(text, start, end):
            return False
        if after == "'" and end - start < 7:
            return not (_is_word(text, end + 1) and text[start:end].lower() in CLITICS)
    return True


def in_fixed_word(low: str, start: int, end: int, language: str) -> bool:
    """Whether a range that stands behind an apostrophe is the end of a fixed word of a language."""
    pack = pack_for(language)
    if pack is None or not pack.fixed_words:
        return False
    begin = start - 1
    while begin and start - begin < LONGEST_FIXED and script(low[begin - 1]) == "word":
        begin -= 1
    return low[begin:end] in pack.fixed_words


def _joined(left: str, right: str) -> bool:
    first, second = script(left), script(right)
    return first == second and first in ("word", "katakana")


def _is_word(text: str, at: int) -> bool:
    return at < len(text) and script(text[at]) == "word"


def _may_end(text: str, start: int, end: int) -> bool:
    """Whether the point behind a range ends it, and does not go on as a number, a file or an address."""
    following = text[end + 1]
    if following.isdigit():
        return not _is_number(text, start, end)
    return not ("a" <= following <= "z")


def _is_number(text: str, start: int, end: int) -> bool:
    """Whether the last word of a range is a number."""
    return text[text.rfind(" ", start, end) + 1 if " " in text[start:end] else start : end].isdigit()


def _elided(text: str, apostrophe: int) -> bool:
    """Whether what stands before an apostrophe may be elided there, or is no word at all."""
    begin = apostrophe
    while begin and script(text[begin - 1]) == "word":
        begin -= 1
    if begin and text[begin - 1] == "'":
        return False
    word = text[begin:apostrophe]
    return not word or word.lower() in CLITICS
