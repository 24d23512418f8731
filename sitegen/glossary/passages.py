"""A text in sentences and paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

import msgspec

from sitegen.glossary.folding import Folded
from sitegen.glossary.languages import Pack, pack_for

Place = tuple[int, int]

# Each pattern begins with one set of characters, for which the engine looks quickly.
_SENTENCE_END = re.compile(
    r"[.!?…。！？\n](?:"
    r"(?<=[.!?…])[.!?…»”’\"')\]]*\s+(?=[\W\d]*[A-ZÀ-ÖØ-Þ\u0400-\u042f«“„(¿¡])"
    r"|(?<=[。！？])[。！？]*[」』”）]?"
    r"|(?<=\n)\n)"
)
_PARAGRAPH_END = re.compile(r"\n\n")
LONGEST_ABBREVIATION = 8


class Passages(msgspec.Struct, frozen=True, gc=False):
    """Ranges that follow one another: offsets where each starts, and where the last one ends."""

    starts: Sequence[int]
    end: int

    def number_at(self, offset: int) -> int:
        """The number of the range that holds an offset."""
        return bisect_right(self.starts, offset) - 1

    def around(self, offset: int) -> Place:
        """The range that holds an offset."""
        following = bisect_right(self.starts, offset)
        return self.starts[following - 1], self.starts[following] if following < len(self.starts) else self.end

    def folded(self, folded: Folded) -> Passages:
        """The same ranges by offsets of the folded text."""
        if folded.origin is None:
            return self
        return Passages([folded.forth(start) for start in self.starts], folded.forth(self.end))


def sentences(text: str, language: str) -> Passages:
    """The sentences of a text; the point of an abbreviation or an initial ends none."""
    pack = pack_for(language)
    starts = [0]
    for found in _SENTENCE_END.finditer(text):
        start = found.start()
        if text[start] != "." or pack is None or not _is_abbreviation(text, start, pack):
            starts.append(found.end())
    return Passages(starts, len(text))


def paragraphs(text: str) -> Passages:
    """The blocks of a plain text."""
    return Passages([0, *(found.end() for found in _PARAGRAPH_END.finditer(text))], len(text))


def _is_abbreviation(text: str, point: int, pack: Pack) -> bool:
    last = text[max(0, point - LONGEST_ABBREVIATION) : point].split()[-1:]
    word = last[0].lstrip("(\"'«“„[") if last else ""
    return (len(word) == 1 and word.isupper()) or word.lower() in pack.abbreviations
