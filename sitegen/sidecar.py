"""Changes to sidecars that leave every other byte as its editor wrote it.

A text is parsed for the places of its values and spliced there: a round trip through a YAML library
keeps comments and order, but sets indentation, white space and folded lines anew.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

_WIDTH = 110
_UNFOLDED = 10**9
_BREAKS = re.compile("[\x85\u2028\u2029]|[ \t]\n")
# The fields of a note that may be replaced, in the order in which editors read best.
_FIELDS = ("quote", "prefix", "suffix", "start", "status")


class _Plain(yaml.SafeDumper):
    """Writes scalars as the reader takes them, text all of them: dates and numbers without quotes."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def represent_text(self, data: str) -> yaml.ScalarNode:
        # A literal block has no escapes, and the other breaks of lines would end its lines too.
        literal = "\n" in data and data.strip() == data and not _BREAKS.search(data)
        return self.represent_scalar("tag:yaml.org,2002:str", data, style="|" if literal else None)


_Plain.add_representer(str, _Plain.represent_text)


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
    root = _root(body)
    new = _texts(list(items))
    piece = _added(body, root, name, new)
    expected = _values(root) if root else {}
    expected[name] = [*(expected.get(name) or []), *new]
    return text[: len(text) - len(body)] + _checked(_spliced(body, [piece]), expected)


def replace_fields(text: str, note_id: str, fields: Mapping[str, str | int]) -> str:
    """The text of a sidecar with other values of `quote`, `prefix`, `suffix`, `start` or `status` in one of its notes.

    Raises ValueError for a text that does not have that note once, or can't be changed.
    """
    body = text.removeprefix("\ufeff")
    root = _root(body)
    note, number = _note(root, note_id)
    expected = _values(root)
    expected["notes"][number] |= _texts(dict(fields))
    pieces = [_field(body, note, key, fields[key]) for key in _FIELDS if key in fields]
    return text[: len(text) - len(body)] + _checked(_spliced(body, pieces), expected)


def selector_lines(fields: Mapping[str, str | int], column: int = 4) -> str:
    """Lines with the keys of a selector, to be pasted into a note."""
    return "".join(f"{' ' * column}{key}: {_scalar(fields[key])}\n" for key in _FIELDS if key in fields)


