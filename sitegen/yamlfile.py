"""YAML without surprises: every scalar a string, every value with its line, hostile input refused."""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Callable
from typing import Protocol

import msgspec
import yaml

from sitegen.problems import ProblemError, error

DEEPEST = 32
MOST_VALUES = 200_000
LONGEST_SHARED = 40

# libyaml counts code units of its own; the escapes of a double-quoted scalar may build these.
_SURROGATE = re.compile(r"[\ud800-\udfff]")

# What ends a line for libyaml besides a line feed, as in YAML 1.1.
_OTHER_BREAK = re.compile("[\r\x85\u2028\u2029]")
_ANY_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


class _Mark(Protocol):
    @property
    def line(self) -> int: ...


class Node(msgspec.Struct, frozen=True):
    """A value with the line it starts on (from 1 in its file).

    `value` is a string, a tuple of nodes, or a dictionary of nodes; `key_lines` has the line of each key.
    """

    value: str | tuple[Node, ...] | dict[str, Node]
    line: int
    key_lines: dict[str, int] = {}


class _Open:
    """A collection that is being read."""

    __slots__ = ("items", "key", "key_lines", "line", "pairs")

    def __init__(self, line: int, *, mapping: bool) -> None:
        self.line = line
        self.items: list[Node] = []
        self.pairs: dict[str, Node] | None = {} if mapping else None
        self.key_lines: dict[str, int] = {}
        self.key: str | None = None

    def close(self) -> Node:
        if self.pairs is None:
            return Node(tuple(self.items), self.line)
        return Node(self.pairs, self.line, self.key_lines)


def read_yaml(text: str, file: str, *, first_line: int = 1) -> Node | None:
    """The one document of a YAML text, or None if it is empty.

    `first_line` is the line of `file` on which the text starts. Scalars stay strings as written
    (YAML 1.2 failsafe schema). Raises ProblemError for broken syntax, tags, aliases, duplicate
    keys, several documents, and for more than 32 levels or 200,000 values.
    """
    line_of = _line_of(text, first_line)
    try:
        return _read(text, file, line_of)
    except yaml.MarkedYAMLError as failure:
        mark = failure.problem_mark or failure.context_mark
        column = mark.column + 1 if mark is not None else 0
        message = f"is not YAML: {failure.problem or failure.context}"
        remedy = "quote text that holds ': ' or starts with a sign; indent with spaces"
        raise ProblemError(error(file, line_of(mark), message, remedy, column=column)) from None
    except yaml.YAMLError as failure:
        reason = str(getattr(failure, "reason", failure))
        line = first_line + text.encode().count(b"\n", 0, getattr(failure, "position", 0))
        raise ProblemError(error(file, line, f"is not YAML: {reason}")) from None


def _line_of(text: str, first_line: int) -> Callable[[_Mark | None], int]:
    """How marks of libyaml become lines of the file, as editors count them."""
    breaks = _ANY_BREAK.findall(text) if _OTHER_BREAK.search(text) else ()
    own = (0, *itertools.accumulate(int(one.endswith("\n")) for one in breaks))
    # The end of a text without a line feed is marked on a line that is not there.
    last = text.count("\n")

    def line_of(mark: _Mark | None) -> int:
        if mark is None:
            return first_line
        line = own[min(mark.line, len(breaks))] if breaks else mark.line
        return first_line + min(line, last)

    return line_of


def _read(text: str, file: str, line_of: Callable[[_Mark | None], int]) -> Node | None:
    stack: list[_Open] = []
    root: Node | None = None
    seen = documents = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        kind = type(event)
        if kind in (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentEndEvent):
            continue
        line = line_of(event.start_mark)
        seen += 1
        if kind is yaml.DocumentStartEvent:
            documents += 1
            if documents > 1:
                raise _refuse(file, line, "holds a second document", "keep one document in a file")
            continue
        if kind is yaml.AliasEvent:
            raise _refuse(file, line, "uses an alias", "write the value out")
        if seen > MOST_VALUES or len(stack) > DEEPEST:
            raise _refuse(file, line, "is too large or too deep", "split it")
        if kind is yaml.ScalarEvent:
            _refuse_tag(event, file, line)
            done = Node(_scalar(event, file, line), line)
        elif kind in (yaml.MappingStartEvent, yaml.SequenceStartEvent):
            _refuse_tag(event, file, line)
            _no_collection_as_key(stack, file, line)
            stack.append(_Open(line, mapping=kind is yaml.MappingStartEvent))
            continue
        else:
            done = stack.pop().close()
        if stack:
            _put(stack[-1], done, file)
        else:
            root = done
    return None if root is not None and root.value == "" else root


def _scalar(event: yaml.Event, file: str, line: int) -> str:
    value: str = getattr(event, "value", "")
    if _SURROGATE.search(value):
        raise _refuse(file, line, "escapes half a character", "write the character itself")
    # Keys, tags, languages: the files of an archive have them in common.
    return sys.intern(value) if len(value) <= LONGEST_SHARED else value


def _put(parent: _Open, node: Node, file: str) -> None:
    if parent.pairs is None:
        parent.items.append(node)
    elif parent.key is None:
        assert isinstance(node.value, str)
        if node.value in parent.pairs:
            first = parent.key_lines[node.value]
            message = f"has the key {node.value!r} twice, first in line {first}"
            raise _refuse(file, node.line, message, "remove one")
        parent.key = node.value
        parent.key_lines[node.value] = node.line
    else:
        parent.pairs[parent.key] = node
        parent.key = None


def _no_collection_as_key(stack: list[_Open], file: str, line: int) -> None:
    if stack and stack[-1].pairs is not None and stack[-1].key is None:
        raise _refuse(file, line, "has a list or a mapping as a key", "write text")


def _refuse_tag(event: yaml.Event, file: str, line: int) -> None:
    tag = getattr(event, "tag", None)
    if tag not in (None, "!", "tag:yaml.org,2002:str"):
        raise _refuse(file, line, f"uses the tag {tag}", "remove it: every value is text")


def _refuse(file: str, line: int, message: str, remedy: str) -> ProblemError:
    return ProblemError(error(file, line, message, remedy))
