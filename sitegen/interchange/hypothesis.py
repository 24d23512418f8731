"""Annotations of Hypothes.is as notes: what its client exports and what its service answers (JSON)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sitegen.interchange.annotated import as_note, day_of, note_id
from sitegen.interchange.annotations import MOTIVATIONS, Annotation
from sitegen.problems import Problem, error, warning


def rows_of(document: Any) -> list[Any] | None:
    """The annotations of a document of Hypothes.is, or None if it is none."""
    if isinstance(document, dict):
        document = next((document[key] for key in ("annotations", "rows") if key in document), None)
    rows = document if isinstance(document, list) else None
    if rows is None or any(isinstance(row, dict) and "uri" not in row for row in rows):
        return None
    return rows


def from_hypothesis(rows: list[Any], file: str) -> tuple[tuple[Annotation, ...], tuple[Problem, ...]]:
    """The notes of rows, and what is wrong with the others. `file` is what problems call it."""
    problems: list[Problem] = []
    found = [one for number, row in enumerate(rows, 1) for one in _annotation(row, number, file, problems)]
    return tuple(found), tuple(problems)


def _annotation(row: Any, number: int, file: str, problems: list[Problem]) -> Iterable[Annotation]:
    if not isinstance(row, dict) or not isinstance(row.get("uri"), str):
        problems.append(error(file, 0, f"row {number} is not an annotation", "export it anew"))
        return
    name = note_id(_text(row.get("id"))) if row.get("id") else f"note-{number}"
    if row.get("references"):
        problems.append(warning(file, 0, f"{name}: is a reply, passed by", "add it to the note that it answers"))
        return
    text = _text(row.get("text")).strip()
    if not text:
        problems.append(warning(file, 0, f"{name}: says nothing, passed by", "give it a text"))
        return
    tags = [_text(tag).lower() for tag in _list(row.get("tags"))]
    base: dict[str, Any] = {
        "id": name,
        "kind": next((tag for tag in tags if tag in MOTIVATIONS), "context"),
        "body": text,
        **_selector(row),
        "author": _author(row),
        "date": day_of(_text(row.get("created"))),
    }
    note = as_note({key: value for key, value in base.items() if value}, file, problems)
    if note is not None:
        yield Annotation(row["uri"], note)


def _selector(row: dict[str, Any]) -> dict[str, str]:
    """The quote; a row without one is on the whole page. Offsets count the page's text, not the article's."""
    for target in _list(row.get("target")):
        for selector in _list(target.get("selector")) if isinstance(target, dict) else ():
            if isinstance(selector, dict) and selector.get("type") == "TextQuoteSelector":
                keys = (("quote", "exact"), ("prefix", "prefix"), ("suffix", "suffix"))
                return {ours: _text(selector.get(theirs)) for ours, theirs in keys}
    return {"target": "article"}


def _author(row: dict[str, Any]) -> str:
    shown = row.get("user_info")
    name = _text(shown.get("display_name")) if isinstance(shown, dict) else ""
    return name or _text(row.get("user")).removeprefix("acct:").partition("@")[0]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