def write_sidecar(path: Path, text: str, was: bytes | None) -> None:
    """Put a text in the place of the bytes that a file had, or of none, at once or not at all.

    Raises FileExistsError where the file is not what it was any more.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix="~")
    try:
        with open(handle, "wb") as out:
            out.write(text.encode())
            out.flush()
            os.fsync(out.fileno())
        if (path.read_bytes() if path.exists() else None) != was or path.is_symlink():
            raise FileExistsError(f"{path} has changed meanwhile")
        os.chmod(name, path.stat().st_mode & 0o777 if was is not None else 0o644)
        os.replace(name, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)


# A piece of a splice: where the old text starts and ends, and what stands there instead.
_Piece = tuple[int, int, str]


def _spliced(text: str, pieces: Sequence[_Piece]) -> str:
    line_end = "\r\n" if "\r\n" in text else "\n"
    done = 0
    parts: list[str] = []
    for start, end, new in sorted(pieces, key=lambda piece: piece[0]):
        parts += [text[done:start], new.replace("\n", line_end)]
        done = end
    return "".join(parts) + text[done:]


def _checked(text: str, expected: Any) -> str:
    with contextlib.suppress(ValueError):
        root = _root(text)
        if root is not None and _values(root) == expected:
            return text
    raise ValueError("is written in a way that does not let it be changed")


def _root(text: str) -> yaml.MappingNode | None:
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as failure:
        raise ValueError(f"is not YAML: {str(failure).splitlines()[0]}") from None
    if root is None or (isinstance(root, yaml.ScalarNode) and root.value == ""):
        return None
    if not isinstance(root, yaml.MappingNode):
        raise ValueError("is not a mapping of keys")
    return root


def _values(node: Any) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _values(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_values(item) for item in node.value]
    return node.value


def _texts(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _texts(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_texts(item) for item in value]
    return str(value)


def _added(text: str, root: yaml.MappingNode | None, name: str, notes: Sequence[Mapping[str, Any]]) -> _Piece:
    found = next(((key, value) for key, value in root.value if key.value == name), None) if root else None
    if found is None:
        return _new_key(text, root, name, notes)
    key, value = found
    if isinstance(value, yaml.SequenceNode) and value.value:
        if not value.flow_style:
            return _lines(text, _end_of(value), _block(notes, value.start_mark.column))
        at = value.value[-1].end_mark.index
        return at, at, "".join(f", {_flow(note)}" for note in notes)
    if not isinstance(value, yaml.SequenceNode) and value.value != "":
        raise ValueError(f"has {name} that are not a list")
    if root is not None and root.flow_style:
        return value.start_mark.index, value.end_mark.index, f" [{', '.join(map(_flow, notes))}]"
    empty = (key.end_mark.index + 1, value.end_mark.index)
    start, end, lines = _lines(text, empty[1], _block(notes, key.start_mark.column + 2))
    return empty[0], end, text[empty[1] : start] + lines


def _new_key(text: str, root: yaml.MappingNode | None, name: str, notes: Sequence[Mapping[str, Any]]) -> _Piece:
    if root is not None and root.flow_style:
        at = root.value[-1][1].end_mark.index if root.value else root.start_mark.index + 1
        comma = ", " if root.value else ""
        return at, at, f"{comma}{name}: [{', '.join(map(_flow, notes))}]"
    column = root.start_mark.column if root else 0
    ended = "" if text.endswith("\n") or not text else "\n"
    return len(text), len(text), f"{ended}{' ' * column}{name}:\n{_block(notes, column + 2)}"


def _end_of(node: Any) -> int:
    """Where the last character of a value stands; a block collection would end where the next token starts."""
    if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end_of(last[1] if isinstance(node, yaml.MappingNode) else last)


def _lines(text: str, end: int, lines: str) -> _Piece:
    """Whole lines behind the line on which a value ends."""
    if end and text[end - 1] in "\n\r":
        return end, end, lines
    at = text.find("\n", end) + 1
    return (at, at, lines) if at else (len(text), len(text), "\n" + lines)


def _block(notes: Sequence[Mapping[str, Any]], column: int) -> str:
    dumped = yaml.dump(list(notes), Dumper=_Plain, allow_unicode=True, sort_keys=False, width=_WIDTH)
    return "".join(" " * column + line if line.strip() else line for line in dumped.splitlines(keepends=True))


def _flow(value: Any) -> str:
    """A value on one line, text in quotes where it needs them among brackets."""
    if isinstance(value, str):
        return _quoted(value)
    return yaml.dump(
        value, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=_UNFOLDED, default_flow_style=True
    ).strip()


def _quoted(value: str) -> str:
    dumped: str = yaml.safe_dump(value, allow_unicode=True, width=_UNFOLDED, default_style='"')
    return dumped.rstrip("\n")


def _scalar(value: str | int) -> str:
    return str(value) if isinstance(value, int) else _quoted(value)


def _note(root: yaml.MappingNode | None, note_id: str) -> tuple[yaml.MappingNode, int]:
    notes = next((value for key, value in root.value if key.value == "notes"), None) if root else None
    found = [
        (note, number)
        for number, note in enumerate(notes.value if isinstance(notes, yaml.SequenceNode) else ())
        if isinstance(note, yaml.MappingNode) and ("id", note_id) in [(k.value, v.value) for k, v in note.value]
    ]
    if len(found) != 1:
        raise ValueError(f"has {len(found) or 'no'} notes with the id {note_id!r}")
    return found[0]


def _field(text: str, note: yaml.MappingNode, key: str, value: str | int) -> _Piece:
    written = _scalar(value)
    for there, old in note.value:
        if there.value == key:
            start, end = old.start_mark.index, _end_of(old)
            space = "" if text[start - 1 : start].isspace() else " "
            # The end of a block scalar is that of its last line.
            return start, end, space + written + ("\n" if text[end - 1 : end] == "\n" and end > start else "")
    order = [there.value for there, _ in note.value]
    earlier = reversed(_FIELDS[: _FIELDS.index(key)]) if key != "status" else ()
    before = next((name for name in earlier if name in order), order[-1])
    there, old = note.value[order.index(before)]
    if note.flow_style:
        at = _end_of(old)
        return at, at, f", {key}: {written}"
    return _lines(text, _end_of(old), f"{' ' * note.value[0][0].start_mark.column}{key}: {written}\n")
