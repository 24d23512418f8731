"""Other values in a note, where they differ and nowhere else."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

import msgspec
import yaml

from sitegen.sidecar.scalars import content_end, quoted_piece, scalar_piece
from sitegen.sidecar.splicing import (
    UNCHANGEABLE,
    Piece,
    checked,
    in_block,
    in_flow,
    key_line,
    lines_behind,
    note_of,
    root_of,
    spliced,
    texts_of,
    values_of,
)

# The keys of a note and of its sources, in the order in which editors read best.
_ORDER = (
    "id", "kind", "target", "quote", "prefix", "suffix", "start", "was", "now", "verdict", "body", "author", "date",
    "status", "sources", "title", "url", "publisher",
)  # fmt: skip

_Scalar = Callable[..., Piece]


class _Text(msgspec.Struct, frozen=True):
    """The text of a file, and the way in which a scalar is put into it."""

    text: str
    scalar: _Scalar


def edit_note(text: str, note_id: str, changes: Mapping[str, Any]) -> str:
    """The text of a sidecar with other values in one of its notes: every other byte, every comment stays.

    `changes` has by key a text, a list, a mapping of what changes in the one that is there, or None, which takes the
    key away. Comments within what is taken away go with it. Raises ValueError for a text that does not have that note
    once, or can't be changed.
    """
    body = text.removeprefix("\ufeff")
    root = root_of(body)
    note, number = note_of(root, note_id)
    expected = values_of(root)
    wanted = expected["notes"][number] = _merged(values_of(note), changes)
    flow = bool(root and root.flow_style) or _notes_of(root).flow_style
    try:
        pieces = _mapping(_Text(body, scalar_piece), note, wanted, flow)
        done = checked(spliced(body, pieces), expected)
    except ValueError:
        # Some texts can't be said in every style.
        pieces = _mapping(_Text(body, quoted_piece), note, wanted, flow)
        done = checked(spliced(body, pieces), expected)
    return text[: len(text) - len(body)] + done


def _notes_of(root: yaml.MappingNode | None) -> Any:
    return next(value for key, value in (root.value if root else ()) if key.value == "notes")


def _merged(old: Any, changes: Mapping[str, Any]) -> dict[str, Any]:
    """A mapping with changes: those of a mapping in it go into what is there."""
    new = dict(old) if isinstance(old, Mapping) else {}
    for key, value in changes.items():
        if value is None:
            new.pop(key, None)
        else:
            new[key] = _merged(new.get(key), value) if isinstance(value, Mapping) else texts_of(value)
    return new


def _value(file: _Text, node: Any, new: Any, column: int, *, flow: bool) -> list[Piece]:
    """What makes a value another; `column` is that of its key, `flow` says if it stands in brackets."""
    if values_of(node) == new:
        return []
    if isinstance(node, yaml.MappingNode) and isinstance(new, Mapping):
        return _mapping(file, node, new, flow)
    if isinstance(node, yaml.SequenceNode) and isinstance(new, list):
        return _sequence(file, node, new, flow)
    if isinstance(node, yaml.ScalarNode) and isinstance(new, str):
        return [file.scalar(file.text, node, new, column, flow=flow)]
    if isinstance(node, yaml.ScalarNode) and node.value == "" and isinstance(new, list):
        end = int(node.end_mark.index)
        return [(end, end, f" {in_flow(new)}") if flow else lines_behind(file.text, end, in_block(new, column + 2))]
    raise ValueError(UNCHANGEABLE)


def _mapping(file: _Text, node: yaml.MappingNode, new: Mapping[str, Any], flow: bool) -> list[Piece]:
    flow = flow or bool(node.flow_style)
    pairs = {key.value: (key, value) for key, value in node.value}
    places = [(key.start_mark.index, content_end(file.text, value)) for key, value in node.value]
    kept = [number for number, (key, _) in enumerate(node.value) if key.value in new]
    pieces = _without(file.text, places, kept, flow=flow)
    for name, (key, value) in pairs.items():
        if name in new:
            pieces += _value(file, value, new[name], key.start_mark.column, flow=flow)
    names = [node.value[number][0].value for number in kept]
    for name in sorted(new.keys() - pairs.keys(), key=_rank):
        # Behind the last of those that come before it.
        before = max((n for n in names if _rank(n) <= _rank(name)), key=names.index, default=names[0])
        end = content_end(file.text, pairs[before][1])
        pieces.append(_pair(file.text, end, name, new[name], column=node.value[0][0].start_mark.column, flow=flow))
    return pieces


def _rank(name: str) -> tuple[int, str]:
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER)), name


def _pair(text: str, end: int, name: str, value: Any, *, column: int, flow: bool) -> Piece:
    """A new key behind a value that ends somewhere."""
    if flow:
        return end, end, f", {name}: {in_flow(value)}"
    return lines_behind(text, end, key_line(name, value, column))


def _sequence(file: _Text, node: yaml.SequenceNode, new: Sequence[Any], flow: bool) -> list[Piece]:
    flow = flow or bool(node.flow_style)
    column = node.start_mark.column
    if not node.value:
        return [(node.start_mark.index, int(node.end_mark.index), in_flow(list(new)))]
    places = [(_item_start(file.text, item, node, flow), content_end(file.text, item)) for item in node.value]
    matcher = SequenceMatcher(None, [_text_of(values_of(item)) for item in node.value], [_text_of(one) for one in new])
    pieces: list[Piece] = []
    gone: set[int] = set()
    for _, low, high, new_low, new_high in matcher.get_opcodes():
        both = min(high - low, new_high - new_low)
        for item, value in zip(node.value[low : low + both], new[new_low : new_low + both], strict=True):
            pieces += _value(file, item, value, column, flow=flow)
        gone |= set(range(low + both, high))
        if more := list(new[new_low + both : new_high]):
            pieces.append(_items(file.text, places, low + both, more, column=column, flow=flow))
    kept = [number for number in range(len(places)) if number not in gone]
    return pieces + _without(file.text, places, kept, flow=flow)


def _text_of(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _items(
    text: str, places: Sequence[tuple[int, int]], number: int, items: list[Any], *, column: int, flow: bool
) -> Piece:
    """New items in front of that with a number, or behind the last."""
    if number == 0:
        at = places[0][0]
        if flow:
            return at, at, "".join(f"{in_flow(item)}, " for item in items)
        return at, at, in_block(items, column).removeprefix(" " * column) + " " * column
    end = places[number - 1][1]
    if flow:
        return end, end, "".join(f", {in_flow(item)}" for item in items)
    return lines_behind(text, end, in_block(items, column))


def _item_start(text: str, item: Any, node: yaml.SequenceNode, flow: bool) -> int:
    """Where an item starts, with its dash."""
    start = int(item.start_mark.index)
    if flow:
        return start
    first = int(node.start_mark.index)
    return max(text.rfind("\n" + " " * node.start_mark.column + "-", first, start) + 1 + node.start_mark.column, first)


def _without(text: str, places: Sequence[tuple[int, int]], kept: Sequence[int], *, flow: bool) -> list[Piece]:
    """What takes away all but some of the children of a collection, which are between two offsets each."""
    gone = [number for number in range(len(places)) if number not in kept]
    if gone and not kept:
        raise ValueError(UNCHANGEABLE)
    return [(_gap if flow else _line)(text, places, number, kept[0]) for number in gone]


def _gap(text: str, places: Sequence[tuple[int, int]], number: int, first: int) -> Piece:
    """A child of brackets with the comma before it, or, if it stands before all that stay, behind it."""
    if number < first:
        start, end = places[number][0], places[number + 1][0]
    else:
        start, end = places[number - 1][1], places[number][1]
    around = text[start : places[number][0]] + text[places[number][1] : end]
    if "#" in around:
        raise ValueError(UNCHANGEABLE)
    return start, end, ""


def _line(text: str, places: Sequence[tuple[int, int]], number: int, first: int) -> Piece:
    """The lines of a child; a comment behind it gets the line for itself."""
    start, end = places[number]
    top = places[0][0]
    if number < first and text[text.rfind("\n", 0, top) + 1 : top].strip():
        # It stands behind a dash, or would: there the next child takes its place.
        follows = places[number + 1][0]
        if text[end:follows].strip():
            raise ValueError(UNCHANGEABLE)
        return start, follows, ""
    begin = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end) + 1 or len(text)
    rest = text[end:line_end].lstrip(" \t")
    return (start, line_end - len(rest), "") if rest.strip() else (begin, line_end, "")
