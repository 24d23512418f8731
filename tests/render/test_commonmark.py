"""What CommonMark makes of Markdown: what its engine would write itself, and ids, ways back and colours besides."""

import re
from html import unescape
from urllib.parse import unquote

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyromark import Options, html

from sitegen.markup import text_of
from sitegen.model import EXTENSIONS, MarkdownOptions
from sitegen.render import render
from sitegen.render.budget import TooMuchError
from sitegen.render.commonmark import render_commonmark, render_fragment
from sitegen.sanitise import sanitise_body, sanitise_fragment
from tests.documents import article_of, markdown_source
from tests.test_sanitise import HOSTILE

ALL = EXTENSIONS["commonmark"]
# What the engine has of its own, but for footnotes, which it leaves where they are defined.
OWN = ("tables", "def_list", "attr_list")
OWN_OPTIONS = Options.ENABLE_TABLES | Options.ENABLE_DEFINITION_LIST | Options.ENABLE_HEADING_ATTRIBUTES
PIECES = st.sampled_from(
    [
        *HOSTILE,
        "# A", "## A {#a .lead lang=fr x=y}", "A\n===", "- a", "  - b", "1) a", "7. b", "> q", "***", "    code", "~~~ c x\ny\n~~~",
        "```", "`b`", "*", "**", "_", "[x](#a)", '[y](<a b> "t")', "[r]", "[r]: /u 't'", "![p *q* `r` ![s](t)](u.png)", "<a@b.c>",
        "<https://e.org/é>", "| a |\n|:-:|\n| b | c |", "T\n: d", "<div>", "</div>", "<b>", "<!-- c -->", "<p id=a>", "&amp;", "&#0;",
        "\\", "\\\n", "  \n", "\n\n", "\n", " ", "\t", "é", "芯", "\0", "\r", "\ufeff", "<", "&", '"', "'",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=16).map("".join)
ANYTHING = st.one_of(
    TEXTS, st.text(max_size=60), st.lists(st.one_of(PIECES, st.just("[^a]"), st.just("\n[^a]: b"))).map("".join)
)


def tidy(markup):
    """Mark-up in one of the ways to write it: what is escaped, the sides of a table's cells, white space at tags."""
    sides = re.sub(r'(<t[hd]) style="text-align: (\w+)"', r'\1 class="align-\2"', markup)
    # The engine takes a tab for no end of a word.
    sides = re.sub(r'(class="language-[^"\s]*)\s[^"]*"', r'\1"', sides)
    return re.sub(r"\s*(<[^<>]*?)(?: /)?>\s*", r"\1>", unquote(unescape(sides))).strip()


@given(TEXTS)
def test_what_is_written_is_what_the_engine_writes(text):
    assert tidy(render_commonmark(text, OWN)) == tidy(html(text, options=OWN_OPTIONS))


@given(ANYTHING)
def test_nothing_raises_and_no_element_acts(text):
    tree = html5lib.parseFragment(sanitise_body(render_commonmark(text, ALL)), namespaceHTMLElements=False)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for element in tree.iter():
        assert element.tag not in ("script", "style", "iframe", "form", "svg", "base", "meta")
        assert not any(name == "style" or name.startswith("on") for name in element.attrib)
    sanitise_fragment(render_fragment(text))


@pytest.mark.parametrize(
    ("extensions", "body", "expected"),
    [
        ((), "## A {#a}\n\n| a |\n|---|\n\n```c\nx\n```\n\n[^a]\n\n[^a]: b",
         '<h2>A {#a}</h2>\n<p>| a |\n|---|</p>\n<pre><code class="language-c">x\n</code></pre>\n<p><a href="b">^a</a></p>'),
        (("attr_list",), "## A {#a}\n\n## B", '<h2 id="s-a">A</h2>\n<h2>B</h2>'),
        (("toc",), "## A\n\n## A {#a}", '<h2 id="s-a">A</h2>\n<h2 id="s-a-a">A {#a}</h2>'),
        (("toc", "attr_list"), "## A\n\n## A {#a}", '<h2 id="s-a_1">A</h2>\n<h2 id="s-a">A</h2>'),
        (("def_list",), "T\n: d", "<dl>\n<dt>T</dt>\n<dd>d</dd>\n</dl>"),
        (("sane_lists",), "- a\n+ b", "<ul>\n<li>a</li>\n</ul>\n<ul>\n<li>b</li>\n</ul>"),
    ],
)  # fmt: skip
def test_extensions(extensions, body, expected):
    article = article_of(markdown_source(body))
    assert render(article, MarkdownOptions("commonmark", extensions)).html == expected


def test_headings_of_the_same_words_are_numbered_at_once():
    shown = render_commonmark("# a\n" * 5_000 + "# a_1\n# a {#a_2}", ALL)
    ids = re.findall(' id="([^"]*)"', shown)
    assert ids[:3] == ["a", "a_1", "a_3"]
    assert len(ids) == len(set(ids)) == 5_002


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("> " * 120 + "a", "has more than 100 elements inside one another"),
        ("- + " * 60, "has more than 100 elements inside one another"),
        ("1) " * 60 + "a", "has more than 100 elements inside one another"),
        ("_a " * 120 + "b_ " * 120, "has more than 100 elements inside one another"),
        ("|" + "a|" * 1000 + "\n|" + "-|" * 1000 + "\n" + "|a\n" * 200, "has more than 100,000 cells of tables"),
        ("word " * 250_000, "has 1,250,000 characters, more than 1,000,000"),
    ],
    ids=["quotes", "bullets", "numbers", "emphasis", "cells", "length"],
)
def test_what_would_take_others_long_is_too_much(body, reason):
    with pytest.raises(TooMuchError, match=reason):
        render_commonmark(body, ALL)
    if len(body) < 1000:
        assert text_of(sanitise_fragment(render_fragment(body))).split() == body.split()
