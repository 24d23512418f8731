"""Text out of mark-up, spans into mark-up; a real HTML5 parser is the oracle."""

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.markup import (
    Insertion,
    Span,
    Target,
    escape,
    flatten,
    html_offset,
    rewrite_references,
    text_of,
    weave,
    wrap,
)
from sitegen.sanitise import sanitise_body

PIECES = st.recursive(
    st.text("ab <>&\"'é芯\u0301\n", max_size=8).map(escape),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(
            ["p", "em", "strong", "ul", "li", "blockquote", "h2", "code", "a", "span", "table", "td", "br"]
        ),
        st.lists(inner, max_size=3),
    ),
    max_leaves=12,
)
BODIES = st.lists(PIECES, max_size=5).map("".join).map(sanitise_body)


def tree_text(source):
    tree = html5lib.parseFragment(source, namespaceHTMLElements=False)
    return "".join(tree.itertext())


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>one</p>\n<p>two</p>", "one\n\ntwo"),
        ("<p>a &amp; b</p>", "a & b"),
        ("<ul>\n<li>a</li>\n<li>b\n<ul><li>c</li></ul></li>\n</ul>", "a\n\nb\n\nc"),
        ("<p>a<br>b</p>", "a\nb"),
        ("<p>A<em>10</em>0</p>", "A100"),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "1\n\n2"),
        ("", ""),
    ],
)
def test_text_of(source, text):
    assert text_of(source) == text


@pytest.mark.parametrize(
    ("source", "span", "wrapped"),
    [
        ("<p>The <em>New</em> York Times</p>", "New York", "<p>The <em><b>New</b></em><b> York</b> Times</p>"),
        ("<p>AT&amp;T here</p>", "AT&T", "<p><b>AT&amp;T</b> here</p>"),
        ("<p>one</p><p>two</p>", "one\n\ntwo", "<p><b>one</b></p><p><b>two</b></p>"),
    ],
)
def test_wrap(source, span, wrapped):
    flat = flatten(source)
    start = flat.text.index(span)
    assert wrap(flat, [Span(start, start + len(span), "<b>", "</b>")]) == wrapped


def test_spans_that_cross_are_closed_and_opened_again():
    flat = flatten("<p>abcd</p>")
    spans = [Span(0, 3, "<mark>", "</mark>"), Span(1, 4, "<i>", "</i>")]
    assert wrap(flat, spans) == "<p><mark>a<i>bc</i></mark><i>d</i></p>"


def test_an_insertion_stands_behind_its_character():
    flat = flatten("<p>abc</p>")
    assert wrap(flat, [], [Insertion(2, "<ins>x</ins>")]) == "<p>ab<ins>x</ins>c</p>"


@given(BODIES, st.data())
def test_wrapping_changes_neither_text_nor_tree(source, data):
    flat = flatten(source)
    size = len(flat.text)
    ends = st.integers(0, size)
    ranges = data.draw(st.lists(st.tuples(ends, ends).map(sorted), max_size=5))
    spans = [Span(a, b, f'<mark data-n="{n}">', "</mark>") for n, (a, b) in enumerate(ranges)]
    woven = weave(flat, spans)
    assert tree_text(wrap(flat, spans)) == tree_text(woven)
    assert flatten(woven).text == flat.text
    assert tree_text(woven) == tree_text(source)
    for number, (a, b) in enumerate(ranges):
        tree = html5lib.parseFragment(woven, namespaceHTMLElements=False)
        marked = "".join("".join(mark.itertext()) for mark in tree.iter("mark") if mark.get("data-n") == str(number))
        wanted = flat.text[a:b]
        assert "".join(marked.split()) == "".join(wanted.split())


def test_a_break_and_its_line_feed_are_one_whatever_tags_are_between():
    source = "<p>a<br>\nb</p>"
    woven = weave(flatten(source), [Span(0, 1, "<i>", "</i>"), Span(0, 3, "<b>", "</b>")])
    assert flatten(woven).text == flatten(source).text == "a\nb"
    assert flatten("<p>a<b><br></b>\nb</p>").text == "a\nb"


@given(BODIES)
def test_every_character_is_where_the_map_says(source):
    flat = flatten(source)
    for run in flat.runs:
        if run.html_length == run.length:
            for step in range(run.length):
                at = html_offset(flat, run.text + step)
                assert source[at] == flat.text[run.text + step]


@given(BODIES)
def test_text_has_all_that_the_tree_has(source):
    assert "".join(flatten(source).text.split()) == "".join(tree_text(source).split())


def test_references_are_rewritten_once():
    source = '<p><a href="b.md">x</a> <img src="p.png" alt="b.md"></p>'
    expected = '<p><a href="../b/">x</a> <img src="p.png" alt="b.md"></p>'
    assert rewrite_references(source, {"b.md": Target("../b/")}) == expected


@given(BODIES, st.data())
def test_the_short_way_gives_what_the_long_way_gives(source, data):
    flat = flatten(source)
    at = sorted(data.draw(st.sets(st.integers(0, len(flat.text)), max_size=8)))
    spans = [Span(a, b, f'<a id="{a}">', "</a>") for a, b in zip(at[::2], at[1::2], strict=False)]
    assert wrap(flat, spans) == weave(flat, spans)
