"""The document of this repository, annotated: what is linked in it, what is not, and where its notes stand."""

import datetime
import re
from collections import Counter
from pathlib import Path

import pytest

from sitegen.build import Options, build, read_mentions
from sitegen.config import find_archive
from sitegen.discover import Found
from sitegen.markup import text_of
from sitegen.model import MarkdownOptions
from sitegen.notes.selectors import selector_at, with_selector
from sitegen.parse import parse_article
from sitegen.render import render
from sitegen.store import Store

ROOT = Path(__file__).parent.parent
TODAY = datetime.date(2026, 11, 23)
LANGUAGES = {"en", "fr"}


@pytest.fixture(scope="module")
def read():
    archive = find_archive(ROOT, {}, {"base_url": "https://example.org/repo/"})
    content, mentions = read_mentions(archive, Options(TODAY), Store(None))
    assert content.problems == ()
    return content, mentions


@pytest.fixture(scope="module")
def site(read):
    return read[0].site


@pytest.fixture(scope="module")
def ledger(read):
    return [mention for group in read[1].values() for mention in group]


def test_the_glossary_is_whole(site):
    terms = [entry.term for entry in site.entries.values()]
    assert len(terms) >= 80
    assert [t.id for t in terms if not isinstance(t.definition, dict) or not t.definition.keys() >= LANGUAGES] == []
    assert {"product", "architecture", "memory", "interface", "process", "company", "concept"} <= {
        t.kind for t in terms
    }
    assert [t.id for t in terms for fact in t.facts if not fact.source.url.startswith("https://")] == []


@pytest.mark.parametrize(
    ("surface", "term"),
    [
        ("GPU", "gpu"),
        ("cartes graphiques", "graphics-card"),
        ("Nvidia", "nvidia"),
        ("AMD", "amd"),
        ("A100", "a100"),
        ("A800", "a800"),
        ("H100", "h100"),
        ("H800", "h800"),
        ("puces", "chip"),
        ("puce", "chip"),
        ("ByteDance", "bytedance"),
        ("TikTok", "tiktok"),
        ("ChatGPT", "chatgpt"),
        ("Ernie", "ernie"),
        ("Tongyi Qianwen", "tongyi-qianwen"),
        ("SenseNova", "sensenova"),
        ("McKinsey", "mckinsey"),
    ],
)
def test_its_words_have_their_terms(ledger, surface, term):
    found = [line for line in ledger if line.surface == surface]
    assert {(line.term, line.state) for line in found} == {(term, "accepted")}


@pytest.mark.parametrize(
    ("surface", "term"), [("Hooper", "hopper"), ("graphismes", "graphics-card"), ("graphiques", "graphics-card")]
)
def test_its_slips_are_shown_as_slips(ledger, surface, term):
    assert {(n.term, n.state) for n in ledger if n.surface == surface} == {(term, "misspelt")}


def test_grace_is_not_the_processor(ledger, site):
    (grace,) = [line for line in ledger if line.surface == "Grace"]
    assert "grace" in site.entries
    assert (grace.state, grace.linked) == ("refused", False)
    assert grace.rule.endswith("pin")
    assert [(r.term, r.reason) for r in grace.refused] == [("grace", "pinned to none")]


def test_every_note_stands_at_its_passage_with_a_full_selector_and_a_source_in_both_languages(site):
    (record,) = site.records
    assert len(record.notes) >= 10
    assert Counter(placed.state for placed in record.notes) == {"exact": len(record.notes) - 1, "whole": 1}
    name = record.article.source
    source = Found(name, (ROOT / "seeds" / name).read_bytes(), "")
    text = text_of(render(parse_article(source, None, "seeds", "fr").article, MarkdownOptions()).html)
    for placed in record.notes:
        note = placed.note
        assert note.body.keys() == LANGUAGES, note.id
        assert all(cited.url for cited in note.sources), note.id
        assert note.sources, note.id
        if placed.start >= 0:
            assert with_selector(note, selector_at(text, placed.start, placed.end)) == note


def test_all_of_it_linked(tmp_path):
    text = (ROOT / "pyproject.toml").read_text().replace('density = "section"', 'density = "all"')
    (tmp_path / "pyproject.toml").write_text(text)
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    archive = find_archive(tmp_path, {})
    assert build(archive, Options(TODAY)).published
    page = (archive.destination / "articles/000-e888722ed7d0647b/index.html").read_text()
    body = page[page.index('<div class="text"') : page.index('<footer class="apparatus"')]
    links = re.findall(r'<a class="term[^"]*" [^>]*data-term="([^"]+)"[^>]*>(.*?)</a>', body)
    assert len(links) >= 20
    assert "Grace" not in {text_of(surface) for _, surface in links}
