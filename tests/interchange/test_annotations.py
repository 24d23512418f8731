"""Notes go out as the W3C's model has annotations and come back as they were; others' come in as far as they fit."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from sitegen.dates import PartialDate
from sitegen.interchange.annotated import from_annotations, note_id
from sitegen.interchange.annotations import MOTIVATIONS, article_address, as_written, to_annotations
from sitegen.interchange.linked import expanded
from sitegen.interchange.written import written
from sitegen.model import Citation, Note

HERE = Path(__file__).parent
ADDRESS = "https://example.org/repo/notes/#annotations"
IRI = {"type": "string", "pattern": '^[a-z][a-z0-9+.-]*:[^ <>"{}|\\\\^`]+$'}
TIME = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}
INDEX = {"type": "integer", "minimum": 0}
BODY = {
    "required": ["type", "value"],
    "properties": {"type": {"const": "TextualBody"}, "value": {"type": "string"}, "language": {"type": "string"}},
}
SELECTOR = {
    "oneOf": [
        {"required": ["exact"], "properties": {"type": {"const": "TextQuoteSelector"}, "exact": {"type": "string"}}},
        {
            "required": ["start", "end"],
            "properties": {"type": {"const": "TextPositionSelector"}, "start": INDEX, "end": INDEX},
        },
    ],
    "required": ["type"],
}
SPECIFIC = {
    "type": "object",
    "required": ["source"],
    "properties": {"source": IRI, "selector": {"type": "array", "minItems": 1, "items": SELECTOR}},
}
ANNOTATION = {
    "type": "object",
    "required": ["id", "type", "target"],
    "not": {"required": ["body", "bodyValue"]},
    "properties": {
        "id": IRI,
        "type": {"const": "Annotation"},
        "motivation": {"enum": sorted(MOTIVATIONS.values())},
        "created": TIME,
        "creator": {"type": "object", "required": ["name"]},
        "body": {"oneOf": [{"type": "object", **BODY}, {"type": "array", "minItems": 2, "items": BODY}]},
        "target": {"oneOf": [IRI, SPECIFIC]},
    },
}
COLLECTION = {
    "type": "object",
    "required": ["@context", "id", "type", "label", "total", "first"],
    "properties": {
        "@context": {"type": "array", "prefixItems": [{"const": "http://www.w3.org/ns/anno.jsonld"}]},
        "id": IRI,
        "type": {"const": "AnnotationCollection"},
        "total": INDEX,
        "first": {
            "type": "object",
            "required": ["id", "type", "partOf", "startIndex", "items"],
            "properties": {
                "id": IRI,
                "type": {"const": "AnnotationPage"},
                "partOf": IRI,
                "startIndex": INDEX,
                "items": {"type": "array", "items": ANNOTATION},
            },
        },
        "last": IRI,
    },
}

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), min_size=1, max_size=12)
MAYBE = st.one_of(st.just(""), TEXT)
DATES = st.sampled_from([None, PartialDate(2023), PartialDate(2023, 6), PartialDate(2024, 2, 29)])
NOTES = st.builds(
    Note,
    id=st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,4})?", fullmatch=True),
    kind=st.sampled_from(sorted(MOTIVATIONS)),
    body=st.one_of(
        TEXT, st.dictionaries(st.sampled_from(["any", "en", "fr", "zh-Hant"]), TEXT, min_size=2, max_size=3)
    ),
    target=st.sampled_from(["passage", "title", "article"]),
    quote=MAYBE,
    prefix=MAYBE,
    suffix=MAYBE,
    start=st.integers(-1, 10**6),
    was=MAYBE,
    now=MAYBE,
    verdict=st.sampled_from([None, "true", "false", "mixed"]),
    author=MAYBE,
    date=DATES,
    status=st.sampled_from(["published", "withdrawn"]),
    sources=st.lists(
        st.builds(Citation, title=TEXT, url=st.sampled_from(["", "https://e.org/a|b"]), date=DATES), max_size=2
    ).map(tuple),
)


def collection(notes, base="https://example.org/repo/"):
    return [as_written(article_address(base, "été"), note) for note in notes]


@given(st.lists(NOTES, max_size=3, unique_by=lambda note: note.id), st.sampled_from(["", "https://example.org/repo/"]))
def test_there_and_back_and_there(notes, base):
    out = to_annotations(collection(notes, base), ADDRESS, "Notes")
    assert list(Draft202012Validator(COLLECTION).iter_errors(json.loads(out))) == []
    back, problems = from_annotations(out, "a")
    assert [str(p) for p in problems] == (
        [] if notes else ["a: holds no annotation (export a W3C annotation collection)"]
    )
    assert [one.note for one in back] == notes
    assert to_annotations(back, ADDRESS, "Notes") == out


def test_whether_a_note_is_published_is_no_part_of_it():
    proposed, published = (to_annotations(collection([Note("a", "context", "B", quote="q", status=status)]), ADDRESS, "")
                           for status in ("proposed", "published"))  # fmt: skip
    assert proposed == published


def test_every_property_has_a_meaning():
    note = Note("a", "correction", {"en": "B"}, quote="q", was="q", now="z", verdict="false", author="A",
                date=PartialDate(2024), start=3, sources=(Citation("T"),))  # fmt: skip
    out = to_annotations(collection([note]), ADDRESS, "Notes")
    (node,) = expanded(out, "a")
    text = json.dumps(node)
    for name in ("oa#exact", "oa#editing", "dc/terms/created", "urn:sitegen:was", "activitystreams#totalItems"):
        assert name in text


def test_shapes_of_the_recommendation_come_in():
    found, problems = from_annotations((HERE / "recommendation.jsonld").read_bytes(), "r")
    page = "http://example.org/page1.html"
    assert [(one.about, written(one.note)) for one in found] == [
        (page, {"id": "anno1", "kind": "context", "body": {"fr": "<p>j'adore !</p>"}, "quote": "anotation",
                "prefix": "this is an ", "suffix": " that has some", "author": "My Pseudonym", "date": "2015-01-29"}),
        (page, {"id": "anno2", "kind": "correction", "body": {"en": "Spelt wrong.", "fr": "Mal écrit."},
                "quote": "Selected Text", "prefix": "text before the ", "suffix": " and text after it"}),
        (f"{page}#part", {"id": "anno3", "kind": "context", "body": "Comment text", "target": "article"}),
        (page, {"id": "anno4", "kind": "source", "body": "", "target": "article",
                "sources": [{"title": "http://example.org/description1", "url": "http://example.org/description1"}]}),
        (page, {"id": "anno4", "kind": "source", "body": "", "quote": "words",
                "sources": [{"title": "http://example.org/description1", "url": "http://example.org/description1"}]}),
    ]  # fmt: skip
    assert [str(p).partition(" (")[0] for p in problems] == [
        "r: anno5: has no TextQuoteSelector, passed by",
        "r: anno6: says nothing, passed by",
        "r: anno7: has no target",
    ]


def test_a_graph_that_refers_to_its_nodes_comes_in():
    out = json.loads(to_annotations(collection([Note("a", "question", "B", quote="q", start=2)]), ADDRESS, "L"))
    one = out["first"]["items"][0]
    target = one["target"] | {"id": "_:t"}
    body = one["body"] | {"id": "_:b"}
    graph = {"@context": out["@context"], "@graph": [body, one | {"target": "_:t", "body": "_:b"}, target]}
    assert from_annotations(json.dumps(graph).encode(), "a") == (tuple(collection([Note("a", "question", "B", quote="q", start=2)])), ())  # fmt: skip


def test_a_motivation_changed_by_others_counts_over_the_kind():
    document = json.loads(to_annotations(collection([Note("a", "question", "B", quote="q")]), ADDRESS, "L"))
    document["first"]["items"][0]["motivation"] = "assessing"
    assert from_annotations(json.dumps(document).encode(), "a")[0][0].note.kind == "dispute"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{", "a:1: is not JSON"),
        (b'["\\ud800"]', "a: is not JSON"),
        (b"{}", "a: holds no annotation"),
        (b'{"@context": "https://example.org/c"}', "a: names the context https://example.org/c"),
        (b'{"@context": "x"}', "a: is not JSON-LD: "),
    ],
)
def test_what_is_no_collection_says_so(data, message):
    found, problems = from_annotations(data, "a")
    assert found == ()
    assert str(problems[0]).startswith(message)


def test_a_target_without_a_source_is_on_nothing():
    item = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "bodyValue": "B",
        "target": {"source": []},
    }
    (one,), _ = from_annotations(json.dumps(item).encode(), "a")
    assert one.about == ""


def test_hostile_text_is_text():
    item = {"@context": "http://www.w3.org/ns/anno.jsonld", "id": "urn:x:É/", "type": "Annotation",
            "bodyValue": "a\u0000\u001b[31m\r\nb", "created": "soon", "target": "urn:y"}  # fmt: skip
    (one,), problems = from_annotations(json.dumps(item).encode(), "a")
    assert (one.note.body, one.note.date, one.note.id, problems) == ("a\ufffd\ufffd[31m\nb", None, "note", ())


@pytest.mark.parametrize("key", ["was", "verdict", "sources", "selector", "part", "date", "status", "kind"])
@pytest.mark.parametrize("value", [1, None, "x", ["x"], {"id": "other", "status": "published"}, [{}]])
def test_properties_of_ours_that_others_filled_are_read_or_refused(key, value):
    document = json.loads(to_annotations(collection([Note("a", "question", "B", target="article")]), ADDRESS, "L"))
    document["first"]["items"][0][f"sitegen:{key}"] = value
    found, problems = from_annotations(json.dumps(document).encode(), "a")
    assert [one.note.id for one in found] == ["a"] or "a: " in str(problems[0])


@pytest.mark.parametrize(
    ("address", "expected"),
    [("https://e.org/#note-a-b", "a-b"), ("urn:uuid:1F-2", "1f-2"), ("", "note"), ("a/É/", "note")],
)
def test_ids_come_from_addresses(address, expected):
    assert note_id(address) == expected
