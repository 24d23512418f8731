"""Where values stand in a text of YAML, and other values put in their places.

A text is parsed for the places of its values and spliced there: a round trip through a YAML library
keeps comments and order, but sets indentation, white space and folded lines anew.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

WIDTH = 110
UNFOLDED = 10**9
UNCHANGEABLE = "is written in a way that does not let it be changed"
TEXT = "tag:yaml.org,2002:str"
_BREAKS = re.compile("[\x85\u2028\u2029]|[ \t]\n")


class Plain(yaml.SafeDumper):
    """Writes scalars as the reader takes them, text all of them: dates and numbers without quotes."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def represent_text(self, data: str) -> yaml.ScalarNode:
        return self.represent_scalar(TEXT, data, style="|" if fits_literal(data) else None)


Plain.add_representer(str, Plain.represent_text)


def fits_literal(text: str) -> bool:
    """Whether a text of several lines can be a literal block as it is."""
    # A literal block has no escapes, and the other breaks of lines would end its lines too.
    return "\n" in text and text.strip() == text and not _BREAKS.search(text)


# A piece of a splice: where the old text starts and ends, and what stands there instead.
Piece = tuple[int, int, str]


def spliced(text: str, pieces: Sequence[Piece]) -> str:
    """A text with pieces put in; they do not overlap, and have its ends of lines."""
    line_end = "\r\n" if "\r\n" in text else "\n"
    done = 0
    parts: list[str] = []
    for start, end, new in sorted(pieces, key=lambda piece: piece[:2]):
        parts += [text[done:start], new.replace("\n", line_end)]
        done = end
    return "".join(parts) + text[done:]


def checked(text: str, expected: Any) -> str:
    """A text that says what is expected. Raises ValueError for one that does not."""
    with contextlib.suppress(ValueError):
        root = root_of(text)
        if root is not None and values_of(root) == expected:
            return text
    raise ValueError(UNCHANGEABLE)


def root_of(text: str) -> yaml.MappingNode | None:
    """A text as nodes with their places; None for an empty one. Raises ValueError for what is not a mapping."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as failure:
        raise ValueError(f"is not YAML: {str(failure).splitlines()[0]}") from None
    if root is None or (isinstance(root, yaml.ScalarNode) and root.value == ""):
        return None
    if not isinstance(root, yaml.MappingNode):
        raise ValueError("is not a mapping of keys")
    return root


def values_of(node: Any) -> Any:
    """What a node says, every scalar as text."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: values_of(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [values_of(item) for item in node.value]
    return node.value


def texts_of(value: Any) -> Any:
    """Mappings and lists with every scalar as text."""
    if isinstance(value, Mapping):
        return {key: texts_of(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [texts_of(item) for item in value]
    return str(value)


def end_of(node: Any) -> int:
    """Where the last character of a value stands; a block collection would end where the next token starts."""
    if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return end_of(last[1] if isinstance(node, yaml.MappingNode) else last)


def lines_behind(text: str, end: int, lines: str) -> Piece:
    """Whole lines behind the line on which a value ends."""
    if end and text[end - 1] in "\n\r":
        return end, end, lines
    at = text.find("\n", end) + 1
    return (at, at, lines) if at else (len(text), len(text), "\n" + lines)


def in_block(items: Sequence[Any], column: int) -> str:
    """Items of a list as lines, each dash in a column."""
    return _lines(list(items), column)


def key_line(name: str, value: Any, column: int) -> str:
    """A key with its value as lines, the key in a column."""
    if isinstance(value, list):
        return f"{' ' * column}{name}:\n{in_block(value, column + 2)}"
    return _lines({name: value}, column)


def _lines(value: Any, column: int) -> str:
    dumped = yaml.dump(value, Dumper=Plain, allow_unicode=True, sort_keys=False, width=WIDTH)
    return "".join(" " * column + line if line.strip() else line for line in dumped.splitlines(keepends=True))


def in_flow(value: Any) -> str:
    """A value on one line, text in quotes where it needs them among brackets."""
    if isinstance(value, str):
        return quoted(value)
    return yaml.dump(
        value, Dumper=Plain, allow_unicode=True, sort_keys=False, width=UNFOLDED, default_flow_style=True
    ).strip()


def quoted(value: str) -> str:
    """A text between double quotes, on one line."""
    dumped: str = yaml.safe_dump(value, allow_unicode=True, width=UNFOLDED, default_style='"')
    return dumped.rstrip("\n")


def note_of(root: yaml.MappingNode | None, note_id: str) -> tuple[yaml.MappingNode, int]:
    """The note with an id, and its number among the notes. Raises ValueError where it is not there once."""
    notes = next((value for key, value in root.value if key.value == "notes"), None) if root else None
    found = [
        (note, number)
        for number, note in enumerate(notes.value if isinstance(notes, yaml.SequenceNode) else ())
        if isinstance(note, yaml.MappingNode) and ("id", note_id) in [(k.value, v.value) for k, v in note.value]
    ]
    if len(found) != 1:
        raise ValueError(f"has {len(found) or 'no'} notes with the id {note_id!r}")
    return found[0]
