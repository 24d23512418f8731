"""`export notes` and `import notes` as people use them: proposed notes in the right sidecars, nothing else touched."""

import json
import shutil
from pathlib import Path

import pytest

from tests.archive import Site
from tests.test_cli import run

HERE = Path(__file__).parent / "interchange"
ONE = "# known\nsource_url: http://paper.example/one/\nnotes:\n  - {id: ab-c-1, kind: context, quote: GPU, body: B}  # mine\n"


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path / "a")
    site.write("content/one.txt", " date 2024-01 One\n\nThe older GPU and the older chip.\n")
    return site


def sitegen(site, *arguments):
    return run("-C", str(site.root), *arguments)


def content(site):
    return {p.name: p.read_text() for p in (site.root / "content").iterdir() if p.is_file()}


def test_an_export_of_hypothesis_comes_into_the_sidecar(site):
    beside = ONE.replace("http://paper.example/one/", "http://www.paper.example/one?a=b")
    site.write("content/one.yaml", beside)
    code, out, err = sitegen(site, "import", "notes", str(HERE / "hypothesis.json"))
    assert (code, out) == (1, "Wrote 2 proposed notes to content/one.yaml\n")
    assert "hypothesis.json: else: https://elsewhere.example/ is the address of no article" in err
    written = content(site)["one.yaml"]
    assert written.startswith(beside + "  - id: ab-c-1-2\n    kind: correction\n    quote: older GPU\n")
    assert written.count("status: proposed") == 2
    assert sitegen(site, "check")[0] == 0
    _, out, err = sitegen(site, "import", "notes", str(HERE / "hypothesis.json"))
    assert out == "Nothing to add\n"
    assert "content/one.yaml: has 2 of these notes already" in err
    assert content(site)["one.yaml"] == written


def test_notes_go_out_and_in_and_out_alike(site, tmp_path):
    note = "notes: [{id: n, kind: correction, quote: older GPU, was: older, now: newer, body: {en: B}, date: 2024, start: 4}]"
    site.article("two", "The older GPU.", status=f"published\n{note}")
    site.write("content/one.yaml", ONE)
    first, second = tmp_path / "1.jsonld", tmp_path / "2.jsonld"
    assert sitegen(site, "export", "notes", str(first))[:2] == (0, f"Wrote 2 notes to {first}\n")
    other = Site(tmp_path / "b")
    other.write("content/one.txt", (site.root / "content/one.txt").read_bytes())
    other.article("two", "The older GPU.")
    before = content(other)
    code, out, err = sitegen(other, "import", "notes", str(first))
    assert (code, out.count("Wrote 1 proposed note to content/"), err) == (0, 2, "")
    assert sitegen(other, "export", "notes", str(second))[0] == 0
    assert first.read_bytes() == second.read_bytes()
    assert {name: text for name, text in content(other).items() if name in before} == before
    code, out, _ = sitegen(site, "export", "notes", "--article", "two")
    assert [one["id"] for one in json.loads(out)["first"]["items"]] == ["https://example.org/repo/articles/two/#note-n"]
    assert sitegen(site, "export", "notes", "--article", "none")[0] == 2


def test_a_dry_run_writes_nothing(site):
    site.write("content/one.yaml", "source_url: https://www.paper.example/one?a=b\n")
    before = content(site)
    _, out, _ = sitegen(site, "import", "notes", str(HERE / "hypothesis.json"), "--dry-run")
    assert out.startswith("# content/one.yaml\nsource_url: https://www.paper.example/one?a=b\nnotes:\n  - id: ab-c-1\n")
    assert content(site) == before


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("one.md", "---\nsource_url: 'https://www.paper.example/one?a=b'\nnotes: []\n---\nx", "notes stands in content/one.md too"),
        ("one.yaml", "source_url: https://www.paper.example/one?a=b\nsummary: |\n  no line end", "is written in a way"),
    ],
)  # fmt: skip
def test_what_can_not_take_notes_gets_lines_to_paste(site, name, text, said):
    if name == "one.md":
        site.remove("content/one.txt")
    site.write(f"content/{name}", text)
    before = content(site)
    code, out, err = sitegen(site, "import", "notes", str(HERE / "hypothesis.json"))
    assert (code, content(site)) == (1, before)
    assert f"content/one.yaml: can't take 2 notes: {said}" in err
    assert "\nnotes:\n  - id: ab-c-1\n    kind: correction\n" in out


def test_what_is_no_collection_is_said(site, tmp_path):
    (tmp_path / "a.json").write_text("{")
    code, out, err = sitegen(site, "import", "notes", str(tmp_path / "a.json"))
    assert (code, out) == (1, "Nothing to add\n")
    assert "a.json:1: is not JSON" in err


def test_annotations_stand_beside_articles_that_are_shown_and_have_notes(site):
    site.write("content/one.yaml", ONE.replace("quote: GPU", "quote: older, prefix: 'GPU and the '"))
    note = "notes: [{id: n, kind: context, quote: words, body: B}]"
    site.article("held", "The words.", show=f"metadata\n{note}")
    site.article("bare", "The words.")
    site.build()
    found = [name for name in site.files() if name.endswith(".jsonld")]
    assert found == ["articles/one/annotations.jsonld"]
    document = json.loads(site.files()[found[0]])
    assert document["id"] == "https://example.org/repo/articles/one/annotations.jsonld"
    position = document["first"]["items"][0]["target"]["selector"][1]
    assert position == {"type": "TextPositionSelector", "start": 22, "end": 27}
    link = '''<link rel="alternate" type='application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"' href="annotations.jsonld"'''
    assert [name for name in ("one", "held", "bare") if link in site.page(f"articles/{name}")] == ["one"]
    site.write("sitegen.toml", 'title = "Test"\n')
    shutil.rmtree(site.root / "_site")
    site.build()
    assert [name for name in site.files() if name.endswith(".jsonld")] == []
    assert "anno.jsonld" not in site.page("articles/one")
