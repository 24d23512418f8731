"""Text as forms are compared: one spelling of spaces, hyphens, apostrophes, widths and normal forms.

Folded text maps back to the original by offset, whatever was dropped or joined on the way.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from typing import Literal

import msgspec

_IGNORED = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_SPACES = "\t\n\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_HYPHENS = "-\u2010\u2011\u2012\u2013\u2212"
_HALF_WIDTH = "".join(map(chr, range(0xFF66, 0xFFA0)))
_APOSTROPHES = "\u2018\u2019\u02bc\u2032\uff07"

_TABLE = {
    **{ord(c): " " for c in _SPACES + _HYPHENS},
    **{ord(c): "'" for c in _APOSTROPHES},
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in "\uff07\uff0d"},
    0xFF0D: " ",
}
_WHITE = frozenset(" " + _SPACES)
_NARROW = re.compile(f"[{_HALF_WIDTH}]")
_SPOTS = re.compile(f"[{_IGNORED}]+|(?:(?!\n\n)[ {_SPACES}]){{2,}}")
_UNEVEN = re.compile(f"[{_IGNORED}{_HALF_WIDTH}]|[ {_SPACES}]{{2,}}")
_BREAK = "\n\n"
_RARE = re.compile(f"[{_IGNORED}{_SPACES[2:]}]")
_MAPPED = re.compile(f"[{''.join(re.escape(chr(code)) for code in _TABLE)}]")


class Folded(msgspec.Struct, frozen=True):
    """`shape` keeps case, `low` does not; both have the same length.

    `origin` gives each character's offset in the original, and one more for its end; it is None
    where every offset is the same. `stops` gives the end of each, if some were composed of several.
    """

    shape: str
    low: str
    origin: tuple[int, ...] | None
    stops: tuple[int, ...] | None = None

    def back(self, start: int, end: int) -> tuple[int, int]:
        """A range of the folded text in the original."""
        if self.origin is None:
            return start, end
        return self.origin[start], self.stops[end - 1] if self.stops else self.origin[end - 1] + 1

    def forth(self, offset: int) -> int:
        """An offset of the original in the folded text."""
        return offset if self.origin is None else bisect_left(self.origin, offset)


def fold(text: str) -> Folded:
    """A text ready for comparison. A block's end (two line feeds) stays two characters."""
    if not text.isascii() and (not unicodedata.is_normalized("NFC", text) or _NARROW.search(text)):
        return _fold_slowly(text)
    if _is_uneven(text):
        return _fold_pieces(text)
    shape = _in_one_spelling(text)
    return Folded(shape, _lower(shape), None)


def folded_already(shape: str) -> Folded:
    """A text by its shape alone; offsets are those of the shape."""
    return Folded(shape, _lower(shape), None)


def _in_one_spelling(text: str) -> str:
    if text.isascii():
        return text.translate(_TABLE)
    # Beyond ASCII a table is slow: few of its characters occur, and each is replaced at once.
    for character in set(_MAPPED.findall(text)):
        text = text.replace(character, _TABLE[ord(character)])
    return text


def _is_uneven(text: str) -> bool:
    """Whether something has to be dropped or joined before the text can be compared."""
    # The set of characters tells at once for nearly every text; only then is a search worth its cost.
    if not text.isascii() and _RARE.search(text):
        return any(found[0] != _BREAK for found in _UNEVEN.finditer(text))
    if "  " in text or "\t" in text:
        return True
    # Line feeds are few: to look beside each is faster than to search for pairs.
    at = text.find("\n")
    while at >= 0:
        if text[at - 1 : at] == " " or text[at + 1 : at + 2] == " " or text.startswith("\n\n", at + 1):
            return True
        at = text.find("\n", at + 1)
    return False


def _lower(shape: str) -> str:
    low = shape.lower()
    if len(low) == len(shape):
        return low
    return "".join(c if len(c.lower()) != 1 else c.lower() for c in shape)


def _fold_pieces(text: str) -> Folded:
    """Fold a text that has something to drop or join in a few places only."""
    pieces: list[str] = []
    origin: list[int] = []
    at = 0
    after_space = False
    for start, end in [*(found.span() for found in _SPOTS.finditer(text)), (len(text), len(text))]:
        if after_space and start > at and text[at] in _WHITE and not text.startswith(_BREAK, at):
            at += 1
        if start > at:
            pieces.append(text[at:start])
            origin.extend(range(at, start))
            after_space = text[start - 1] in _WHITE
        if start < end and text[start] in _WHITE and not after_space:
            pieces.append(" ")
            origin.append(start)
            after_space = True
        at = end
    shape = _in_one_spelling("".join(pieces))
    return Folded(shape, _lower(shape), (*origin, len(text)))


def _fold_slowly(text: str) -> Folded:
    out: list[str] = []
    origin: list[int] = []
    stops: list[int] = []
    at = 0
    length = len(text)
    while at < length:
        character = text[at]
        end = at + 1
        while end < length and (unicodedata.combining(text[end]) or text[end] in "\uff9e\uff9f"):
            end += 1
        if text.startswith(_BREAK, at):
            out += ["\n", "\n"]
            origin += [at, at + 1]
            stops += [at + 1, at + 2]
            at += 2
            continue
        if character in _IGNORED:
            at += 1
            continue
        if character == " " or character in _SPACES:
            if not out or out[-1] != " ":
                out.append(" ")
                origin.append(at)
                stops.append(at + 1)
            at += 1
            continue
        # Half-width katakana have their marks of voice beside them.
        form: Literal["NFC", "NFKC"] = "NFKC" if character in _HALF_WIDTH else "NFC"
        for piece in unicodedata.normalize(form, text[at:end]):
            out.append(piece.translate(_TABLE))
            origin.append(at)
            stops.append(end)
        at = end
    shape = "".join(out).replace("\n", " ")
    return Folded(shape, _lower(shape), (*origin, length), tuple(stops))


def without_accents(low: str) -> str:
    """Folded text with each letter's accents taken off; the length stays."""
    if low.isascii():
        return low
    return "".join(unicodedata.normalize("NFD", c)[0] if ord(c) > 127 else c for c in low)
