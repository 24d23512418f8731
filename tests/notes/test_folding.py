"""Text in one spelling, and back."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.notes.folding import fold, splits_character, weight

TEXTS = st.text(
    st.sampled_from("ae é\u0301\u0308\u00a0\u202f\n «»“”\"'’—–-…中文。;!\u00ad\u200b각\u1100\u1161"), max_size=40
)


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("« Grâce » — dit-il : non…", '"Grâce"-dit-il: non...'),
        ("“Grâce”—dit‐il: non...", '"Grâce"-dit-il: non...'),
        ("e\u0301te\u0301", "été"),
        ("one\n\ntwo  three\u202ffour", "one two three four"),
        ("中文 GPU\n测试", "中文GPU测试"),
        ("so\u00adft", "soft"),
        ("l’été ‘a’", "l'été 'a'"),
    ],
)
def test_shapes(text, shape):
    assert fold(text).shape == shape


@given(TEXTS)
def test_every_range_has_a_place_in_the_text(text):
    folded = fold(text)
    for at in range(len(folded.shape)):
        start, end = folded.back(at, at + 1)
        assert 0 <= start < end <= len(text)


@given(st.text("aeé中ôç ñ.", max_size=40))
def test_the_normal_form_makes_no_difference(text):
    assert fold(unicodedata.normalize("NFD", text)).shape == fold(text).shape


@given(TEXTS)
def test_offsets_go_forth_in_order(text):
    folded = fold(text)
    found = [folded.forth(at) for at in range(len(text) + 1)]
    assert found == sorted(found)
    assert found[-1] == len(folded.shape)


@pytest.mark.parametrize(
    ("text", "offset", "expected"),
    [("e\u0301", 1, True), ("ab", 1, False), ("👩\u200d🚀", 2, True), ("🇫🇷🇩🇪", 1, True), ("🇫🇷🇩🇪", 2, False), ("\u1100\u1161", 1, True)],
)  # fmt: skip
def test_characters_are_not_split(text, offset, expected):
    assert splits_character(text, offset) == expected


def test_an_ideograph_weighs_two():
    assert weight("ab中") == 4
