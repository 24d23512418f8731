"""Spans into mark-up, by offset of its text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

import msgspec

from sitegen.markup.flat import Flat, Run


class Span(msgspec.Struct, frozen=True):
    """Tags to put around a range of the text; `again` opens the pieces after the first."""

    start: int
    end: int
    open: str
    close: str
    again: str = ""


class Insertion(msgspec.Struct, frozen=True):
    """Mark-up to put behind the character before an offset of the text."""

    at: int
    html: str


def wrap(flat: Flat, spans: Sequence[Span], insertions: Sequence[Insertion] = ()) -> str:
    """The mark-up with tags around ranges of its text.

    Tags never cross: where a span meets the edge of an element or of another span, it is closed and
    opened again. The text of the result, without what was inserted, is the text of the input.
    """
    if not spans and not insertions:
        return flat.html
    if not insertions:
        simple = _wrap_apart(flat, spans)
        if simple is not None:
            return simple
    return weave(flat, spans, insertions)


def weave(flat: Flat, spans: Sequence[Span], insertions: Sequence[Insertion] = ()) -> str:
    """What `wrap` gives, in the way that holds for spans of any kind."""
    return _Weaver(flat, spans, insertions).weave()


def _wrap_apart(flat: Flat, spans: Sequence[Span]) -> str | None:
    """Mark-up with spans that each stand in one run, apart from one another; None if some don't."""
    out: list[str] = []
    done = text_done = index = 0
    runs = flat.runs
    for span in sorted(spans, key=lambda s: s.start):
        if span.start < text_done or span.end <= span.start:
            return None
        while index + 1 < len(runs) and runs[index + 1].text <= span.start:
            index += 1
        run = runs[index]
        if span.end > run.text + run.length or run.html_length != run.length:
            return None
        start, end = run.html + span.start - run.text, run.html + span.end - run.text
        out += (flat.html[done:start], span.open, flat.html[start:end], span.close)
        done, text_done = end, span.end
    out.append(flat.html[done:])
    return "".join(out)


class _Weaver:
    """Writes mark-up anew with spans around ranges of its text."""

    def __init__(self, flat: Flat, spans: Sequence[Span], insertions: Sequence[Insertion]) -> None:
        self.flat = flat
        self.spans = sorted((s for s in spans if s.end > s.start), key=lambda s: (s.start, -s.end))
        self.insertions = sorted(insertions, key=lambda i: i.at)
        self.out: list[str] = []
        self.at = 0
        self.next_span = 0
        self.next_insertion = 0
        self.active: list[Span] = []
        self.stack: list[Span] = []
        self.begun: set[int] = set()

    def weave(self) -> str:
        runs = [run for run in self.flat.runs if run.html_length]
        for run, after in zip_longest(runs, runs[1:]):
            # An entity and the characters beside it stand in one element: nothing closes between them.
            joined = after is not None and run.html + run.html_length == after.html
            self._run(run, joined=joined)
        self.out.append(self.flat.html[self.at :])
        return "".join(self.out)

    def _copy_to(self, offset: int) -> None:
        self.out.append(self.flat.html[self.at : offset])
        self.at = offset

    def _run(self, run: Run, *, joined: bool) -> None:
        end = run.text + run.length
        if not self.stack:
            self.active = [s for s in self.active if s.end > run.text]
            if not self.active and not self._begins_before(end) and not self._inserts_until(end):
                return
            self._copy_to(run.html)
            for span in self.active:
                self._open(span)
        position = run.text
        while position < end:
            position = self._step(run, position, end, joined=joined)
        while self.stack and not joined:
            self.out.append(self.stack.pop().close)

    def _step(self, run: Run, position: int, end: int, *, joined: bool) -> int:
        """Open what begins here, copy to the next boundary, close what ends there."""
        while self._begins_before(position + 1):
            span = self.spans[self.next_span]
            self.next_span += 1
            if span.end > position:
                self._copy_to(run.html + (position - run.text))
                self.active.append(span)
                self._open(span)
        stops = [end, *(s.end for s in self.active)]
        if self._begins_before(end):
            stops.append(self.spans[self.next_span].start)
        if self._inserts_until(end):
            stops.append(max(self.insertions[self.next_insertion].at, position + 1))
        stop = min(s for s in stops if s > position)
        whole = run.html_length != run.length
        self._copy_to(run.html + (run.html_length if whole else stop - run.text))
        self._close_at(stop, reopen=joined or stop < end)
        while self._inserts_until(stop):
            self.out.append(self.insertions[self.next_insertion].html)
            self.next_insertion += 1
        return stop

    def _close_at(self, stop: int, *, reopen: bool) -> None:
        again: list[Span] = []
        while any(s.end <= stop for s in self.stack):
            span = self.stack.pop()
            self.out.append(span.close)
            if span.end > stop and reopen:
                again.append(span)
        self.active = [s for s in self.active if s.end > stop]
        for span in reversed(again):
            self._open(span)

    def _open(self, span: Span) -> None:
        first = id(span) not in self.begun
        self.begun.add(id(span))
        self.out.append(span.open if first or not span.again else span.again)
        self.stack.append(span)

    def _begins_before(self, end: int) -> bool:
        return self.next_span < len(self.spans) and self.spans[self.next_span].start < end

    def _inserts_until(self, end: int) -> bool:
        return self.next_insertion < len(self.insertions) and self.insertions[self.next_insertion].at <= end
