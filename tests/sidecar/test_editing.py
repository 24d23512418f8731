"""A note says something else, and every byte that says anything else stays as its editor wrote it."""

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.sidecar import edit_note
from sitegen.yamlfile import read_yaml
from tests.cases import load_cases
from tests.test_sidecar import TEXT, plain


@pytest.mark.parametrize(("text", "changes", "expected"), load_cases(Path(__file__).with_name("editing.txt"), 3))
def test_a_note_is_edited(text, changes, expected):
    assert edit_note(text + "\n", "a", json.loads(changes)) == expected + "\n"


@pytest.mark.parametrize(("text", "changes", "expected"), load_cases(Path(__file__).with_name("editing.txt"), 3))
def test_line_ends_and_the_mark_at_the_start_stay(text, changes, expected):
    edited = edit_note("\ufeff" + text.replace("\n", "\r\n"), "a", json.loads(changes))
    assert edited.startswith("\ufeff")
    assert "\n" not in edited.replace("\r\n", "")
    assert plain(read_yaml(edited, "a")) == plain(read_yaml(expected, "a"))


def test_what_it_says_already_changes_nothing():
    text = "notes:\n  - {id: a, kind: 'context',  body: {en: \"x\"}}"
    assert edit_note(text, "a", {"kind": "context", "body": {"en": "x"}, "was": None}) == text


@pytest.mark.parametrize(
    ("text", "changes", "message"),
    [
        ("notes: [{id: b}]", {"body": "x"}, "no notes with the id 'a'"),
        ("notes: [{id: a}, {id: a}]", {"body": "x"}, "2 notes with the id 'a'"),
        ("notes: [", {"body": "x"}, "is not YAML"),
        ("", {"body": "x"}, "no notes"),
        # Both notes would change.
        ("notes: [&one {id: a, body: x}, *one]", {"body": "y"}, "notes with the id"),
        ("notes: [{id: b, body: &x y}, {id: a, body: *x}]", {"body": "z"}, "does not let"),
        # A comment would have nothing left that it is on.
        ("notes:\n  - was: x # why\n    id: a\n", {"was": None}, "does not let"),
        ("notes: [{id: a, # why\n was: x}]", {"was": None}, "does not let"),
        ("notes: [{id: a, body: x}]", {"body": {"en": "y"}}, "does not let"),
    ],
)
def test_what_can_not_be_edited_says_so(text, changes, message):
    with pytest.raises(ValueError, match=message):
        edit_note(text, "a", changes)


STYLES = st.sampled_from(
    [
        "x", "'x'", '"x"', "|\n      x\n", "|-\n      x", ">\n      x\n      y\n", "|+ # kept\n      x\n\n", "x\n      y",
        '"x\n      y"', "|2\n      x\n", "",
    ]
)  # fmt: skip
SHAPES = st.sampled_from(
    [
        "# first\nnotes:\n  - {{id: b}}\n  - id: a\n    body: {0}\n    # last\n    kind: context # why\ntitle: x\n",
        "notes:\n  - id: a\n    body: {0}",
        "notes:\n- body: {0}\n  id: a\n\n# last\n",
    ]
)


@given(SHAPES, STYLES, TEXT)
@example("notes:\n- body: {0}\n  id: a\n\n# last\n", "|2\n      x\n", " \n x\n\n")
def test_whatever_it_says_is_read_as_it_was_meant(shape, style, body):
    text = shape.format(style)
    before = plain(read_yaml(text, "a"))
    edited = edit_note(text, "a", {"body": body, "now": body})
    (note,) = (one for one in before["notes"] if one["id"] == "a")
    note |= {"body": body, "now": body}
    assert plain(read_yaml(edited, "a")) == before
    head, _, tail = shape.partition("{0}")
    assert edited.startswith(head.format().rpartition("\n")[0])
    assert all(comment in edited for comment in ("# first", "# last", "kind: context # why") if comment in tail)


SOURCES = st.lists(
    st.fixed_dictionaries({"title": st.sampled_from("xyz")}, optional={"url": st.sampled_from("uv")}), max_size=5
)


@given(SOURCES, SOURCES, st.booleans())
def test_sources_come_go_and_change(old, new, brackets):
    dumped = (
        json.dumps(old)
        if brackets
        else "".join(
            f"\n    - title: {one['title']}" + (f"\n      url: {one['url']}" if "url" in one else "") for one in old
        )
    )
    text = f"notes:\n  - id: a\n    sources: {dumped}\n    # last\n"
    edited = edit_note(text, "a", {"sources": new or None})
    assert (plain(read_yaml(edited, "a"))["notes"][0].get("sources") or []) == new
    assert edited.endswith("    # last\n")
