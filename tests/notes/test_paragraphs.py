"""Paragraphs that were moved whole are found; twins are not taken for them."""

import pytest

from sitegen.model import Note
from sitegen.notes.anchoring import place_note
from sitegen.notes.selectors import selector_at, with_selector

NOTE = Note(id="n", kind="context", body="")
FIRST = "The makers of chips met in Ghent for a day of talks, and nobody left early."
SECOND = "A columnist of the evening paper counts nine of them, all of whom were hungry."
THIRD = "Trains to the coast were late again that day, for reasons that are not given."
STORY = "This is a developing story. Prices are shown without tax and may change at any time."
OLD = "\n\n".join([FIRST, SECOND, THIRD])
MOVED = "\n\n".join([FIRST, THIRD, SECOND])


def note_on(words, text=OLD, side=None):
    start = text.index(words)
    if side is None:
        return with_selector(NOTE, selector_at(text, start, start + len(words)))
    end = start + len(words)
    return Note(
        id="n",
        kind="context",
        body="",
        quote=words,
        prefix=text[max(start - side, 0) : start],
        suffix=text[end : end + side],
    )


@pytest.mark.parametrize("words", [SECOND, "A columnist", "nine of them", "hungry."])
def test_a_paragraph_that_was_moved_whole_is_found(words):
    placed = place_note(note_on(words), MOVED)
    assert (placed.state, MOVED[placed.start : placed.end]) == ("moved", words)


@pytest.mark.parametrize(
    "text",
    [
        f"{FIRST}\n\n{THIRD}",
        f"{FIRST}\n\n{THIRD}\n\n{SECOND.replace('columnist', 'writer')}",
        f"{FIRST}\n\n{THIRD}\n\n{SECOND}\n\n{SECOND}",
        f"{FIRST}\n\n{THIRD}\n\n{SECOND}\n\n{SECOND.replace('nine', 'ten')}",
        f"{FIRST}\n\n{THIRD}\n\nIt is said that {SECOND}",
        f"{FIRST}\n\n{THIRD}\n\n{SECOND} Or so it is said.",
    ],
)
def test_less_than_a_whole_paragraph_or_more_than_one_is_not_taken(text):
    assert place_note(note_on(SECOND), text).state == "orphan"


def test_a_shorter_context_does_not_say_that_there_was_no_twin():
    assert place_note(note_on(SECOND, side=32), MOVED).state == "orphan"


def test_a_twin_that_was_there_before_is_not_taken_when_the_passage_goes():
    text = "\n\n".join([FIRST, STORY, SECOND, STORY, THIRD])
    note = note_on(STORY, text)
    assert place_note(note, text).state == "exact"
    assert place_note(note, text.replace(f"{STORY}\n\n", "", 1)).state == "orphan"


def test_short_paragraphs_say_too_little():
    old, new = f"{FIRST}\n\nMinutes\n\n{THIRD}", f"Minutes\n\n{FIRST}\n\n{THIRD}"
    assert place_note(note_on("Minutes", old), new).state == "orphan"
