"""New selectors for notes that moved or are lost, and how sure they are."""

import pytest

from sitegen.model import Note
from sitegen.notes.anchoring import place_note
from sitegen.notes.proposals import BY_HISTORY, BY_LIKENESS, NEAREST, UNCORRECTED, proposed
from sitegen.notes.selectors import selector_at, with_selector

OLD = (
    "The makers of chips met in Ghent for a day of talks.\n\n"
    "The plant in the north makes ten thousand chips a day.\n\n"
    "Nobody would say for how long it will go on like this."
)


def note_on(quote, text=OLD, **fields):
    start = text.index(quote)
    note = Note(id="n", kind="correction" if "was" in fields else "context", body="", **fields)
    return with_selector(note, selector_at(text, start, start + len(quote)))


def proposal(note, text, *earlier):
    return proposed(place_note(note, text), text, earlier)


def test_a_note_that_moved_is_sure_with_and_without_a_history():
    text = OLD.replace("ten thousand chips", "ten thousand big chips")
    note = note_on("The plant in the north makes ten thousand chips a day.")
    assert place_note(note, text).state == "moved"
    alone, followed = proposal(note, text), proposal(note, text, OLD)
    assert (alone.sure, alone.origin, alone.version) == (True, BY_LIKENESS, -1)
    assert (followed.sure, followed.origin, followed.version) == (True, BY_HISTORY, 0)
    assert alone.selector == followed.selector
    assert alone.selector.quote == "The plant in the north makes ten thousand big chips a day."


def test_a_lost_note_is_followed_from_the_newest_text_that_has_it():
    text = OLD.replace("Ghent for a day of", "Ghentt for two days of")
    between = OLD.replace("Nobody would", "No one would")
    later = between.replace("Ghent", "Gheent")
    found = proposal(note_on("Ghent"), text, later, between, OLD)
    assert (found.sure, found.version, found.selector.quote) == (True, 1, "Ghentt")


def test_texts_are_asked_for_only_as_long_as_none_has_the_passage():
    def texts():
        yield OLD
        pytest.fail("was asked for more")

    note = note_on("Ghent")
    text = OLD.replace("Ghent", "Ghentt")
    assert proposed(place_note(note, text), text, texts()).sure


def test_what_is_gone_has_at_most_its_nearest_words():
    twin = OLD.replace("in the north", "in the south").replace("Nobody", "Those who know")
    found = proposal(note_on("The plant in the north makes ten thousand chips a day."), twin.partition("\n\n")[2], OLD)
    assert (found.sure, found.origin) == (False, NEAREST)
    assert proposal(note_on("Ghent"), "Nothing at all.", OLD) is None


def test_a_correction_needs_the_words_that_it_corrects():
    note = note_on("ten thousand chips a day", was="ten thousand", now="nine thousand")
    gone = proposal(note, OLD.replace("ten thousand chips", "about ten thousands of chips"), OLD)
    assert (gone.sure, gone.origin) == (True, BY_HISTORY)
    gone = proposal(note, OLD.replace("ten thousand chips", "eight thousand chips"), OLD)
    assert (gone.sure, gone.origin) == (False, UNCORRECTED)
