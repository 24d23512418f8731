"""Text out of mark-up, with a map back to it."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal

import msgspec

from sitegen.markup.tags import TAG, attributes_of

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
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z0-9]+);")
# The line feed that follows a break, though tags may stand between the two.
_FEED = re.compile(r"(?:<[^>]*>)*\n")


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


def flatten(source: str) -> Flat:
    """The plain text of sanitised mark-up, with the map back to it."""
    state = _Flattener(source)
    at = 0
    for found in TAG.finditer(source):
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


def html_offset(flat: Flat, offset: int) -> int:
    """Where the character at an offset of the text stands in the mark-up."""
    index = max(bisect_right(flat.runs, offset, key=lambda run: run.text) - 1, 0)
    if not flat.runs:
        return 0
    run = flat.runs[index]
    return run.html + (offset - run.text if run.html_length == run.length else 0)


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
