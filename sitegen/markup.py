"""The one module that knows tags: text out of mark-up with a map back, spans into mark-up by offset.

Input is always what the sanitiser wrote: well-formed, attributes in double quotes, no comments.
The text is the plain text of an article: its blocks in order, joined by two line feeds.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from typing import Literal

import msgspec

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "caption",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
VOID = frozenset(["area", "br", "col", "hr", "img", "wbr"])
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
CODE = frozenset(["code", "pre", "kbd", "samp", "var", "tt"])

_ZONED = HEADINGS | CODE | {"a", "sub", "sup", "th"}
_NO_KINDS: tuple[()] = ()

ZoneKind = Literal["heading", "code", "link", "off", "on", "language", "footnote", "raised", "header"]

# A pattern that begins with one character is looked for many times faster than one of several.
_TAG = re.compile(r'<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^>"]++|"[^"]*+")*+)>')
_WITH_ATTRIBUTES = re.compile(r'<([a-zA-Z][a-zA-Z0-9]*)(\s(?:[^>"]++|"[^"]*+")*+)>')
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z0-9]+);")
# The line feed that follows a break, though tags may stand between the two.
_FEED = re.compile(r"(?:<[^>]*>)*\n")
_SPECIAL = re.compile("[&<>\"']")
_ATTRIBUTE = re.compile(r'([a-z][a-z0-9:-]*)(?:="([^"]*)")?', re.I)


class Run(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Characters that stand together in the text and in the mark-up; an entity is a run of one."""

    text: int
    length: int
    html: int
    html_length: int


