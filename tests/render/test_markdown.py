"""Markdown into the mark-up that an article may hold."""

from pathlib import Path

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.model import EXTENSIONS
from sitegen.render.engines import engine_of
from sitegen.sanitise import sanitise_fragment
from tests.cases import load_cases
from tests.documents import document_of, markdown_source

PIECES = st.sampled_from(
    ["# A", "## A", "{#a}", "{: .lead }", "<p id=a>", '<b id="a-2">', "[x](#a)", "*", "`", "| a |\n|:-:|\n| b |", "[^a]",
     "[^a]: b", "```c\nx\n```", "<script>", "<td style='text-align:left' colspan=2>", "- a", "> b", "\n\n", "\n", " ", "&amp;", "<"]
)  # fmt: skip


MARKDOWN = {case.id: case for case in load_cases(Path(__file__).with_name("markdown.txt"))}
# What CommonMark shows otherwise has a case of the same title.
COMMONMARK = MARKDOWN | {case.id: case for case in load_cases(Path(__file__).with_name("commonmark.txt"))}


@pytest.mark.parametrize(("body", "expected"), MARKDOWN.values())
def test_markdown(body, expected):
    assert document_of(markdown_source(body)).html.strip() == expected


@pytest.mark.parametrize(("body", "expected"), COMMONMARK.values())
def test_commonmark(body, expected):
    assert document_of(markdown_source(body), engine="commonmark").html.strip() == expected


@pytest.mark.parametrize("engine", EXTENSIONS)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_ids_are_unique_and_no_element_acts(engine, body):
    shown = document_of(markdown_source(body), engine=engine)
    tree = html5lib.parseFragment(shown.html, namespaceHTMLElements=False)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for element in tree.iter():
        assert element.tag not in ("script", "style", "iframe", "form")
        assert not any(name == "style" or name.startswith("on") for name in element.attrib)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Stacked *DRAM*.", "<p>Stacked <em>DRAM</em>.</p>"),
        ("One.\n\nTwo & three.", "<p>One.</p>\n<p>Two &amp; three.</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("## No heading", "No heading"),
        ("![no picture](x.png)", "<p></p>"),
        ("| no | table |\n|-|-|", "<p>| no | table |\n|-|-|</p>"),
        ("[x](javascript:alert(1)) [y](https://e.org)",
         '<p><a>x</a> <a href="https://e.org" rel="noopener noreferrer external">y</a></p>'),
    ],
)  # fmt: skip
@pytest.mark.parametrize("engine", EXTENSIONS)
def test_fragments_are_running_text_lists_and_links(engine, text, expected):
    assert sanitise_fragment(engine_of(engine).fragment(text)) == expected
