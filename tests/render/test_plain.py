"""Plain text as found: paragraphs and headings, and not a sign of it changed."""

import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.markup import flatten
from sitegen.model import MarkdownOptions
from sitegen.render import render
from sitegen.render.plain import is_heading, render_plain
from sitegen.sanitise import sanitise_body
from tests.cases import load_cases
from tests.documents import FIRST_LINE, article_of, document_of


def rendered(body):
    return document_of(FIRST_LINE + body, "one.txt")


@pytest.mark.parametrize(("body", "expected"), load_cases(Path(__file__).with_name("plain.txt")))
def test_plain(body, expected):
    assert rendered(body).html == expected


@given(st.text("aé芯 <>&\xa0\u200d\r\0\x0b\ufeff\ufffe\U0001f469\n.!", max_size=80))
def test_what_passes_by_the_gate_is_what_the_gate_gives(body):
    article = msgspec.structs.replace(article_of(FIRST_LINE + "x", "one.txt"), body=body)
    assert render(article, MarkdownOptions()).html == sanitise_body(render_plain(body))


@given(st.text("aé芯 <>&\"'*_`[](){}#-.\t\u00a0\u200d\n", max_size=60))
def test_the_text_is_that_of_the_source_paragraph_by_paragraph(body):
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", body) if part.strip()]
    assert flatten(rendered(body).html).text == "\n\n".join(paragraphs)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Ce qu’il faut retenir", True), ("2023", True), ("x" * 120, True), ("x" * 121, False), ("a\nb", False)],
)
def test_is_heading(text, expected):
    assert is_heading(text) is expected
