"""Notes as W3C Web Annotations (Recommendations 2017: data model, vocabulary, protocol).

What the model has words for is said in them: bodies, selectors, motivation, creator, time. The rest
of a note goes with it in properties of our own. An annotation does not say whether an archive has
published it, for another archive decides that anew; only that a note is withdrawn stays with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from sitegen.interchange.linked import ANNOTATION_CONTEXT
from sitegen.interchange.written import written
from sitegen.model import Note
from sitegen.urls import absolute, encode

OURS = "urn:sitegen:"
# The nearest of the recommendation's motivations: a correction asks for other words, a dispute judges
# what is said, a note on the translation is a remark on it. Others may share one, so the kind is said too.
MOTIVATIONS = {
    "correction": "editing",
    "context": "describing",
    "source": "linking",
    "translation": "commenting",
    "dispute": "assessing",
    "question": "questioning",
}
_CONTEXT = [
    ANNOTATION_CONTEXT,
    {"sitegen": OURS, "sitegen:sources": {"@type": "@json"}, "sitegen:selector": {"@type": "@json"}},
]


class Annotation(msgspec.Struct, frozen=True):
    """A note with the address of what it is on, and its place in the plain text; -1 without one."""

    about: str
    note: Note
    start: int = -1
    end: int = -1


def article_address(base_url: str, slug: str) -> str:
    """What annotations call an article. `base_url` is "" for a site without an address."""
    return absolute(base_url, f"articles/{slug}/") if base_url else f"{OURS}article:{encode(slug)}"


def as_written(about: str, note: Note) -> Annotation:
    """A note with the place that it gives itself as a hint."""
    if note.target != "passage" or note.start < 0:
        return Annotation(about, note)
    return Annotation(about, note, note.start, note.start + len(note.quote))


def to_annotations(annotations: Sequence[Annotation], address: str, label: str) -> bytes:
    """An AnnotationCollection of one page, which stands in it. `address` is the collection's own."""
    page = f"{address}{'-' if '#' in address else '#'}page-1"
    collection = {
        "@context": _CONTEXT,
        "id": address,
        "type": "AnnotationCollection",
        "label": label,
        "total": len(annotations),
        "first": {
            "id": page,
            "type": "AnnotationPage",
            "partOf": address,
            "startIndex": 0,
            "items": [_annotation(one) for one in annotations],
        },
        "last": page,
    }
    return msgspec.json.format(msgspec.json.encode(collection), indent=1) + b"\n"


def _annotation(one: Annotation) -> dict[str, Any]:
    note = one.note
    bodies = list(_bodies(note))
    return _filled(
        {
            "id": f"{one.about}#note-{note.id}",
            "type": "Annotation",
            "motivation": MOTIVATIONS[note.kind],
            "creator": {"name": note.author} if note.author else None,
            "created": f"{note.date.first_day.isoformat()}T00:00:00Z" if note.date else None,
            "body": bodies[0] if len(bodies) == 1 else bodies,
            "target": _target(one) if note.target == "passage" else one.about,
            **{f"sitegen:{key}": value for key, value in _rest(note)},
        }
    )


def _bodies(note: Note) -> Iterable[dict[str, str]]:
    texts = {"any": note.body} if isinstance(note.body, str) else note.body
    for language, text in texts.items():
        body = {"type": "TextualBody", "value": text, "format": "text/markdown"}
        yield body if language == "any" else body | {"language": language}


def _target(one: Annotation) -> dict[str, Any]:
    note = one.note
    quoted: dict[str, Any] = {"type": "TextQuoteSelector", "exact": note.quote}
    quoted |= {key: text for key, text in (("prefix", note.prefix), ("suffix", note.suffix)) if text}
    selectors = [quoted]
    if one.start >= 0:
        selectors.append({"type": "TextPositionSelector", "start": one.start, "end": one.end})
    return {"type": "SpecificResource", "source": one.about, "selector": selectors}


def _rest(note: Note) -> Iterable[tuple[str, Any]]:
    """What the model has no words for, by the names of our properties."""
    yield "kind", note.kind
    if note.target == "title":
        yield "part", note.target
    if note.target != "passage":
        yield (
            "selector",
            {key: written(note)[key] for key in ("quote", "prefix", "suffix", "start") if key in written(note)},
        )
    yield "was", note.was
    yield "now", note.now
    yield "verdict", note.verdict
    if note.date and not note.date.day:
        yield "date", str(note.date)
    if note.status == "withdrawn":
        yield "status", note.status
    yield "sources", written(note.sources)


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in ("", None, [], {})}
