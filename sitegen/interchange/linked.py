"""JSON-LD of any shape into nodes. What would have to be fetched is refused."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from sitegen.problems import ProblemError, error

ANNOTATION_CONTEXT = "http://www.w3.org/ns/anno.jsonld"

Node = dict[str, Any]


def expanded(data: bytes, file: str) -> list[Node]:
    """The nodes of a JSON-LD document in its expanded form.

    Raises ProblemError for what is not JSON-LD, and for a context that is neither in the document
    nor that of the Web Annotation recommendations. `file` is what problems call it.
    """
    from pyld import jsonld

    asked: list[str] = []

    def load(url: str, _options: object) -> Any:
        if url.replace("https:", "http:") == ANNOTATION_CONTEXT:
            return {"contextUrl": None, "documentUrl": url, "document": _annotation_context()}
        asked.append(url)
        raise jsonld.JsonLdError("not fetched", "not fetched")

    try:
        nodes: list[Node] = jsonld.expand(read_json(data, file), {"documentLoader": load})
    except RecursionError as failure:
        raise ProblemError(error(file, 0, f"is too deep: {failure}", "export it anew")) from None
    except jsonld.JsonLdError as failure:
        if asked:
            remedy = "put the context itself into the file"
            raise ProblemError(error(file, 0, f"names the context {asked[0]}", remedy)) from None
        raise ProblemError(error(file, 0, f"is not JSON-LD: {failure.type}", "export it anew")) from None
    except ValueError as failure:
        raise ProblemError(error(file, 0, f"is not JSON-LD: {failure}", "export it anew")) from None
    return nodes


def read_json(data: bytes, file: str) -> Any:
    """A JSON document. Raises ProblemError for what is none, or escapes half a character."""
    try:
        document = json.loads(data)
        json.dumps(document, ensure_ascii=False).encode()
    except (json.JSONDecodeError, UnicodeError, RecursionError) as failure:
        line = getattr(failure, "lineno", 0)
        raise ProblemError(error(file, line, f"is not JSON: {failure}", "export it anew")) from None
    return document


def index(value: Any) -> dict[str, Node]:
    """All nodes by their ids; what several places say of one is put together."""
    found: dict[str, Node] = {}
    for node in walk(value):
        if "@id" in node:
            known = found.setdefault(node["@id"], {})
            known.update({key: item for key, item in node.items() if key not in known})
    return found


def walk(value: Any) -> list[Node]:
    """All nodes of an expanded document, each before those in it, in the order of the document."""
    found: list[Node] = []
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += reversed(one)
        elif isinstance(one, dict) and "@value" not in one:
            found.append(one)
            waiting += reversed(list(one.values()))
    return found


@cache
def _annotation_context() -> Any:
    return json.loads((Path(__file__).parent / "anno.jsonld").read_text(encoding="utf-8"))
