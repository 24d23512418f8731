"""Where the plain text of an article stands in its source, for line and column."""

from __future__ import annotations

import html
import re
from bisect import bisect_left, bisect_right

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
# A footnote from its label on: the lines that follow, and behind empty ones those that are indented.
_NOTE = re.compile(r"[^\n]*(?:\n[ \t]*[^\s][^\n]*)*(?:\n(?:[ \t]*\n)+(?:[ ]{4}|\t)[^\n]*(?:\n[ \t]*[^\s][^\n]*)*)*")
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
        self._put(piece, at, found)
        return True

    def take_following(self, piece: str, at: int) -> bool:
        """Find a piece that no word stands before."""
        found = self.source.find(piece, self.cursor, self.cursor + _REACH + len(piece))
        if found < 0 or (found > self.cursor and not _NO_WORD.fullmatch(self.source, self.cursor, found)):
            return False
        self._put(piece, at, found)
        return True

    def _put(self, piece: str, at: int, place: int) -> None:
        self.text.append(at)
        self.places.append(place)
        self.lengths.append(len(piece))
        self.cursor = place + len(piece)

    def back_to(self, count: int, cursor: int) -> None:
        """Forget all but so many pieces, and look from some place on."""
        for found in (self.text, self.places, self.lengths):
            del found[count:]
        self.cursor = cursor

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
        view, shown, written, labels = _shown(body)
        pieces = _Pieces(view)
        _take_all(flat, pieces, labels)
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


def _shown(body: str) -> tuple[str, list[int], list[int], list[int]]:
    """What a Markdown body shows, nearly; pairs of offsets in it and in the body; where its footnotes' labels are."""
    out: list[str] = []
    shown, written = [0], [0]
    length = done = 0
    labels = []
    for found in _WRITTEN.finditer(body):
        if found["code"]:
            continue
        text = html.unescape(found[0]) if found["entity"] else found["escaped"] or "\0"
        before = body[done : found.start()]
        out += (before, text)
        length += len(before)
        if found["label"] and found["label"].endswith(":"):
            labels.append(length)
        shown += (length, length + len(text))
        written += (found.start(), found.end())
        length += len(text)
        done = found.end()
    out.append(body[done:])
    return "".join(out), shown, written, labels


def _take_all(flat: Flat, pieces: _Pieces, labels: list[int]) -> None:
    """Find all blocks. Wherever footnotes are written, the text has them at its end, in the same order."""
    view = pieces.source
    noted = min((zone.start for zone in flat.zones if zone.kind == "footnote"), default=len(flat.text))
    notes = _notes_in(view, labels) if noted < len(flat.text) else []
    pieces.source = _without(view, notes)
    waiting = iter(notes)
    end = 0
    run_starts = [run.text for run in flat.runs]
    for start, stop in flat.blocks:
        if start >= noted and notes:
            pieces.source = view
            # Behind the last word of a footnote comes the next one.
            while pieces.cursor >= end or _NO_WORD.fullmatch(view, pieces.cursor, end):
                if (note := next(waiting, None)) is None:
                    break
                pieces.cursor, end = note
        _take_block(flat, run_starts, pieces, start, stop)


def _notes_in(view: str, labels: list[int]) -> list[tuple[int, int]]:
    """Where each footnote starts and ends in what a body shows."""
    pairs = zip(labels, [*labels[1:], len(view)], strict=True)
    return [(label, found.end()) for label, next_one in pairs if (found := _NOTE.match(view, label, next_one))]


def _without(view: str, notes: list[tuple[int, int]]) -> str:
    """What a body shows with nothing in place of its footnotes, so that all else keeps its place."""
    done = 0
    out: list[str] = []
    for start, end in notes:
        out += (view[done:start], "\0" * (end - start))
        done = end
    return "".join((*out, view[done:]))


def _take_block(flat: Flat, run_starts: list[int], pieces: _Pieces, start: int, end: int) -> None:
    """Find a block: where it follows the last one if it does, however it is marked up; else wherever it is."""
    whole = flat.text[start:end]
    if pieces.take_next(whole, start) or pieces.take_following(whole, start):
        return
    first = max(bisect_right(run_starts, start) - 1, 0)
    runs = flat.runs[first : bisect_left(run_starts, end, first)]
    before = len(pieces.text), pieces.cursor
    if all(_follows(flat, pieces, run) for run in runs):
        return
    pieces.back_to(*before)
    if not pieces.take(whole, start, len(pieces.source)):
        for run in runs:
            _take_run(flat, pieces, run)


def _follows(flat: Flat, pieces: _Pieces, run: Run) -> bool:
    """Find a run or all its words one behind the other, where there is no other word."""
    piece = flat.text[run.text : run.text + run.length]
    if not piece.strip() or pieces.take_following(piece, run.text):
        return True
    tokens = _TOKEN.finditer(piece)
    return all(pieces.take_following(token[0], run.text + token.start()) for token in tokens)


def _take_run(flat: Flat, pieces: _Pieces, run: Run) -> None:
    """Find a run, or as many of its words as are near."""
    piece = flat.text[run.text : run.text + run.length]
    if not piece.strip() or pieces.take(piece, run.text, _REACH):
        return
    for token in _TOKEN.finditer(piece):
        pieces.take(token[0], run.text + token.start(), _NEAR)
