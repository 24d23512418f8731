"""What content may hold."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.sanitise import sanitise_body, sanitise_fragment

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='//evil.example/'>x</a>",
    "<a href='\\\\evil.example'>x</a>",
    "<a href='data:text/html,x'>x</a>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe src='https://evil.example'></iframe>",
    "<form action='https://evil.example'><input name=x></form>",
    "<base href='https://evil.example'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<style>*{display:none}</style>",
    "<p style='position:fixed'>x</p>",
    "<img src='https://evil.example/track.png'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
]


@pytest.mark.parametrize("source", HOSTILE)
@pytest.mark.parametrize("clean", [sanitise_body, sanitise_fragment])
def test_nothing_hostile_is_left(source, clean):
    cleaned = clean(source).lower()
    for sign in ("script", "onerror", "evil.example", "style", "<svg", "<form", "<base", "<meta", "data:", "alert("):
        assert sign not in cleaned or (sign == "alert(" and "<" not in cleaned)


def test_ids_get_a_prefix_and_fragments_follow():
    cleaned = sanitise_body('<h1 id="constructor">x</h1><p id="a">1</p><p id="a">2</p><a href="#a">x</a>')
    assert 'id="s-constructor"' in cleaned
    assert 'id="s-a"' in cleaned
    assert 'id="s-a-2"' in cleaned
    assert 'href="#s-a"' in cleaned


@pytest.mark.parametrize(
    ("source", "ids"),
    [
        ('<p id="a">1</p><p id="a">2</p><p id="a-2">3</p>', ["s-a", "s-a-3", "s-a-2"]),
        ('<p id="a-2">1</p><p id="a">2</p><p id="a">3</p><p id="a">4</p>', ["s-a-2", "s-a", "s-a-3", "s-a-4"]),
    ],
)
def test_an_id_that_occurs_twice_gets_a_number_that_no_other_has(source, ids):
    assert re.findall('id="([^"]*)"', sanitise_body(source)) == ids


def test_a_link_keeps_its_relation_when_its_id_changes():
    link = '<a id="a" href="https://example.org/">x</a>'
    assert sanitise_body(link + link).count('rel="noopener noreferrer external"') == 2


def test_headings_start_at_level_two():
    assert sanitise_body("<h1>a</h1><h2>b</h2>") == "<h2>a</h2><h3>b</h3>"
    assert sanitise_body("<h4>a</h4><h6>b</h6>") == "<h2>a</h2><h4>b</h4>"


def test_links_elsewhere_say_so():
    assert 'rel="noopener noreferrer external"' in sanitise_body('<a href="https://example.org/">x</a>')
    assert "rel=" not in sanitise_body('<a href="other.md">x</a>')


@given(st.lists(st.sampled_from([*HOSTILE, "<b>", "</p>", "<p>", "text", "&lt;script&gt;", "<table><tr>"]), max_size=6))
def test_cleaning_twice_is_cleaning_once(parts):
    once = sanitise_fragment("".join(parts))
    assert sanitise_fragment(once) == once
