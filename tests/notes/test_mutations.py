"""A slice of the benchmark: no note is silently wrong, and most are found."""

from collections import Counter

from tests.notes.fate import client_fate, mended_fate, our_fate
from tests.notes.mutations import GONE, cases
from tests.notes.passages import passages

LEAST_FOUND = 0.9
LEAST_MENDED = 0.96


def test_no_note_is_on_other_words_and_most_are_found():
    found = cases(passages(1)[::2])
    fates = Counter((case.now[1:] == GONE, our_fate(case)) for case in found)
    assert [case.edit for case in found if our_fate(case) == "wrong"] == []
    assert fates[False, "right"] / (fates[False, "right"] + fates[False, "lost"]) >= LEAST_FOUND


def test_with_the_older_text_nearly_all_are_found():
    found = cases(passages(1)[1::4])
    fates = Counter((case.now[1:] == GONE, mended_fate(case)) for case in found)
    assert [case.edit for case in found if mended_fate(case) == "wrong"] == []
    assert fates[False, "right"] / (fates[False, "right"] + fates[False, "lost"]) >= LEAST_MENDED


def test_the_client_takes_twins():
    fates = Counter(client_fate(case) for case in cases(passages(1)[::20]))
    assert fates["wrong"] > 0
    assert fates["right"] > fates["wrong"]


def test_notes_of_others_are_on_no_other_words_either():
    found = cases(passages(1)[::4], side=32)
    assert [case.edit for case in found if our_fate(case) == "wrong"] == []
