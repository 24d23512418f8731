"""What Hypothes.is exports and answers comes in as notes."""

import json
from pathlib import Path

import pytest

from sitegen.interchange.hypothesis import from_hypothesis, rows_of
from sitegen.interchange.written import written

EXPORT = json.loads((Path(__file__).parent / "hypothesis.json").read_text())


def test_an_export_comes_in():
    found, problems = from_hypothesis(rows_of(EXPORT), "h")
    assert [written(one.note) for one in found] == [
        {"id": "ab-c-1", "kind": "correction", "body": "It is *newer*.", "quote": "older GPU", "prefix": "The ",
         "suffix": " and", "author": "Ann Example", "date": "2024-03-01"},
        {"id": "page", "kind": "context", "body": "On the whole.", "target": "article", "author": "bo", "date": "2024-03-02"},
        {"id": "else", "kind": "context", "body": "Hm.", "target": "article"},
    ]  # fmt: skip
    assert [str(p).partition(" (")[0] for p in problems] == [
        "h: reply: is a reply, passed by",
        "h: mark: says nothing, passed by",
    ]


@pytest.mark.parametrize("document", [EXPORT["annotations"], {"rows": EXPORT["annotations"], "total": 5}])
def test_so_does_what_the_service_answers(document):
    assert rows_of(document) == EXPORT["annotations"]


@pytest.mark.parametrize("document", [{}, "x", 1, {"rows": {}}, [{"id": "urn:a", "type": "Annotation"}]])
def test_other_documents_are_none(document):
    assert rows_of(document) is None


@pytest.mark.parametrize("row", [1, None, {"uri": 1}])
def test_a_row_that_is_none_is_named(row):
    found, problems = from_hypothesis([row], "h")
    assert (found, str(problems[0])) == ((), "h: row 1 is not an annotation (export it anew)")


def test_fields_of_other_types_are_passed_by():
    row = {"uri": "urn:a", "text": "T", "tags": "x", "target": [1, {"selector": [2]}], "user": 3, "created": []}
    ((one,), problems) = from_hypothesis([row], "h")
    assert (written(one.note), problems) == ({"id": "note-1", "kind": "context", "body": "T", "target": "article"}, ())
