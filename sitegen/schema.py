"""Values checked against their types: every problem at once, with its line and a suggestion.

The types are msgspec structs, so that one declaration serves for checking, for JSON Schema and for
the rest of the program.
"""

from __future__ import annotations

import types
import typing
from functools import cache
from typing import Any, TypeVar

import msgspec

from sitegen.dates import PartialDate, parse_date
from sitegen.problems import Problem, error, suggestion
from sitegen.yamlfile import Node

T = TypeVar("T")

_TRUTH = {"true": True, "false": False}


class _WrongError(Exception):
    """A value that is not what its type says; the problem is recorded already."""


def read_as(node: Node, wanted: type[T], file: str) -> tuple[T | None, list[Problem]]:
    """A node as a value of a type, or None with the problems that prevent it.

    `wanted` is built of structs, tuples, dictionaries of text, Literal, PartialDate, str, int,
    bool, and unions of text with one other of these.
    """
    problems: list[Problem] = []
    try:
        value = _read(node, wanted, "", _Report(file, problems))
    except _WrongError:
        value = None
    return (None if problems else value), problems


class _Report:
    __slots__ = ("file", "problems")

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems

    def wrong(self, line: int, message: str, remedy: str = "") -> _WrongError:
        self.problems.append(error(self.file, line, message, remedy))
        return _WrongError()


def _read(node: Node, wanted: Any, key: str, report: _Report) -> Any:
    if wanted is str:
        return _text(node, key, report)
    origin = typing.get_origin(wanted)
    if origin in (typing.Union, types.UnionType):
        return _union(node, typing.get_args(wanted), key, report)
    if origin is typing.Literal:
        return _choice(node, typing.get_args(wanted), key, report)
    if origin is tuple:
        return _list(node, typing.get_args(wanted)[0], key, report)
    if origin is dict:
        return _mapping(node, typing.get_args(wanted)[1], key, report)
    if wanted is PartialDate:
        return _date(node, key, report)
    if wanted is bool:
        return _choice_of(node, _TRUTH, key, report)
    if wanted is int:
        return _integer(node, key, report)
    return _struct(node, wanted, key, report)


def _text(node: Node, key: str, report: _Report) -> str:
    if not isinstance(node.value, str):
        raise report.wrong(node.line, f"{key} is not text", f'write {key}: "…"')
    return node.value


def _choice(node: Node, choices: tuple[Any, ...], key: str, report: _Report) -> Any:
    return _choice_of(node, {str(choice): choice for choice in choices}, key, report)


def _choice_of(node: Node, choices: dict[str, Any], key: str, report: _Report) -> Any:
    text = _text(node, key, report)
    if text not in choices:
        raise report.wrong(node.line, f"{key} {text!r} is not known", suggestion(text, choices))
    return choices[text]


def _date(node: Node, key: str, report: _Report) -> PartialDate:
    text = _text(node, key, report)
    try:
        return parse_date(text)
    except ValueError:
        remedy = "write YYYY, YYYY-MM or YYYY-MM-DD"
        raise report.wrong(node.line, f"{key} {text!r} is not a date", remedy) from None


def _integer(node: Node, key: str, report: _Report) -> int:
    text = _text(node, key, report)
    if not (text.isascii() and text.removeprefix("-").isdigit() and len(text) <= 18):
        raise report.wrong(node.line, f"{key} {text!r} is not a whole number")
    return int(text)


def _list(node: Node, item: Any, key: str, report: _Report) -> tuple[Any, ...]:
    if node.value == "":
        # A key with nothing behind it, as one leaves it to be filled.
        return ()
    if not isinstance(node.value, tuple):
        raise report.wrong(node.line, f"{key} is not a list", f"write {key}: […]")
    values = []
    for child in node.value:
        try:
            values.append(_read(child, item, key, report))
        except _WrongError:
            continue
    return tuple(values)


def _mapping(node: Node, item: Any, key: str, report: _Report) -> dict[str, Any]:
    if node.value == "":
        return {}
    if not isinstance(node.value, dict):
        raise report.wrong(node.line, f"{key} is not a mapping", f"write {key}: {{en: …}}")
    values = {}
    for name, child in node.value.items():
        try:
            values[name] = _read(child, item, f"{key}.{name}", report)
        except _WrongError:
            continue
    return values


def _union(node: Node, members: tuple[Any, ...], key: str, report: _Report) -> Any:
    texts = [m for m in members if m is str or typing.get_origin(m) is typing.Literal]
    others = [m for m in members if m not in texts and m is not types.NoneType]
    if isinstance(node.value, str) and texts:
        return _read(node, texts[0], key, report)
    return _read(node, (others or texts)[0], key, report)


@cache
def _fields(wanted: type) -> dict[str, tuple[str, Any, bool]]:
    hints = typing.get_type_hints(wanted)
    return {
        field.encode_name: (field.name, hints[field.name], field.required) for field in msgspec.structs.fields(wanted)
    }


def _struct(node: Node, wanted: Any, key: str, report: _Report) -> Any:
    if not isinstance(node.value, dict):
        what = key or "this"
        raise report.wrong(node.line, f"{what} is not a mapping of keys", "write key: value lines")
    fields = _fields(wanted)
    prefix = f"{key}." if key else ""
    values = {}
    failed = False
    for name, child in node.value.items():
        if name not in fields:
            line = node.key_lines[name]
            report.wrong(line, f"unknown key {prefix}{name}", suggestion(name, fields))
            continue
        attribute, kind, _ = fields[name]
        try:
            values[attribute] = _read(child, kind, f"{prefix}{name}", report)
        except _WrongError:
            failed = True
    for name, (attribute, _, required) in fields.items():
        if required and attribute not in values and name not in node.value:
            report.wrong(node.line, f"{prefix}{name} is missing", f"add {name}: …")
            failed = True
    if failed:
        raise _WrongError()
    return wanted(**values)
