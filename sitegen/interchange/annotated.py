"""W3C Web Annotations of any shape as notes: the inverse of `annotations`, and what others write."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from sitegen.dates import parse_date
from sitegen.interchange.annotations import MOTIVATIONS, OURS, Annotation
from sitegen.interchange.linked import Node, expanded, index, walk
from sitegen.interchange.written import as_node
from sitegen.language import is_language
from sitegen.model import Note
from sitegen.problems import Problem, ProblemError, error, warning
from sitegen.schema import read_as

OA = "http://www.w3.org/ns/oa#"
_ITEMS = "http://www.w3.org/ns/activitystreams#items"
_NAMES = ("http://xmlns.com/foaf/0.1/name", "http://xmlns.com/foaf/0.1/nick")
_CREATED = "http://purl.org/dc/terms/created"
_CREATOR = "http://purl.org/dc/terms/creator"
_LANGUAGE = "http://purl.org/dc/elements/1.1/language"
_VALUE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#value"
_KINDS = {OA + motivation: kind for kind, motivation in MOTIVATIONS.items() if kind != "translation"} | {
    OA + "reviewing": "dispute"
}
_SELECTOR = ("quote", "prefix", "suffix", "start")
# What a YAML text can't hold, or a reader would not see.
_CONTROLS = {code: "\ufffd" for code in (*range(32), *range(0x7F, 0xA0)) if chr(code) not in "\t\n"}


def from_annotations(data: bytes, file: str) -> tuple[tuple[Annotation, ...], tuple[Problem, ...]]:
    """The annotations of a JSON-LD document, and what is wrong with the others.

    `file` is what problems call it. Places are taken from annotations of our own only, for the
    offsets of others count another text.
    """
    problems: list[Problem] = []
    try:
        document = expanded(data, file)
    except ProblemError as failure:
        return (), (failure.problem,)
    nodes = index(document)
    seen: set[str] = set()
    found: list[Annotation] = []
    any_there = False
    for node in walk(document):
        if OA + "Annotation" in node.get("@type", []) and node.get("@id", "") not in seen:
            any_there = True
            seen |= {node["@id"]} if "@id" in node else set()
            found += _annotations(nodes.get(node.get("@id", ""), node), nodes, file, problems)
    if not any_there:
        problems.append(error(file, 0, "holds no annotation", "export a W3C annotation collection"))
    return tuple(found), tuple(problems)


def note_id(address: str) -> str:
    """The id that a note gets from the address of an annotation."""
    tail = address.rpartition("#note-")[2] if "#note-" in address else re.split(r"[/#:]", address.rstrip("/#:"))[-1]
    return re.sub(r"[^a-z0-9]+", "-", tail.lower()).strip("-") or "note"


def as_note(base: dict[str, Any], file: str, problems: list[Problem]) -> Note | None:
    """A note of its keys, text cleaned; what is wrong goes to the problems, and there is none then."""
    note, wrong = read_as(as_node(_clean(base), 0), Note, file)
    problems += [msgspec.structs.replace(p, message=f"{base['id']}: {p.message}") for p in wrong]
    return note


def day_of(instant: str) -> str:
    """The day in UTC of a time as ISO 8601 has it, or ""."""
    try:
        time = datetime.datetime.fromisoformat(instant)
        return (time.astimezone(datetime.UTC) if time.tzinfo else time).date().isoformat()
    except (ValueError, OverflowError):
        return ""


def _clean(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(_clean(key)): _clean(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
    return value


def _annotations(node: Node, nodes: dict[str, Node], file: str, problems: list[Problem]) -> Iterable[Annotation]:
    name = note_id(node.get("@id", ""))
    ours = _first(node, OURS + "kind") in MOTIVATIONS
    texts, linked = _bodies(node, nodes)
    base: dict[str, Any] = {"id": name, "kind": _kind(node), "body": texts, "author": _author(node, nodes)}
    base |= {key: _first(node, OURS + key) for key in ("was", "now", "verdict", "status", "sources")}
    base["date"] = _date(node)
    base["sources"] = base["sources"] or [{"title": one, "url": one} for one in linked]
    if not ours and not texts and not linked:
        problems.append(warning(file, 0, f"{name}: says nothing, passed by", "give it a body"))
        return
    targets = [nodes.get(one.get("@id", ""), one) for one in node.get(OA + "hasTarget", [])]
    if not targets:
        problems.append(error(file, 0, f"{name}: has no target", "name what it is on"))
    for target in targets:
        about, selector = _selector(target, nodes)
        if selector is None:
            message = f"{name}: has no TextQuoteSelector, passed by"
            problems.append(warning(file, 0, message, "quote the passage: exact, prefix, suffix"))
            continue
        start, end = selector.pop("position", (-1, -1))
        if not ours:
            start, end = -1, -1
        if "quote" not in selector:
            part = _first(node, OURS + "part")
            kept = _first(node, OURS + "selector")
            selector = {key: kept[key] for key in _SELECTOR if key in kept} if isinstance(kept, dict) else {}
            selector["target"] = "title" if part == "title" else "article"
        if start >= 0:
            selector["start"] = start
        keys = {key: value for key, value in (base | selector).items() if value or key in ("body", "start")}
        note = as_note(keys, file, problems)
        if note is not None:
            yield Annotation(about, note, start, end)


def _first(node: Node, key: str) -> Any:
    values = node.get(key, [])
    return values[0].get("@value", "") if values and isinstance(values[0], dict) else ""


def _kind(node: Node) -> str:
    motivations = [one.get("@id", "") for one in node.get(OA + "motivatedBy", [])]
    said = str(_first(node, OURS + "kind"))
    if said in MOTIVATIONS and (not motivations or OA + MOTIVATIONS[said] in motivations):
        return said
    # Others edit the motivation and leave ours, so theirs counts.
    return next((_KINDS[one] for one in motivations if one in _KINDS), "context")


def _date(node: Node) -> str:
    day = day_of(str(_first(node, _CREATED)))
    said = str(_first(node, OURS + "date"))
    try:
        return said if said and parse_date(said).first_day.isoformat() == day else day
    except ValueError:
        return day


def _author(node: Node, nodes: dict[str, Node]) -> str:
    creators = [nodes.get(one.get("@id", ""), one) for one in node.get(_CREATOR, []) if isinstance(one, dict)]
    names = [str(next(filter(None, (_first(one, key) for key in _NAMES)), one.get("@id", ""))) for one in creators]
    return ", ".join(name for name in names if name and not name.startswith("_:"))


def _bodies(node: Node, nodes: dict[str, Node]) -> tuple[str | dict[str, str], list[str]]:
    """The texts of an annotation by language, one text if it has none, and what else it links to."""
    texts: dict[str, str] = {}
    linked: list[str] = []
    plain = [{_VALUE: [value]} for value in node.get(OA + "bodyValue", [])]
    for body in _single(node.get(OA + "hasBody", []), nodes):
        if OA + "tagging" in [one.get("@id") for one in body.get(OA + "hasPurpose", [])]:
            continue
        if _VALUE in body:
            plain.append(body)
            continue
        source = (body.get(OA + "hasSource") or [body])[0].get("@id", "")
        linked += [source] if source and not source.startswith("_:") else []
    for body in plain:
        tag = str(_first(body, _LANGUAGE))
        language = tag if is_language(tag) else "any"
        text = str(_first(body, _VALUE))
        texts[language] = f"{texts[language]}\n\n{text}" if language in texts else text
    return (texts.get("any", "") if texts.keys() <= {"any"} else texts), linked


def _single(bodies: Sequence[Node], nodes: dict[str, Node]) -> Iterable[Node]:
    """Bodies, those of a Choice one by one."""
    for one in bodies:
        body = nodes.get(one.get("@id", ""), one)
        if _ITEMS not in body:
            yield body
            continue
        items = [item for inner in body[_ITEMS] for item in inner.get("@list", [inner])]
        yield from (nodes.get(item.get("@id", ""), item) for item in items)


def _selector(target: Node, nodes: dict[str, Node]) -> tuple[str, dict[str, Any] | None]:
    """The address of a target and its selector; {} for the whole of it, None for a part that no quote tells."""
    if not target.get(OA + "hasSource"):
        return target.get("@id", ""), {}
    about = target[OA + "hasSource"][0].get("@id", "")
    selectors = [nodes.get(one.get("@id", ""), one) for one in target.get(OA + "hasSelector", [])]
    if not selectors:
        return about, {}
    # A selector may only narrow what another has selected.
    selectors += [nodes.get(n.get("@id", ""), n) for one in selectors for n in one.get(OA + "refinedBy", [])]
    quoted = next((one for one in selectors if OA + "TextQuoteSelector" in one.get("@type", [])), None)
    if quoted is None:
        return about, None
    found: dict[str, Any] = {"quote": str(_first(quoted, OA + "exact"))}
    found |= {key: str(_first(quoted, OA + key)) for key in ("prefix", "suffix")}
    for one in selectors:
        start, end = _first(one, OA + "start"), _first(one, OA + "end")
        if OA + "TextPositionSelector" in one.get("@type", []) and isinstance(start, int) and isinstance(end, int):
            found["position"] = (start, end)
    return about, found
