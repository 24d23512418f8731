"""Passages are followed from an older text to today's, or not at all."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.notes.history import carried
from tests.notes.mutations import EDITS, GONE
from tests.notes.passages import passages

PLANT = "The plant in the {} makes ten thousand chips a day and sends them to {}."
NORTH, SOUTH = PLANT.format("north", "Rome"), PLANT.format("south", "Oslo")
STORY = "This is a developing story. Prices are shown without tax and may change."
OLD = f"The makers of chips met in Ghent.\n\n{NORTH}\n\n{STORY}\n\n{SOUTH}\n\n{STORY}\n\nNobody would say for how long."


def follow(words, new, old=OLD):
    start = old.index(words)
    place = carried(old, start, start + len(words), new)
    return place and new[slice(*place)]


@pytest.mark.parametrize(
    ("words", "before", "after", "expected"),
    [
        (NORTH, "met in Ghent", "met for a day in Cork", NORTH),
        ("ten thousand chips", "north makes ten thousand", "north once made ten thousand", "ten thousand chips"),
        (NORTH, "north makes ten thousand chips", "north still makes ten chips", NORTH.replace("makes ten thousand", "still makes ten")),
        ("Ghent", "Ghent", "Ghentx", "Ghentx"),
        ("Ghent", "in Ghent", "in the old town of Ghent", "Ghent"),
        ("Ghent", "in Ghent", "in “Ghent”", "Ghent"),
        ("Ghent", "Ghent", "Antwerp", None),
        ("Ghent", " in Ghent", "", None),
        (NORTH, f"{NORTH}\n\n", "", None),
        (NORTH, NORTH, SOUTH, None),
        (STORY, f"{NORTH}\n\n{STORY}\n\n", "", None),
        (STORY, STORY, "It ends here.", None),
    ],
)  # fmt: skip
def test_edits(words, before, after, expected):
    new = OLD.replace(before, after, 1)
    assert new != OLD
    assert follow(words, new) == expected


def test_the_second_of_twins_is_followed_as_itself():
    new = OLD.replace(f"{NORTH}\n\n{STORY}\n\n", "")
    assert follow(SOUTH, new) == SOUTH
    start = OLD.rindex(STORY)
    assert carried(OLD, start, start + len(STORY), new) == (new.index(STORY), new.index(STORY) + len(STORY))


def test_neighbours_alike_letter_for_letter_are_not_told_apart():
    old = f"One began.\n\n{STORY}\n\n{STORY}\n\nOne ended."
    assert follow(STORY, old.replace(f"{STORY}\n\n", "", 1), old) is None


def test_a_paragraph_that_was_moved_is_found():
    paragraphs = OLD.split("\n\n")
    new = "\n\n".join([*paragraphs[2:], *paragraphs[:2]])
    assert follow(NORTH, new) == NORTH
    assert follow("north makes ten thousand", new) == "north makes ten thousand"


def test_the_first_word_of_two_sentences_is_that_of_neither():
    old = "The machines were delivered. The controls concern them all. The networks do not matter here."
    new = old.replace("The controls concern them all. ", "")
    start = old.index("The controls")
    assert carried(old, start, start + 3, new) is None


def test_another_year_is_another_statement():
    old = "The company was founded in the spring of 2021, and its founders left it soon."
    assert follow("2021", old.replace("2021", "2022"), old) is None
    assert follow("founded in the spring of 2021", old.replace("2021", "2022"), old) is None
    assert follow("founders", old.replace("founders", "fonders"), old) == "fonders"


def test_words_in_no_alphabet_are_followed():
    old = "北部の工場は一日に千枚のウエハーを作る。広報担当者は質問に答えなかった。この記事は更新されることがあります。"
    new = old.replace("広報担当者は", "広報の担当者は昨日の").replace("一日に", "毎日")
    assert follow("質問に答えなかった", new, old) == "質問に答えなかった"
    assert follow("広報担当者", new, old) == "広報の担当者"


def test_texts_that_share_nothing_and_texts_without_end():
    assert carried("abc", 0, 3, "xyz") is None
    assert carried("abc", 0, 3, "") is None
    assert carried("a b", 1, 2, "a b") is None
    assert carried("same " * 2000, 4000, 4004, "same " * 2001) is None
    assert carried("so " * 20_000 + "end", 60_000, 60_003, "no " * 20_000 + "end") is None


PASSAGES = passages(2)
LASTING = (
    "before_near",
    "before_far",
    "sentence_before",
    "duplicated",
    "duplicated_paragraph",
    "moved",
    "other_form",
    "several",
)
TAKEN = ("deleted", "deleted_sentence", "deleted_paragraph")


# A copy of a twin that is put where a passage was taken from can't be told from the passage.
HARMLESS = [edit for edit in LASTING if edit not in ("duplicated", "duplicated_paragraph", "moved")]


@given(
    st.sampled_from(PASSAGES),
    st.sampled_from(TAKEN),
    st.lists(st.sampled_from(HARMLESS), max_size=3),
    st.integers(0, 99),
)
def test_what_was_deleted_is_nowhere_whatever_else_was_edited(passage, taken, others, seed):
    chance = random.Random(seed)
    new = EDITS[taken](passage, None, chance)
    for edit in others if new.text else ():
        # Any other place of the text may be edited besides.
        low = chance.randrange(len(new.text) + 1)
        elsewhere = passage._replace(text=new.text, start=low, end=min(low + 5, len(new.text)))
        new = EDITS[edit](elsewhere, None, chance) or new
    assert new[1:] == GONE or others
    assert carried(passage.text, passage.start, passage.end, new.text) is None


@given(st.sampled_from(PASSAGES), st.sampled_from(LASTING), st.integers(0, 99))
def test_what_lasts_is_followed_to_itself_or_not_at_all(passage, edit, seed):
    now = EDITS[edit](passage, None, random.Random(seed))
    place = carried(passage.text, passage.start, passage.end, now.text) if now else None
    if place:
        shared = min(place[1], now.end) - max(place[0], now.start)
        assert shared >= 0.7 * (max(place[1], now.end) - min(place[0], now.start))
