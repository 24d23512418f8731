"""Selectors are unique, and safe where there are twins."""

from hypothesis import given
from hypothesis import strategies as st

from sitegen.model import Note
from sitegen.notes.anchoring import place_note
from sitegen.notes.selectors import selector_at, with_selector

NOTE = Note(id="n", kind="context", body="")
TWINS = "\n\n".join(f"The plant in the {place} makes chips. Nobody answered." for place in ("north", "south", "west"))


@given(st.text("ab c.\n", min_size=1, max_size=60), st.data())
def test_a_note_with_the_selector_of_a_place_stands_there(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if text[start:end].strip():
        placed = place_note(with_selector(NOTE, selector_at(text, start, end)), text)
        assert (placed.state, placed.start, placed.end) == ("exact", start, end)


def test_a_twin_is_not_taken_for_a_deleted_passage():
    start = TWINS.index("Nobody", 80)
    note = with_selector(NOTE, selector_at(TWINS, start, start + len("Nobody answered.")))
    assert place_note(note, TWINS).start == start
    for cut in ("Nobody answered.", "The plant in the south makes chips. Nobody answered.\n\n"):
        at = TWINS.index(cut, 50 if cut.startswith("Nobody") else 0)
        assert place_note(note, TWINS[:at] + TWINS[at + len(cut) :]).state == "orphan"


def test_half_a_character_is_made_whole():
    assert selector_at("cafe\u0301 noir", 0, 4).quote == "cafe\u0301"
