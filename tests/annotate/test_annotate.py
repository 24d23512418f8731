"""The record of an annotated article."""

import pytest

from sitegen.model import Term
from tests.documents import FIRST_LINE, annotated, article_of, markdown_source

GPU = [Term("gpu", "component", "GPU")]


def record(source, name="one.md"):
    return annotated(source, GPU, name=name).record


@pytest.mark.parametrize(
    ("body", "meta", "excerpt"),
    [
        ("## Head\n\nThe *first* & only\nparagraph.\n\nMore.", "", "The first & only paragraph."),
        ("Text.", "summary: Said in short.\n", "Said in short."),
        ("word " * 100, "", "word " * 63 + "word…"),
        ("x" * 400, "", "x" * 320 + "…"),
        ("", "", ""),
        ("## Head", "", ""),
        ("Secret.", "show: metadata\n", ""),
        ("Secret.", "show: metadata\nsummary: Said.\n", "Said."),
        ("Shown.", "show: excerpt\n", "Shown."),
    ],
)
def test_excerpt(body, meta, excerpt):
    assert record(markdown_source(body, meta)).excerpt == excerpt


@pytest.mark.parametrize(
    ("body", "words"),
    [("One two  three.\n\nfour", 4), ("", 0), ("日本語の新聞", 4), ("芯片 GPU", 3), ("l’architecture d’Ampère", 2)],
)
def test_words(body, words):
    assert record(markdown_source(body)).words == words


def test_a_record_has_its_article_its_headings_and_its_problems():
    source = markdown_source("## A GPU\n\nText.", "notes: [{id: n, kind: context, body: B, quote: gone}]\n")
    made = record(source)
    assert made.article == article_of(source)
    assert [heading.text for heading in made.headings] == ["A GPU"]
    assert [note.state for note in made.notes] == ["orphan"]
    assert [problem.message for problem in made.problems] == ["note n lost its passage: its quote is not in the text"]


def test_without_terms_and_notes_a_body_is_as_it_was_rendered():
    blocks = annotated(f"{FIRST_LINE}\nA text & more.\n\nA part\n\nThe end.", [], name="one.txt").blocks
    html = '<p>A text &amp; more.</p>\n<h2 id="s-a-part">A part</h2>\n<p>The end.</p>'
    assert [(block.html, block.notes) for block in blocks] == [(html, ())]
