"""Listings, with colours and without."""

import pytest

from sitegen.render.code import Listings


def test_a_language_gives_colours_and_one_that_nobody_knows_gives_none():
    listings = Listings(coloured=True)
    assert '<span class="k">if</span>' in listings.markup("if x: pass\n", "python")
    for language in ("", "no language", '"><script>'):
        shown = listings.markup("if x < y\n", language)
        assert shown == '<div class="codehilite"><pre><span></span><code>if x &lt; y\n</code></pre></div>\n'


def test_without_colours_the_language_is_named():
    listings = Listings(coloured=False)
    assert listings.markup("a < b\n", "c") == '<pre><code class="language-c">a &lt; b\n</code></pre>\n'
    assert listings.markup("a", '"><b>') == '<pre><code class="language-&quot;&gt;&lt;b&gt;">a</code></pre>\n'
    assert listings.markup("a", "") == "<pre><code>a</code></pre>\n"


@pytest.mark.parametrize("code", ["1" * 501, "a\n" * 10_001])
def test_code_that_is_too_long_to_colour_has_none(code):
    assert Listings(coloured=True).markup(code, "make").startswith('<pre><code class="language-make">')


def test_what_was_listed_before_counts():
    listings = Listings(coloured=True)
    shown = [listings.markup("x = 1\n" * 1_000, "python").startswith("<div") for _ in range(5)]
    assert shown == [True, True, True, False, False]
