"""Lines break where a printer of the language would let them, and no character changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.markup import text_of
from sitegen.typography import kept_together, set_line


@pytest.mark.parametrize(
    ("text", "language", "kept"),
    [
        ("Qui sait ? Lui !", "fr", [" ?", " !"]),
        ("des versions « voilées », dit-il", "fr", ["« v", " »"]),
        ("quelque 100 000 cartes et 1 000 millions", "fr-CA", ["100 000", "1 000"]),
        ("12 000 : un record", "fr", ["12 000", " :"]),
        ("about 1 000 of 20 500", "en", ["1 000", "20 500"]),
        ("who knows ?", "en", []),
        ("RTX 4090 and 2023 100 more, A100 000", "en", []),
        ("一 千", "zh", []),
    ],
)
def test_what_is_kept_together(text, language, kept):
    assert [text[a:b] for a, b in kept_together(text, language)] == kept


def test_a_title_is_set_as_a_line():
    assert set_line("1 000 <b>", "fr") == '<span class="whole">1 000</span> &lt;b&gt;'
    assert set_line("  Qui ?", "fr") == '  Qui<span class="whole"> ?</span>'


@given(st.text("a1 0?«»&<é\n", max_size=30))
def test_setting_leaves_the_text_as_it_was(text):
    assert text_of(set_line(text, "fr")).split() == text.split()
