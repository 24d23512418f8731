"""Text as quotes are compared: one normal form, one kind of space, quote, apostrophe and dash.

Unlike the glossary's folding this keeps case and tells a dash from a space, but joins paragraphs: a
quote may be broken into lines, or set in the quotes of another language, without being other words.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right

import msgspec

_SPACES = " \t\n\x0b\x0c\r\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_IGNORED = "\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_QUOTES = '"\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\u300c-\u300f\u301d-\u301f\uff02'
_DASHES = "\\-\u2010-\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d"
_APOSTROPHES = "'\u2018-\u201b\u2032\u2039\u203a\u02bc\u0060\u00b4\uff07"
# Scripts that are written without spaces, and their punctuation.
_WIDE = "\u2e80-\u2fff\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60"

_ONE_FOR_ONE = tuple(
    (re.compile(f"[{kinds}]"), one)
    for kinds, one in ((_SPACES[1:], " "), (_QUOTES[1:], '"'), (_DASHES[2:], "-"), (_APOSTROPHES[1:], "'"))
)
_SPOTS = (
    f"[{_SPACES}{_IGNORED}]*[{_QUOTES}{_DASHES}][{_SPACES}{_IGNORED}{_QUOTES}{_DASHES}]+"
    f"|[{_SPACES}{_IGNORED}]+[{_QUOTES}{_DASHES}]"
    f"|(?P<dropped>(?<=[{_WIDE}])[{_SPACES}{_IGNORED}]+|[{_SPACES}{_IGNORED}]+(?=[{_WIDE};:!?]))"
    f"|[{_SPACES}{_IGNORED}]{{2,}}|[{_IGNORED}]|\u2026"
)
_PLAIN_SPOTS = re.compile(_SPOTS)
_BLANK = re.compile(f"[{_SPACES}]")
_UNSEEN = re.compile(f"[{_IGNORED}]")
_WIDE_ONE = re.compile(f"[{_WIDE}]")
_TIGHT = re.compile(f"[{_QUOTES}{_DASHES}]")
_DASH = re.compile(f"[{_DASHES}]")


class Folded(msgspec.Struct, frozen=True):
    """A text in one spelling, as `shape`, with a map back to offsets of the text.

    From offset `at[i]` on, the shape's characters stand for the text's from `start[i]` on, one for
    one; where `stop[i]` is not 0, they stand for all of the text up to there.
    """

    shape: str
    at: tuple[int, ...]
    start: tuple[int, ...]
    stop: tuple[int, ...]

    def back(self, start: int, end: int) -> tuple[int, int]:
        """A range of the shape, not empty, in the text."""
        first = bisect_right(self.at, start) - 1
        last = bisect_right(self.at, end - 1) - 1
        begin = self.start[first] + (0 if self.stop[first] else start - self.at[first])
        return begin, self.stop[last] or self.start[last] + end - self.at[last]

    def forth(self, offset: int) -> int:
        """How many characters of the shape stand for what begins before an offset of the text."""
        piece = bisect_left(self.start, offset) - 1
        if piece < 0:
            return 0
        following = self.at[piece + 1] if piece + 1 < len(self.at) else len(self.shape)
        whole = following - self.at[piece]
        return self.at[piece] + (whole if self.stop[piece] else min(offset - self.start[piece], whole))


def fold(text: str) -> Folded:
    """A text in one spelling, with a map back."""
    out: list[str] = []
    at: list[int] = []
    starts: list[int] = []
    stops: list[int] = []
    done = length = 0
    for found in _spots(text).finditer(text):
        spot = "" if found.lastgroup == "dropped" else found[0]
        pieces = [(text[done : found.start()], done, 0), *_pieces(spot, found.start())]
        for piece, start, stop in pieces:
            if piece:
                out.append(piece)
                at.append(length)
                starts.append(start)
                stops.append(stop)
                length += len(piece)
        done = found.end()
    at.append(length)
    starts.append(done)
    stops.append(0)
    out.append(text[done:])
    return Folded(_one_for_one("".join(out)), tuple(at), tuple(starts), tuple(stops))


def weight(shape: str) -> int:
    """How much a piece of folded text can tell, in letters of an alphabet: an ideograph tells as much as two."""
    return len(shape) + len(_WIDE_ONE.findall(shape))


def splits_character(text: str, offset: int) -> bool:
    """Whether an offset stands inside what readers see as one character.

    A part of the rules for grapheme clusters in Unicode Standard Annex 29: marks, joiners, jamo,
    colours of skin and flags.
    """
    if not 0 < offset < len(text):
        return False
    left, right = text[offset - 1], text[offset]
    if right < "\u0300":
        return False
    if _extends(right) or left == "\u200d" or "\U0001f3fb" <= right <= "\U0001f3ff":
        return True
    flags = 0
    while flags < offset and "\U0001f1e6" <= text[offset - 1 - flags] <= "\U0001f1ff":
        flags += 1
    return flags % 2 == 1 and "\U0001f1e6" <= right <= "\U0001f1ff"


def _extends(character: str) -> bool:
    """Whether a character is written on or joined to the one before it."""
    return unicodedata.category(character)[0] == "M" or character == "\u200d" or "\u1160" <= character <= "\u11ff"


def _spots(text: str) -> re.Pattern[str]:
    """What finds the places where a text and its shape differ in length."""
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return _PLAIN_SPOTS
    odd = {c for c in set(text) if c > "\u02ff" and not _UNSEEN.match(c)}
    marks = "".join(sorted(re.escape(c) for c in odd if _extends(c)))
    single = "".join(sorted(re.escape(c) for c in set(text) if c > "\u007f" and unicodedata.normalize("NFC", c) != c))
    wanted = [f"(?:[^{marks}{_SPACES}{_IGNORED}])?[{marks}]+"] if marks else []
    wanted += [f"[{single}]"] if single else []
    return re.compile("|".join([*wanted, _SPOTS]))


def _pieces(spot: str, offset: int) -> list[tuple[str, int, int]]:
    """The characters that stand for a spot, each with the range of the text that it stands for."""
    stop = offset + len(spot)
    if spot == "\u2026":
        return [("...", offset, stop)]
    tight = [n for n, c in enumerate(spot) if _TIGHT.match(c)]
    if tight:
        kept = [n for n in tight if not (_DASH.match(spot[n]) and n and _DASH.match(spot[n - 1]))]
        return [(spot[n], offset + n, offset + n + 1) for n in kept]
    bare = _UNSEEN.sub("", spot)
    if not bare:
        return []
    if _BLANK.sub("", bare):
        return [(unicodedata.normalize("NFC", bare), offset, stop)]
    return [(" ", offset, stop)]


def _one_for_one(text: str) -> str:
    for kinds, one in _ONE_FOR_ONE:
        # A table is slow beyond ASCII: few of its characters occur, and each is replaced at once.
        for character in set(kinds.findall(text)):
            text = text.replace(character, one)
    return text
