"""The ledger is complete, is lines of JSON, and says what changed."""

import json
import sqlite3

import pytest

from sitegen.ledger import Changes, changes
from tests.archive import GPU, Site


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path)
    made.article("two", "A GPU and a GPU, `GPU`.\n\n# GPU")
    made.article("one", "The GPU.", language="fr")
    return made


def ledger(site):
    return [json.loads(line) for line in site.files()["data/ledger.jsonl"].decode().splitlines()]


def test_every_mention_has_a_line_in_order(site):
    site.build()
    lines = ledger(site)
    assert list(lines[0]) == [
        "article", "source", "term", "surface", "line", "column", "start", "end", "occurrence", "state", "linked",
        "rule", "score", "evidence", "refused",
    ]  # fmt: skip
    assert [(n["article"], n["line"], n["column"], n["state"], n["linked"]) for n in lines] == [
        ("one", 6, 5, "accepted", True),
        ("two", 6, 3, "accepted", True),
        ("two", 6, 13, "accepted", False),
        ("two", 6, 19, "excluded", False),
        ("two", 8, 3, "accepted", False),
    ]


def test_a_build_says_what_changed(site):
    assert site.build().changes is None
    assert site.build().changes is None
    site.article("one", "The GPU and the GPU.", language="fr")
    assert site.build().changes == Changes(found=1, lost=0, changed=0)
    site.remove("content/two.md")
    assert site.build().changes == Changes(found=0, lost=3, changed=0)
    site.write("content/glossary/terms.yaml", GPU.replace("id: gpu", "id: other"))
    assert site.build().changes == Changes(found=0, lost=0, changed=2)


def test_what_can_not_be_read_counts_as_no_line():
    assert not changes(b"{\nnull\n\xff\n", b"")
    assert changes(b"x", b'{"article":"a","term":"t","surface":"s","occurrence":1,"state":"accepted"}').found == 1


@pytest.mark.parametrize("statement", ["DELETE FROM results", "UPDATE results SET value = x'00'"])
def test_what_the_store_lost_is_made_anew(site, statement):
    site.build()
    site.article("three", "x")
    with sqlite3.connect(site.root / ".sitegen/cache.sqlite") as connection:
        connection.execute(f"{statement} WHERE rowid % 2 = 0")
    connection.close()
    site.write("sitegen.toml", (site.root / "sitegen.toml").read_text().replace("Test", "Other"))
    assert site.build().problems == ()
    found = site.files()
    (site.root / ".sitegen/cache.sqlite").unlink()
    site.build("fresh")
    assert site.files("fresh") == found
