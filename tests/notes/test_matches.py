"""What two texts have in common, once in either."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.notes.matches import LEAST_MATCH, Match, matches_in

FIRST = "The makers of chips met in Ghent for a day of talks."
SECOND = "A columnist of the evening paper counts nine of them."


def words(old, new):
    return [old[match.old : match.old_end] for match in matches_in(old, 0, len(old), new)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (FIRST, FIRST, [FIRST]),
        (f"{FIRST} {SECOND}", f"{SECOND} {FIRST}", [FIRST, SECOND]),
        (FIRST, f"{FIRST} {FIRST}", []),
        (f"{FIRST} {FIRST}", FIRST, []),
        (FIRST, FIRST.replace("Ghent", "Bruges"), ["The makers of chips met in "]),
        (FIRST, FIRST.replace("makers", "makerspace"), [" of chips met in Ghent for a day of talks."]),
        (FIRST, SECOND, []),
        (FIRST, "", []),
        ("", FIRST, []),
    ],
)
def test_what_stands_once_in_both(old, new, expected):
    assert words(old, new) == expected


def test_a_match_runs_as_far_as_it_can_from_any_place_in_it():
    assert matches_in(FIRST, 20, 22, f"So: {FIRST}") == [Match(0, 4, len(FIRST))]
    assert matches_in(FIRST, len(FIRST) - 1, len(FIRST), FIRST) == [Match(0, 0, len(FIRST))]


@given(st.text("ab .字", max_size=80), st.text("ab .字", max_size=80))
def test_matches_are_alike_unique_and_in_order(old, new):
    found = matches_in(old, 0, len(old), new)
    for match in found:
        piece = old[match.old : match.old_end]
        assert piece == new[match.new : match.new_end]
        assert len(piece) >= LEAST_MATCH // 4
        assert match.holds(match.old, match.old_end)
        assert match.shared(match.old - 1, match.old_end) == match.size
    assert [match.old for match in found] == sorted({match.old for match in found})
