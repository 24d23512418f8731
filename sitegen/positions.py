"""Where the plain text of an article stands in its source, for line and column."""

from __future__ import annotations

from bisect import bisect_right

import msgspec

from sitegen.markup import Flat


class Positions(msgspec.Struct, frozen=True):
    """Pairs of offsets at which a piece of the plain text starts in the body, in order of both."""

    text: tuple[int, ...]
    body: tuple[int, ...]
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
        guess = self.body[index] + offset - self.text[index]
        if self.source.startswith(surface, guess):
            return guess
        later = self.source.find(surface, self.body[index])
        return later if later >= 0 else self.body[index]

    def place(self, body_offset: int) -> tuple[int, int]:
        """Line and column (from 1) in the source's file of an offset in the body."""
        offset = self.body_start + body_offset
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1


def locate(flat: Flat, body: str, body_start: int, head: str) -> Positions:
    """The positions of a plain text in a body. `head` is the source before the body."""
    texts: list[int] = []
    bodies: list[int] = []
    cursor = 0
    for start, end in flat.blocks:
        whole = flat.text[start:end]
        at = body.find(whole, cursor)
        if at >= 0:
            texts.append(start)
            bodies.append(at)
            cursor = at + len(whole)
            continue
        cursor = _locate_runs(flat, body, (start, end), cursor, texts, bodies)
    starts = [0]
    whole_source = head + body
    at = whole_source.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = whole_source.find("\n", at + 1)
    return Positions(tuple(texts), tuple(bodies), body, body_start, tuple(starts))


def _locate_runs(
    flat: Flat,
    body: str,
    block: tuple[int, int],
    cursor: int,
    texts: list[int],
    bodies: list[int],
) -> int:
    first = bisect_right(flat.runs, block[0], key=lambda run: run.text) - 1
    for run in flat.runs[max(first, 0) :]:
        if run.text >= block[1]:
            break
        piece = flat.text[run.text : run.text + run.length]
        at = body.find(piece, cursor) if len(piece.strip()) > 1 else -1
        # A short piece found far away is more likely another one.
        if at < 0 or at - cursor > 400 + len(piece):
            continue
        texts.append(run.text)
        bodies.append(at)
        cursor = at + len(piece)
    return cursor
