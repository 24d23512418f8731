"""Notes find their passages, or say that they are lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.model import Note
from sitegen.notes.anchoring import place_note, was_range

TEXT = (
    "ByteDance ordered graphics cards worth a billion dollars this year.\n\n"
    "The architecture is a little older than the one before it, says the report.\n\n"
    "The cards are fast. The cards are dear. Nobody knows how many were delivered in the end."
)


def note(**fields):
    return Note(id="n", kind="correction", body="x", **fields)


@pytest.mark.parametrize(
    ("fields", "state", "passage"),
    [
        ({"quote": "a billion dollars"}, "exact", "a billion dollars"),
        ({"quote": "The cards are", "suffix": " dear"}, "exact", "The cards are"),
        ({"quote": "The cards are", "start": TEXT.index("The cards")}, "orphan", ""),
        ({"quote": "This year"}, "orphan", ""),
        ({"quote": "deliver"}, "orphan", ""),
        ({"quote": "deliver", "suffix": "ed"}, "exact", "deliver"),
        ({"quote": "the report.  The cards"}, "exact", "the report.\n\nThe cards"),
        ({"quote": "The cards are"}, "orphan", ""),
        ({"quote": "this year.\n\nThe architecture"}, "exact", "this year.\n\nThe architecture"),
        (
            {
                "quote": "The architecture is a bit older than the one before it, says the report.",
                "prefix": "worth a billion dollars this year. ",
                "suffix": " The cards are fast.",
            },
            "moved",
            "The architecture is a little older than the one before it, says the report.",
        ),
        ({"quote": "The architecture is a bit older than the one before it, says the report."}, "orphan", ""),
        ({"quote": "is a little newer than", "was": "newer", "now": "older"}, "applied", "is a little older than"),
        ({"quote": "Nothing of the kind stands anywhere in there at all"}, "orphan", ""),
        ({"quote": "dear", "prefix": "not at all "}, "orphan", ""),
        ({"quote": ""}, "orphan", ""),
        ({"target": "article"}, "whole", ""),
        ({"target": "title"}, "whole", ""),
    ],
)
def test_states(fields, state, passage):
    placed = place_note(note(**fields), TEXT)
    assert placed.state == state
    assert TEXT[placed.start : placed.end] == passage if passage else placed.start == -1
    assert placed.state != "orphan" or placed.reason


def test_a_near_twin_is_never_taken():
    twins = "The plant in the north makes ten thousand chips a day.\n\nThe plant in the south makes ten thousand chips a day."
    lost = place_note(note(quote="The plant in the east makes ten thousand chips a day."), twins)
    assert lost.state == "orphan"


def test_where_the_corrected_words_stand():
    placed = place_note(note(quote="is a little older than", was="older", now="newer"), TEXT)
    start, end = was_range(placed, TEXT)
    assert TEXT[start:end] == "older"


@given(st.text("ab c.\n", min_size=1, max_size=60), st.data())
def test_an_exact_note_is_on_its_own_words(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if not text[start:end].strip():
        return
    placed = place_note(note(quote=text[start:end], prefix=text[:start], suffix=text[end:]), text)
    assert (placed.state, placed.start, placed.end) == ("exact", start, end)


@given(st.text("ab c.", max_size=60), st.text("ab c.", min_size=1, max_size=30))
def test_no_note_is_placed_out_of_the_text(text, quote):
    placed = place_note(note(quote=quote), text)
    assert placed.start == -1 or 0 <= placed.start < placed.end <= len(text)


def test_in_a_long_text_a_full_context_is_believed_where_it_always_stood():
    line = "The cards are fast, and the cards are dear, says the report of the year.\n\n"
    text = line * 9000
    start = len(line) * 4000 + 20
    selector = {
        "quote": text[start : start + 20],
        "prefix": text[start - 40 : start],
        "suffix": text[start + 20 : start + 60],
    }
    placed = place_note(note(**selector, start=start), text)
    assert (placed.state, placed.start) == ("exact", start)
    assert place_note(note(**selector, start=start + 1), text).state == "orphan"
    assert place_note(note(**selector | {"suffix": ""}, start=start), text).state == "orphan"
