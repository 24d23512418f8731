"""Notes and pins behind those that a sidecar has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from sitegen.sidecar.splicing import (
    Piece,
    checked,
    end_of,
    in_block,
    in_flow,
    lines_behind,
    root_of,
    spliced,
    texts_of,
    values_of,
)


def add_notes(text: str, notes: Sequence[Mapping[str, Any]]) -> str:
    """The text of a sidecar with notes added behind those that it has.

    A note is mappings, lists and text. Raises ValueError for a text that can't take them: one that
    is not YAML, not a mapping, or whose notes are not a list.
    """
    return _with_more(text, "notes", notes)


def add_pins(text: str, pins: Sequence[Mapping[str, Any]]) -> str:
    """The text of a sidecar with pins added behind those that it has. Raises ValueError as `add_notes` does."""
    return _with_more(text, "pins", pins)


def _with_more(text: str, name: str, items: Sequence[Mapping[str, Any]]) -> str:
    """A text with items added to the list under a key."""
    if not items:
        return text
    body = text.removeprefix("\ufeff")
    root = root_of(body)
    new = texts_of(list(items))
    piece = _added(body, root, name, new)
    expected = values_of(root) if root else {}
    expected[name] = [*(expected.get(name) or []), *new]
    return text[: len(text) - len(body)] + checked(spliced(body, [piece]), expected)


def _added(text: str, root: yaml.MappingNode | None, name: str, notes: Sequence[Mapping[str, Any]]) -> Piece:
    found = next(((key, value) for key, value in root.value if key.value == name), None) if root else None
    if found is None:
        return _new_key(text, root, name, notes)
    key, value = found
    if isinstance(value, yaml.SequenceNode) and value.value:
        if not value.flow_style:
            return lines_behind(text, end_of(value), in_block(notes, value.start_mark.column))
        at = value.value[-1].end_mark.index
        return at, at, "".join(f", {in_flow(note)}" for note in notes)
    if not isinstance(value, yaml.SequenceNode) and value.value != "":
        raise ValueError(f"has {name} that are not a list")
    if root is not None and root.flow_style:
        return value.start_mark.index, value.end_mark.index, f" [{', '.join(map(in_flow, notes))}]"
    empty = (key.end_mark.index + 1, value.end_mark.index)
    start, end, lines = lines_behind(text, empty[1], in_block(notes, key.start_mark.column + 2))
    return empty[0], end, text[empty[1] : start] + lines


def _new_key(text: str, root: yaml.MappingNode | None, name: str, notes: Sequence[Mapping[str, Any]]) -> Piece:
    if root is not None and root.flow_style:
        at = root.value[-1][1].end_mark.index if root.value else root.start_mark.index + 1
        comma = ", " if root.value else ""
        return at, at, f"{comma}{name}: [{', '.join(map(in_flow, notes))}]"
    column = root.start_mark.column if root else 0
    ended = "" if text.endswith("\n") or not text else "\n"
    return len(text), len(text), f"{ended}{' ' * column}{name}:\n{in_block(notes, column + 2)}"
