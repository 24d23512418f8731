"""Where the plain text of an article stands in its source, for line and column."""

from __future__ import annotations

import html
import re
from bisect import bisect_right

import msgspec

from sitegen.markup import Flat, Run

# How far behind the last piece the next may stand: text that is dropped between them can be long.
_REACH = 400
_NEAR = 60
# A piece this short is found anywhere, so it must follow the last one with no word between them.
_SHORT = 4

_SPACE = re.compile(r"\s*")
# Numbers of lists and the lines that open listings are no words.
_NO_WORD = re.compile(r"(?:^[ \t>]*+(?:\d{1,9}[.)]|(?:```|~~~)[^\n]*\n)|\W)*+", re.MULTILINE)
_TOKEN = re.compile(r"\w+|[^\w\s]")
# What Markdown writes otherwise than it shows. The pattern begins with one set of characters, for which the engine
# looks quickly; lengths are limited, or many starts without an end would take long.
_WRITTEN = re.compile(
    r"[`~&\\!\]\[*{<](?:"
    r"(?P<code>(?<=[`~])(?<![^\n >][`~])(?:(?<=`)(?P<ticks>``+)(?!`)|(?<=~)(?P<waves>~~+)(?!~))"
    r"[\s\S]{0,20000}?\n[ >]*(?:`(?P=ticks)|~(?P=waves))"
    r"|(?<=`)(?<!``)(?P<tick>`?)(?!`)[^\n]{1,500}?(?<!`)`(?P=tick)(?!`))"
    r"|(?<=&)(?P<entity>(?:#\w{1,8}|\w{1,32});)"
    r"|(?<=\\)(?P<escaped>[\\`*_{}\[\]()>#+.!|~-])"
    # Definitions of footnotes, references and abbreviations, labels of footnotes.
    r"|(?<=\[)(?P<label>\^[^\]\n]{1,80}\]:?)|(?<=\n\[)[^\]\n]{1,300}\]:[^\n]*|(?<=\n\*)\[[^\]\n]{1,300}\]:[^\n]*"
    # Pictures, addresses and labels of links, attributes, remarks and tags.
    r"|(?<=!)\[[^\]\n]{0,300}\](?:\([^)\n]{0,500}\)|\[[^\]\n]{0,300}\])?"
    r"|(?<=\])(?:\((?:[^()\n]|\([^()\n]{0,500}\)){0,500}\)|\[[^\]\n]{0,300}\])"
    r"|(?<=\{):?[ \t]*[#.\w][^{}\n]{0,300}\}"
    r"|(?<=<)(?:!--(?:(?!<!--|-->)[\s\S]){0,2000}-->|/?[A-Za-z][\w-]*(?:\s[^<>]{0,2000})?/?>)"
    r")"
)


class Positions(msgspec.Struct, frozen=True):
    """Pieces of the plain text that stand in the source as they are, in the order of the text.

    A piece is its offset in the text, its offset in what the source shows, and its length; `shown`
    and `written` are pairs of offsets in that and in the body.
    """

    text: tuple[int, ...]
    places: tuple[int, ...]
    lengths: tuple[int, ...]
    shown: tuple[int, ...]
    written: tuple[int, ...]
    source: str
    body_start: int
    line_starts: tuple[int, ...]

    def in_body(self, offset: int, surface: str) -> int:
        """The offset in the body of a surface that stands at an offset of the plain text.

        Exact where the mark-up left the words as they were; else the next place that has them.
        """
        index = bisect_right(self.text, offset) - 1
        if index < 0:
            return max(self.source.find(surface), 0)
        into = offset - self.text[index]
        if into < self.lengths[index]:
            return self._body(self.places[index] + into)
        start = self._body(self.places[index] + self.lengths[index] - 1) + 1
        end = self._body(self.places[index + 1]) if index + 1 < len(self.places) else len(self.source)
        found = self.source.find(surface, start, end + len(surface))
        return found if found >= 0 else start - 1

    def _body(self, place: int) -> int:
        index = bisect_right(self.shown, place) - 1
        return self.written[index] + place - self.shown[index]

    def place(self, body_offset: int) -> tuple[int, int]:
        """Line and column (from 1) in the source's file of an offset in the body."""
        offset = self.body_start + body_offset
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1


