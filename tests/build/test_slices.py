"""A change of the glossary is a matter of the articles that can contain it, and what comes of all is as if made anew."""

import os
import sqlite3
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitegen.build import Options, executing
from sitegen.build.content import read_archive, read_content
from sitegen.config import find_archive
from sitegen.model import Term
from sitegen.store import Store
from tests.archive import GPU, TODAY, Site
from tests.glossaries import articles, edited, glossaries

# More rounds find more.
ROUNDS = int(os.environ.get("SITEGEN_ROUNDS", "5"))
BUS = "- id: bus\n  kind: component\n  label: {en: bus}\n"
NOTE = "published\nnotes: [{id: n, kind: context, target: article, body: Of a bus.}]"


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path)
    made.article("bus", "The memory *buses* of it.")
    made.article("busy", "They are busy, and the GPU is.")
    made.article("linked", "See [the other](bus.md), on a bus.")
    made.article("noted", "No word of it here.", status=NOTE)
    made.write("content/plain.txt", " date 2024 A title\n\nThe GPU of a plain text.\n")
    return made


def worked_out(site, executor=None, **options):
    """Build what pages are made of; give the names of the articles that were annotated for it."""
    annotated = []

    def follow(items, what):
        for item in items:
            annotated.append(item.article.source.partition(".")[0])
            yield item

    store = Store(site.root / "cache")
    content = read_archive(find_archive(site.root, {}), Options(TODAY, **options), store, follow, executor).content
    store.close(forget_unused=True)
    assert [str(p) for p in content.problems if p.severity == "error"] == []
    # One whose references are to be resolved first is looked at twice.
    return set(annotated)


ALL = {"bus", "busy", "linked", "noted", "plain"}


def test_a_new_term_is_a_matter_of_the_articles_that_speak_of_it(site):
    assert worked_out(site) == ALL
    assert worked_out(site) == set()
    site.write("content/glossary/terms.yaml", GPU + BUS)
    assert worked_out(site) == {"bus", "linked", "noted"}
    site.write("content/glossary/terms.yaml", BUS)
    assert worked_out(site) == {"busy", "plain"}
    site.write("content/glossary/terms.yaml", "[]\n")
    assert worked_out(site) == {"bus", "linked", "noted"}
    assert worked_out(site) == set()


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda site: site.write("content/glossary/terms.yaml", GPU.replace("pictures", "images")), set()),
        (lambda site: site.write("content/glossary/terms.yaml", GPU + "  forms: {en: [grid]}\n"), set()),
        (lambda site: site.write("content/glossary/terms.yaml", GPU.replace("component", "product")), {"busy", "plain"}),
        (lambda site: site.article("busy", "The GPU."), {"busy"}),
        (lambda site: site.article("new", "The GPU."), {"new"}),
        (lambda site: site.remove("content/noted.md"), set()),
        (lambda site: site.write("content/plain.yaml", "language: fr\n"), {"plain"}),
        (lambda site: site.write("sitegen.toml", 'title = "Other"\n[links]\ncap = 1\n'), ALL),
    ],
    ids=["definition", "form", "kind", "article", "new article", "removed", "sidecar", "rules"],
)  # fmt: skip
def test_what_an_edit_annotates_anew(site, edit, expected):
    worked_out(site)
    edit(site)
    assert worked_out(site) == expected
    assert worked_out(site) == set()


def test_articles_that_are_hidden_cost_nothing_until_they_are_shown(site):
    site.article("draft", "A bus.", status="draft")
    assert worked_out(site) == ALL
    site.write("content/glossary/terms.yaml", GPU + BUS)
    assert worked_out(site) == {"bus", "linked", "noted"}
    assert worked_out(site, drafts=True) == {"draft"}
    site.write("content/glossary/terms.yaml", GPU)
    assert worked_out(site) == {"bus", "linked", "noted"}
    assert worked_out(site, drafts=True) == {"draft"}


def test_slices_are_not_looked_for_again(site):
    worked_out(site)
    before = rows(site)
    worked_out(site)
    assert rows(site) == before


def rows(site):
    connection = sqlite3.connect(site.root / "cache")
    found = set(connection.execute("SELECT key, value FROM results"))
    connection.close()
    return found


def test_texts_that_are_damaged_are_made_anew(site):
    worked_out(site)
    connection = sqlite3.connect(site.root / "cache")
    folded = b"they are busy, and the gpu is."
    damaged = [key for key, value in rows(site) if folded in value.lower() and len(value) < 50]
    assert len(damaged) == 1
    with connection:
        connection.execute("UPDATE results SET value = x'00' WHERE key = ?", damaged)
    connection.close()
    site.write("content/glossary/terms.yaml", GPU + BUS)
    assert worked_out(site) == {"bus", "linked", "noted", "busy"}
    assert worked_out(site) == set()


@pytest.fixture(scope="module")
def executor():
    with ProcessPoolExecutor(2) as made:
        yield made


def test_other_processes_find_the_same_slices(site, executor, monkeypatch):
    for number in range(210):
        site.article(f"a{number:03}", "The GPU of a bus." if number % 3 else "Nothing.")
    worked_out(site)
    monkeypatch.setattr(executing, "ENOUGH", 0.0)
    site.write("content/glossary/terms.yaml", GPU + BUS)
    expected = {f"a{number:03}" for number in range(210) if number % 3}
    assert worked_out(site, executor=executor) == expected | {"bus", "linked", "noted"}
    assert worked_out(site) == set()


def entry(term: Term) -> str:
    """A term as a glossary's file has it; JSON is YAML."""
    said = {key: value for key, value in msgspec.to_builtins(term).items() if value not in ({}, (), [])}
    return f"- {msgspec.json.encode(said).decode()}\n"


def outcome(root, store):
    content = read_content(find_archive(root, {}), Options(TODAY), store)
    records = content.site.records
    bodies = [(store.need(one.body), store.need(one.ledger)) for one in records]
    return [msgspec.msgpack.encode(one) for one in records], bodies, content.problems


@pytest.mark.timeout(60 + 60 * ROUNDS)
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=2 * ROUNDS)
@given(st.data())
def test_what_comes_of_edits_is_as_if_made_anew(data):
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder))
        terms = data.draw(glossaries)
        store = Store(None)
        for name in ("one", "two", "three"):
            site.write(f"content/{name}.md", data.draw(articles))
        for _ in range(4):
            site.write("content/glossary/terms.yaml", "".join(map(entry, terms.values())) or "[]\n")
            assert outcome(site.root, store) == outcome(site.root, Store(None))
            if data.draw(st.integers(0, 3)) == 0:
                site.write("content/two.md", data.draw(articles))
            terms = data.draw(edited(terms))
        store.close(forget_unused=False)
