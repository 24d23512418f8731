"""Notes in their places, and what is said of those that are lost or wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.annotate.notes import placed_notes
from tests.documents import article_of, markdown_source

TEXT = "One two three.\n\nThe architecture is a little older than the one before it."


def placed(*notes, text=TEXT, meta=""):
    """The notes of a list as placed in a text, and the problems as text."""
    listed = "".join(f"  - {{body: B, kind: context, {note}}}\n" for note in notes)
    problems = []
    found = placed_notes(text, article_of(markdown_source(text, f"{meta}notes:\n{listed}")), problems)
    return found, [str(problem) for problem in problems]


def states(*notes):
    return [(one.note.id, one.state) for one in placed(*notes)[0]]


def test_notes_are_in_the_order_of_the_text_and_lost_ones_last():
    notes = (
        "id: late, quote: before it",
        "id: lost, quote: not there",
        "id: early, quote: two",
        "id: whole, target: article",
        "id: title, target: title",
        "id: also-early, quote: two",
    )
    assert states(*notes) == [
        ("title", "whole"), ("whole", "whole"), ("also-early", "exact"), ("early", "exact"), ("late", "exact"),
        ("lost", "orphan"),
    ]  # fmt: skip


def test_a_note_that_is_not_published_is_left_out():
    assert states("id: a, quote: two, status: proposed", "id: b, quote: two, status: withdrawn") == []


def test_a_correction_knows_where_the_words_stand_that_it_corrects():
    found, _ = placed("id: c, quote: is a little older, was: older, now: newer")
    assert TEXT[found[0].was_start :].startswith("older than")


def test_a_correction_that_the_text_has_taken_up_corrects_nothing_in_place():
    found, problems = placed("id: c, quote: is a little newer than, was: newer, now: older")
    assert (found[0].state, found[0].was_start) == ("applied", -1)
    assert problems == []


@pytest.mark.parametrize(
    ("notes", "problems"),
    [
        (["id: n, quote: two"], []),
        (["id: n, quote: not there"],
         ["content/one.md:6: note n lost its passage: its quote is not in the text"
          " (ask sitegen check, or write the quote as it stands now, with prefix and suffix)"]),
        (["id: n, quote: architecture is a bit older than the one, prefix: 'One two three. The ', suffix: ' before it.'"],
         ["content/one.md:6: note n moved (score 0.91)"
          " (quote it anew with the lines of sitegen check: 'architecture is a little older than the one')"]),
        (["id: n, quote: two", "id: m, quote: two", "id: n, quote: One"],
         ["content/one.md:8: the note id 'n' is taken in line 6 (give it another id)"]),
        (["id: N n, quote: two"],
         ["content/one.md:6: note N n: its id is not an id (write lower-case letters, digits and single hyphens)"]),
        (["id: n, quote: two, was: three, now: four"],
         ["content/one.md:6: note n: was is not inside the quote (copy it from the quote)"]),
        (["id: n"], ["content/one.md:6: note n: has no quote (quote the passage, or write target: article)"]),
        (["id: n, quote: '  '"], ["content/one.md:6: note n: has no quote (quote the passage, or write target: article)"]),
        (["id: n, quote: ''", "id: m, quote: not there"],
         ["content/one.md:6: note n: has no quote (quote the passage, or write target: article)",
          "content/one.md:7: note m lost its passage: its quote is not in the text"
          " (ask sitegen check, or write the quote as it stands now, with prefix and suffix)"]),
    ],
)  # fmt: skip
def test_problems(notes, problems):
    assert placed(*notes)[1] == problems


def test_what_is_wrong_is_an_error_and_what_is_lost_a_warning():
    problems = []
    meta = "notes:\n  - {id: a, kind: context, body: B, quote: gone}\n  - {id: b, kind: context, body: B}\n"
    placed_notes(TEXT, article_of(markdown_source(TEXT, meta)), problems)
    assert [problem.severity for problem in problems] == ["warning", "error"]


@given(st.lists(st.sampled_from(["two", "One two", "older", "gone", "The", "e", "architecture is a lot older than the one before"]), min_size=1, max_size=5))  # fmt: skip
def test_every_note_is_in_one_of_five_states_and_has_a_place_or_a_reason(quotes):
    found, problems = placed(*(f"id: n{number}, quote: {quote}" for number, quote in enumerate(quotes)))
    assert len(found) == len(quotes)
    for one in found:
        assert one.state in ("exact", "moved", "applied", "orphan", "whole")
        assert (one.start >= 0) == (one.state != "orphan") == (not one.reason)
        assert one.start == -1 or 0 <= one.start < one.end <= len(TEXT)
    assert len(problems) == sum(one.state in ("moved", "orphan") for one in found)
