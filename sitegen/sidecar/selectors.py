"""Selectors and states of notes written anew in their places."""

from __future__ import annotations

from collections.abc import Mapping

import yaml

from sitegen.sidecar.scalars import content_end, scalar_end
from sitegen.sidecar.splicing import (
    UNCHANGEABLE,
    Piece,
    checked,
    lines_behind,
    note_of,
    quoted,
    root_of,
    spliced,
    texts_of,
    values_of,
)

# The fields of a note that may be replaced, in the order in which editors read best.
_FIELDS = ("quote", "prefix", "suffix", "start", "status")


def replace_fields(text: str, note_id: str, fields: Mapping[str, str | int]) -> str:
    """The text of a sidecar with other values of `quote`, `prefix`, `suffix`, `start` or `status` in one of its notes.

    Raises ValueError for a text that does not have that note once, or can't be changed.
    """
    body = text.removeprefix("\ufeff")
    root = root_of(body)
    note, number = note_of(root, note_id)
    expected = values_of(root)
    expected["notes"][number] |= texts_of(dict(fields))
    pieces = [_field(body, note, key, fields[key]) for key in _FIELDS if key in fields]
    return text[: len(text) - len(body)] + checked(spliced(body, pieces), expected)


def selector_lines(fields: Mapping[str, str | int], column: int = 4) -> str:
    """Lines with the keys of a selector, to be pasted into a note."""
    return "".join(f"{' ' * column}{key}: {_scalar(fields[key])}\n" for key in _FIELDS if key in fields)


def _field(text: str, note: yaml.MappingNode, key: str, value: str | int) -> Piece:
    written = _scalar(value)
    for there, old in note.value:
        if there.value == key:
            if not isinstance(old, yaml.ScalarNode):
                raise ValueError(UNCHANGEABLE)
            start = old.start_mark.index
            return start, scalar_end(text, old), ("" if text[start - 1 : start].isspace() else " ") + written
    order = [there.value for there, _ in note.value]
    earlier = reversed(_FIELDS[: _FIELDS.index(key)]) if key != "status" else ()
    before = next((name for name in earlier if name in order), order[-1])
    there, old = note.value[order.index(before)]
    if note.flow_style:
        at = content_end(text, old)
        return at, at, f", {key}: {written}"
    return lines_behind(text, content_end(text, old), f"{' ' * note.value[0][0].start_mark.column}{key}: {written}\n")


def _scalar(value: str | int) -> str:
    return str(value) if isinstance(value, int) else quoted(value)
