"""Terms as a table: CSV as RFC 4180 has it, a row a term, a column a key and language.

`forms[fr]` has the French forms divided by ` | `; facts and sources are JSON. A cell that a spreadsheet
would take for a formula is written with an apostrophe before it, which reading takes off again.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from sitegen.interchange.written import as_node, written
from sitegen.model import Term
from sitegen.problems import Problem, error, suggestion
from sitegen.schema import read_as
from sitegen.urls import slugify
from sitegen.yamlfile import Node

_TEXTS = ("label", "definition")
_LISTS = ("forms", "forbid", "misspelt", "mistranslated", "near", "against")
_JSON = ("facts", "sources")
_ORDER = (
    "id", "kind", "label", "forms", "forbid", "misspelt", "mistranslated", "prior", "near", "against", "case",
    "accents", "link", "definition", "facts", "related", "sources",
)  # fmt: skip
_COLUMN = re.compile(r"([a-z_]+)(?:\[([A-Za-z0-9-]+)\])?")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


def to_table(terms: Sequence[Term]) -> str:
    """Terms as CSV, with the columns that some term has something for."""
    rows = [dict(_cells(written(term))) for term in terms]
    columns = sorted({"id", "kind", *(c for row in rows for c in row)}, key=_rank)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_guarded(row.get(column, "")) for column in columns] for row in rows)
    return out.getvalue()


def from_table(text: str, file: str) -> tuple[tuple[Term, ...], tuple[Problem, ...]]:
    """The terms of a CSV text, and what is wrong with the rest. `file` is what problems call it."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    problems: list[Problem] = []
    terms: list[Term] = []
    try:
        columns = next(reader, [])
        problems += _unknown(columns, file)
        if problems or not columns:
            return (), tuple(problems or [error(file, 1, "has no columns", f"write {', '.join(_ORDER[:3])}")])
        line = reader.line_num + 1
        for row in reader:
            if any(cell.strip() for cell in row):
                _add(columns, row, file, line, terms, problems)
            line = reader.line_num + 1
    except csv.Error as failure:
        problems.append(error(file, reader.line_num, f"is not CSV: {failure}", 'quote cells that hold " or a line end'))
    return tuple(terms), tuple(problems)


def _add(
    columns: Sequence[str], row: Sequence[str], file: str, line: int, terms: list[Term], problems: list[Problem]
) -> None:
    if len(row) > len(columns):
        problems.append(error(file, line, f"has {len(row)} cells under {len(columns)} columns", "quote cells with ,"))
        return
    try:
        node = _row(dict(zip(columns, map(_unguarded, row), strict=False)), line)
    except json.JSONDecodeError as failure:
        problems.append(error(file, line, f"holds facts or sources that are not JSON: {failure}", "mend them"))
        return
    term, wrong = read_as(node, Term, file)
    problems += wrong
    if term is not None:
        terms.append(term)


def _rank(column: str) -> tuple[int, str]:
    return _ORDER.index(column.partition("[")[0]), column


def _cells(term: dict[str, Any]) -> Iterable[tuple[str, str]]:
    cues = term.pop("cues", {})
    term |= cues
    for key, value in term.items():
        if key in _JSON:
            yield key, json.dumps(value, ensure_ascii=False)
        elif key == "related":
            yield key, _joined(f"{one['is']} {one['term']}" for one in value)
        elif isinstance(value, dict):
            for language, item in value.items():
                yield f"{key}[{language}]", item if key in _TEXTS else _joined(item)
        else:
            yield key, value


def _row(cells: dict[str, str], line: int) -> Node:
    term: dict[str, Any] = {}
    for column, cell in cells.items():
        key, _, language = column.rstrip("]").partition("[")
        if cell == "":
            continue
        value: Any = cell
        if key in _JSON:
            value = json.loads(cell)
        elif key == "related":
            value = [dict(zip(("is", "term"), one.split(" ", 1), strict=False)) for one in _divided(cell)]
        elif key in _LISTS:
            value = _divided(cell)
        into = term.setdefault("cues", {}) if key in ("near", "against") else term
        if language:
            into.setdefault(key, {})[language] = value
        else:
            into[key] = value
    if "id" not in term and isinstance(term.get("label"), str):
        term = {"id": slugify(term["label"]), **term}
    return as_node(term, line)


def _unknown(columns: Sequence[str], file: str) -> Iterable[Problem]:
    seen: set[str] = set()
    for column in columns:
        found = _COLUMN.fullmatch(column)
        known = found is not None and found[1] in _ORDER
        if found is None or not known or bool(found[2]) > (found[1] in (*_TEXTS, *_LISTS)):
            yield error(file, 1, f"unknown column {column!r}", suggestion(column.partition("[")[0], _ORDER))
        elif not found[2] and found[1] in _LISTS:
            yield error(file, 1, f"the column {column!r} names no language", f"write {column}[any] or {column}[en]")
        elif column in seen:
            yield error(file, 1, f"has the column {column!r} twice", "remove one")
        seen.add(column)


def _joined(items: Iterable[str]) -> str:
    return " | ".join(item.replace("\\", "\\\\").replace("|", "\\|") for item in items)


def _divided(cell: str) -> list[str]:
    parts = re.split(r" ?(?<!\\)((?:\\\\)*)\| ?", cell)
    # A pair of backslashes before a bar is text of the item that ends there.
    items = [text + (parts[at + 1] if at + 1 < len(parts) else "") for at, text in enumerate(parts) if at % 2 == 0]
    return [re.sub(r"\\(.)", r"\1", item) for item in items]


def _guarded(cell: str) -> str:
    return "'" + cell if cell.startswith(_FORMULA) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell
