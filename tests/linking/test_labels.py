"""The labelled articles are well written, whatever the linker does with them."""

import pytest

from sitegen.markup import flatten
from sitegen.model import MarkdownOptions
from sitegen.render import render
from tests.linking.labelled import HERE, read_labelled
from tests.linking.score import linker

FILES = sorted(path for half in ("own", "unseen") for path in (HERE / half).glob("*.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_every_mark_stands_in_the_text_and_names_a_term(path):
    known = {term.id for term in linker()[0].terms}
    labelled = read_labelled(path)
    text = flatten(render(labelled.article, MarkdownOptions()).html).text
    for mark in labelled.marks:
        assert mark.term in known or (mark.trap and not mark.term), mark
        assert mark.trap or text[mark.start : mark.end].strip() == text[mark.start : mark.end] != "", mark


@pytest.mark.parametrize("half", ["own"])
def test_the_set_is_large_and_in_six_languages(half):
    articles = [read_labelled(path) for path in FILES if path.parent.name == half]
    marks = [mark for article in articles for mark in article.marks]
    assert len(articles) >= 15
    assert {a.language for a in articles} == {"en", "fr", "de", "es", "zh", "ja"}
    assert sum(not m.trap for m in marks) >= 260
    assert sum(m.trap for m in marks) >= 130
