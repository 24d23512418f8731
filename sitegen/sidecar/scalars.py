"""Where texts end, and others in their places: in quotes, folded or as a block, as their editor wrote them."""

from __future__ import annotations

import re
from typing import Any

import yaml

from sitegen.sidecar.splicing import TEXT, UNFOLDED, WIDTH, Piece, Plain, fits_literal

_BLANK_LINES = re.compile(r"(?:\r?\n[ \t]*)+\Z")
_HEADER = re.compile(r"[|>][-+0-9]*([ \t]+#[^\r\n]*)?")
# A dumper's own step of indentation; the file's takes its place.
_STEP = 2


def scalar_end(text: str, node: yaml.ScalarNode) -> int:
    """Where what a scalar says ends. The blank lines behind a block are not its own, unless it keeps them."""
    start, end = node.start_mark.index, int(node.end_mark.index)
    if node.style not in ("|", ">"):
        return end
    header = _HEADER.match(text, start)
    if header and "+" in header[0].partition("#")[0]:
        return end - len(text[start:end]) + len(text[start:end].removesuffix("\n").removesuffix("\r"))
    return start + len(_BLANK_LINES.sub("", text[start:end]))


def content_end(text: str, node: Any) -> int:
    """Where what a value says ends, without the comments and blank lines behind it."""
    if isinstance(node, yaml.ScalarNode):
        return scalar_end(text, node)
    if node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return content_end(text, last[1] if isinstance(node, yaml.MappingNode) else last)


def scalar_piece(text: str, node: yaml.ScalarNode, new: str, column: int, *, flow: bool) -> Piece:
    """A scalar with another text in its own style; `column` is that of its key, `flow` says if it is in brackets."""
    start, end = node.start_mark.index, scalar_end(text, node)
    space = _space(text, start)
    if flow:
        return start, end, space + _in_brackets(new, node.style)
    style = _style(node, new)
    lines = _lines_of(new, style, _width(text[start:end], style))
    indent = _indent(text[start:end], column)
    lines[1:] = [" " * indent + line.removeprefix(" " * _STEP) if line.strip() else line for line in lines[1:]]
    header = _HEADER.match(text[start:end])
    if header and header[1]:
        lines[0] += header[1]
    return start, end, space + "\n".join(lines)


def quoted_piece(text: str, node: yaml.ScalarNode, new: str, column: int, *, flow: bool) -> Piece:
    """A scalar with another text between double quotes on one line, which can say everything anywhere."""
    written = yaml.safe_dump(new, allow_unicode=True, width=UNFOLDED, default_style='"').rstrip("\n")
    start = node.start_mark.index
    return start, scalar_end(text, node), _space(text, start) + written


def _space(text: str, start: int) -> str:
    """What must stand between a key that had no value and the one that it gets."""
    return "" if text[start - 1 : start].isspace() else " "


def _style(node: yaml.ScalarNode, new: str) -> str | None:
    style: str | None = node.style
    if style not in ("|", ">") and "\n" not in node.value and fits_literal(new):
        return "|"
    return style


def _width(old: str, style: str | None) -> int:
    """How long lines may become: as long as the old ones were, if these were folded."""
    first, *folded = [line.rstrip() for line in old.splitlines()] or [""]
    if folded:
        return max(40, *map(len, folded))
    return WIDTH if style in (None, ">") and len(first) <= WIDTH else UNFOLDED


def _indent(old: str, column: int) -> int:
    """How far the lines of a value stand in: as the old ones did, unless their header counts it."""
    first, *lines = old.splitlines() or [""]
    if first[:1] in ("|", ">") and not re.search(r"^.[-+]?\d", first):
        depths = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip()]
        if depths:
            return min(depths)
    return column + _STEP


def _lines_of(value: str, style: str | None, width: int) -> list[str]:
    """A text as the value of a key, line by line."""
    pair = (yaml.ScalarNode(TEXT, "k"), yaml.ScalarNode(TEXT, value, style=style))
    node = yaml.MappingNode("tag:yaml.org,2002:map", [pair], flow_style=False)
    dumped: str = yaml.serialize(node, Dumper=Plain, allow_unicode=True, width=width)
    # A value that keeps the lines at its end would have the document's end behind it.
    if dumped.endswith("\n...\n"):
        dumped = dumped.removesuffix("...\n")
    return dumped.removeprefix("k:").removeprefix(" ").removesuffix("\n").split("\n")


def _in_brackets(value: str, style: str | None) -> str:
    """A text as an item of a list in brackets."""
    item = yaml.ScalarNode(TEXT, value, style='"' if "\n" in value else style)
    node = yaml.SequenceNode("tag:yaml.org,2002:seq", [item], flow_style=True)
    dumped: str = yaml.serialize(node, Dumper=Plain, allow_unicode=True, width=UNFOLDED)
    return dumped.strip()[1:-1]