class Zone(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A range of the text inside an element that matters to linking; `value` is its language."""

    start: int
    end: int
    kind: ZoneKind
    value: str = ""


class Part(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An outermost element of the mark-up, and the range of the text that it holds."""

    html_start: int
    html_end: int
    start: int
    end: int


class Flat(msgspec.Struct, frozen=True):
    """The plain text of some mark-up, and where each character of it stands there."""

    html: str
    text: str
    runs: tuple[Run, ...]
    zones: tuple[Zone, ...]
    parts: tuple[Part, ...]
    blocks: tuple[tuple[int, int], ...]


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


def escape(text: str) -> str:
    """Text as mark-up, fit for content and for attributes in double quotes."""
    return html.escape(text) if _SPECIAL.search(text) else text


def tag(name: str, attributes: Iterable[tuple[str, str]] = ()) -> str:
    """An opening tag with its attribute values escaped."""
    written = [f' {key}="{escape(value)}"' for key, value in attributes]
    return f"<{name}{''.join(written)}>"


def element(name: str, text: str, attributes: Iterable[tuple[str, str]] = ()) -> str:
    """An element that holds text."""
    return f"{tag(name, attributes)}{escape(text)}</{name}>"


def attributes_of(raw: str) -> dict[str, str]:
    """The attributes of a tag as the sanitiser wrote them, decoded."""
    return {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(raw)}


class _Flattener:
    """The state of one pass over some mark-up."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.pieces: list[str] = []
        self.length = 0
        self.runs: list[Run] = []
        self.zones: list[Zone] = []
        self.parts: list[Part] = []
        self.blocks: list[tuple[int, int]] = []
        self.block_start = -1
        self.open: list[tuple[str, int, Sequence[tuple[ZoneKind, str]]]] = []
        self.part_html = 0
        self.part_text = 0

    def add(self, text: str, at: int, html_length: int) -> None:
        if self.block_start < 0:
            kept = text.lstrip()
            if not kept and text != "\u00a0":
                return
            if kept:
                at += len(text) - len(kept)
                html_length -= len(text) - len(kept)
                text = kept
            if self.length:
                self.pieces.append("\n\n")
                self.length += 2
            self.block_start = self.length
        self.runs.append(Run(self.length, len(text), at, html_length))
        self.pieces.append(text)
        self.length += len(text)

    def add_between(self, start: int, end: int) -> None:
        """Add what stands between two tags: characters, each entity on its own."""
        if self.source.find("&", start, end) >= 0:
            for found in _ENTITY.finditer(self.source, start, end):
                if found.start() > start:
                    self.add(self.source[start : found.start()], start, found.start() - start)
                start = found.end()
                self.add(html.unescape(found[0]), found.start(), start - found.start())
        if start < end:
            self.add(self.source[start:end], start, end - start)

    def end_block(self) -> None:
        if self.block_start < 0:
            return
        while self.runs and self.runs[-1].text >= self.block_start:
            text = self.pieces[-1]
            kept = text.rstrip("\n\t \r")
            if kept == text:
                break
            self.length -= len(text) - len(kept)
            run = self.runs.pop()
            self.pieces.pop()
            if kept:
                self.pieces.append(kept)
                self.runs.append(Run(run.text, len(kept), run.html, len(kept)))
                break
        self.blocks.append((self.block_start, self.length))
        self.block_start = -1

    def next_offset(self) -> int:
        """Where the next character will stand."""
        return self.length if self.block_start >= 0 or not self.length else self.length + 2

    def open_tag(self, name: str, raw: str, at: int) -> None:
        if name in BLOCKS:
            self.end_block()
            if not self.open:
                self.part_html = at
                self.part_text = self.next_offset()
        if name not in VOID:
            kinds = _zones_of(name, raw) if raw or name in _ZONED else _NO_KINDS
            self.open.append((name, self.next_offset(), kinds))

    def close_tag(self, name: str, end: int) -> None:
        if name in BLOCKS:
            self.end_block()
        while self.open:
            opened, start, kinds = self.open.pop()
            if kinds and self.length > start:
                self.zones.extend(Zone(start, self.length, kind, value) for kind, value in kinds)
            if opened == name:
                break
        if not self.open and name in BLOCKS:
            self.end_part(end)

    def end_part(self, end: int) -> None:
        self.end_block()
        start = min(self.part_text, self.length)
        self.parts.append(Part(self.part_html, end, start, self.length))


def _zones_of(name: str, raw: str) -> list[tuple[ZoneKind, str]]:
    kinds: list[tuple[ZoneKind, str]] = []
    if name in HEADINGS:
        kinds.append(("heading", ""))
    elif name in CODE:
        kinds.append(("code", ""))
    elif name == "a":
        kinds.append(("link", ""))
    elif name == "th":
        kinds.append(("header", ""))
    elif name in {"sub", "sup"}:
        kinds.append(("raised", ""))
    if 'class="' in raw or 'lang="' in raw:
        attributes = attributes_of(raw)
        classes = attributes.get("class", "").split()
        if "noterm" in classes:
            kinds.append(("off", ""))
        if "term" in classes:
            kinds.append(("on", ""))
        if "footnote" in classes:
            kinds.append(("footnote", ""))
        if "codehilite" in classes or "math" in classes:
            kinds.append(("code", ""))
        if "lang" in attributes:
            kinds.append(("language", attributes["lang"]))
    return kinds


def flatten(source: str) -> Flat:
    """The plain text of sanitised mark-up, with the map back to it."""
    state = _Flattener(source)
    at = 0
    for found in _TAG.finditer(source):
        start, end = found.span()
        if start > at:
            state.add_between(at, start)
        at = end
        name = found[2]
        if name == "br":
            if not _FEED.match(source, end):
                state.add("\n", end, 0)
        elif found[1]:
            state.close_tag(name, end)
        else:
            state.open_tag(name, found[3], start)
            if name == "hr" and not state.open:
                state.end_part(end)
    state.add_between(at, len(source))
    state.end_block()
    return Flat(
        source,
        "".join(state.pieces),
        tuple(state.runs),
        tuple(state.zones),
        tuple(state.parts),
        tuple(state.blocks),
    )


def text_of(source: str) -> str:
    """The plain text of sanitised mark-up."""
    return flatten(source).text


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


def html_offset(flat: Flat, offset: int) -> int:
    """Where the character at an offset of the text stands in the mark-up."""
    index = max(bisect_right(flat.runs, offset, key=lambda run: run.text) - 1, 0)
    if not flat.runs:
        return 0
    run = flat.runs[index]
    return run.html + (offset - run.text if run.html_length == run.length else 0)


def map_tags(source: str, change: Callable[[str, str, str], str | None]) -> str:
    """Mark-up with its tags changed: `change(slash, name, attributes)` gives a new tag, or None."""

    def tag_for(found: re.Match[str]) -> str:
        changed = change(found[1], found[2], found[3])
        return found[0] if changed is None else changed

    return _TAG.sub(tag_for, source)


def map_attributes(source: str, change: Callable[[str, str], str | None]) -> str:
    """Mark-up with the tags that have attributes changed: `change(name, attributes)` gives a new tag, or None."""

    def tag_for(found: re.Match[str]) -> str:
        changed = change(found[1], found[2])
        return found[0] if changed is None else changed

    return _WITH_ATTRIBUTES.sub(tag_for, source)


def rewrite_references(source: str, targets: dict[str, str]) -> str:
    """Mark-up with `href` and `src` values replaced; `targets` maps decoded values to new ones."""

    def change(name: str, raw: str) -> str | None:
        if name not in {"a", "img"}:
            return None
        attributes = attributes_of(raw)
        key = "href" if name == "a" else "src"
        if attributes.get(key) not in targets:
            return None
        return tag(name, (attributes | {key: targets[attributes[key]]}).items())

    return map_attributes(source, change)