class _Pieces:
    """Finds pieces of a text one behind the other in what a source shows."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.cursor = 0
        self.text: list[int] = []
        self.places: list[int] = []
        self.lengths: list[int] = []

    def take(self, piece: str, at: int, reach: int) -> bool:
        """Find a piece that stands at an offset of the text, at most `reach` characters on."""
        found = self.source.find(piece, self.cursor, self.cursor + reach + len(piece))
        if found < 0 or (len(piece.strip()) < _SHORT and not _NO_WORD.fullmatch(self.source, self.cursor, found)):
            return False
        self.text.append(at)
        self.places.append(found)
        self.lengths.append(len(piece))
        self.cursor = found + len(piece)
        return True

    def take_next(self, piece: str, at: int) -> bool:
        """Find a piece behind nothing but white space."""
        space = _SPACE.match(self.source, self.cursor)
        assert space
        return self.source.startswith(piece, space.end()) and self.take(piece, at, space.end() - self.cursor)


def locate(flat: Flat, body: str, body_start: int, head: str) -> Positions:
    """The positions of a plain text in a body. `head` is the source before the body."""
    pieces = _Pieces(body)
    shown, written = [0], [0]
    if not all(pieces.take_next(flat.text[start:end], start) for start, end in flat.blocks):
        view, shown, written, footnotes = _shown(body)
        pieces = _Pieces(view)
        _take_all(flat, pieces, footnotes)
    whole_source = head + body
    starts = [0, *(found.end() for found in re.finditer("\n", whole_source))]
    return Positions(
        tuple(pieces.text),
        tuple(pieces.places),
        tuple(pieces.lengths),
        tuple(shown),
        tuple(written),
        body,
        body_start,
        tuple(starts),
    )


def _shown(body: str) -> tuple[str, list[int], list[int], int]:
    """What a Markdown body shows, nearly; pairs of offsets in it and in the body; where its footnotes start."""
    out: list[str] = []
    shown, written = [0], [0]
    length = done = 0
    footnotes = -1
    for found in _WRITTEN.finditer(body):
        if found["code"]:
            continue
        text = html.unescape(found[0]) if found["entity"] else found["escaped"] or "\0"
        before = body[done : found.start()]
        out += (before, text)
        length += len(before)
        if footnotes < 0 and found["label"] and found["label"].endswith(":"):
            footnotes = length
        shown += (length, length + len(text))
        written += (found.start(), found.end())
        length += len(text)
        done = found.end()
    out.append(body[done:])
    return "".join(out), shown, written, footnotes


def _take_all(flat: Flat, pieces: _Pieces, footnotes: int) -> None:
    noted = min((zone.start for zone in flat.zones if zone.kind == "footnote"), default=len(flat.text))
    for start, end in flat.blocks:
        if start >= noted and footnotes >= 0:
            # Wherever footnotes are written, the text has them at its end.
            pieces.cursor, footnotes = footnotes, -1
        whole = flat.text[start:end]
        if pieces.take_next(whole, start) or pieces.take(whole, start, len(pieces.source)):
            continue
        first = max(bisect_right(flat.runs, start, key=lambda run: run.text) - 1, 0)
        for run in flat.runs[first:]:
            if run.text >= end:
                break
            _take_run(flat, pieces, run)


def _take_run(flat: Flat, pieces: _Pieces, run: Run) -> None:
    piece = flat.text[run.text : run.text + run.length]
    if not piece.strip() or pieces.take(piece, run.text, _REACH):
        return
    for token in _TOKEN.finditer(piece):
        pieces.take(token[0], run.text + token.start(), _NEAR)
