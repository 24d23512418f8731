"""Any note on any text has an honest state, soon."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.model import Note
from sitegen.notes.anchoring import LOWEST_SCORE, place_note, was_range
from sitegen.notes.evidence import needle_of
from sitegen.notes.excerpts import ground_of
from sitegen.notes.folding import fold, splits_character
from sitegen.notes.likeness import most_like, similarity

HOSTILE = st.text(st.sampled_from("ab é\u0301\u200d\u00a0«»“'’—-…中。\n\0\uffff<>&👩🇫🇷"), max_size=60)


def note(**fields):
    return Note(id="n", kind="correction", body="x", **fields)


@example(">", ">", "", "", "<", "<", 0)
@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, st.integers(-5, 70))
def test_a_placed_note_is_on_its_words(text, quote, prefix, suffix, was, now, start):
    placed = place_note(note(quote=quote, prefix=prefix, suffix=suffix, was=was, now=now, start=start), text)
    assert placed.state in ("exact", "moved", "applied", "orphan")
    assert (placed.state == "orphan") == (placed.start < 0) == bool(placed.reason)
    if placed.start < 0:
        return
    assert 0 <= placed.start < placed.end <= len(text)
    assert not splits_character(text, placed.start)
    assert not splits_character(text, placed.end)
    words = fold(text[placed.start : placed.end]).shape.strip()
    if placed.state != "applied":
        assert similarity(fold(quote).shape.strip(), words) >= LOWEST_SCORE
    low, high = was_range(placed, text)
    assert low == high == -1 or placed.start <= low < high <= placed.end


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"quote": "chip"}, "chip " * 10_000),
        ({"quote": "chip", "prefix": "no ", "suffix": " no"}, "chip " * 10_000),
        ({"quote": "chips " * 100_000}, "chip " * 200_000),
        ({"quote": "ab" * 5000, "prefix": "a" * 5000, "suffix": "b" * 5000}, "ba" * 20_000),
        ({"quote": " " * 5000 + "x"}, " " * 50_000),
        ({"quote": "e\u0301" * 3000}, "e" * 50_000 + "\u0301" * 50_000),
    ],
)
def test_time_is_bounded(fields, text):
    begun = time.process_time()
    assert place_note(note(**fields), text).state == "orphan"
    assert time.process_time() - begun < 3


def test_in_a_long_text_only_parts_are_looked_at():
    text = "Nothing of note was said here today. " * 3000 + "The « odd » ferry — late — came in at noon.\n\nAnd left."
    found = note(quote='"odd" ferry-late', prefix="The ", suffix=" - came in")
    assert len(ground_of(text, found).shape) < len(text) / 2
    placed = place_note(found, text)
    assert (placed.state, text[placed.start : placed.end]) == ("exact", "« odd » ferry — late")


def test_the_likest_place():
    like = most_like("the cat sat on the mat", "one the cat sits on the mat two")
    assert like is not None
    assert like.score > 0.85
    assert most_like("zzzzzz", "one two") is None


def test_spaces_at_a_selector_s_borders_do_not_count():
    assert needle_of(" a", " b ", "") == needle_of("a", " b", "")
