"""`check --fix` as people use it: new selectors in sidecars, nothing else touched, and nothing that is not sure."""

import json
import os
import subprocess

import pytest

from tests.archive import Site
from tests.test_cli import run

NORTH = "The plant in the north makes ten thousand chips a day and sends them to Rome."
SOUTH = "The plant in the south makes ten thousand chips a day and sends them to Oslo."
STORY = "This is a developing story. Prices are shown without tax and may change at any time."
BODY = f"The makers of chips met in Ghent for a day.\n\n{NORTH}\n\n{STORY}\n\n{SOUTH}\n\n{STORY}\n\nNobody would say for how long."
HEAD = " date 2024-01 One\n\n"
SIDECAR = """\
# kept as it is
publisher:   'A'   # here too

notes:
  - id: north      # on the plant
    kind: context
    quote: >-
      {north}
    body: {{en: "B"}}

  - {{id: town, kind: question, quote: Ghent, prefix: "chips met in ", suffix: " for a day.", start: 27, body: B}}
tags: [ a,b ]
"""


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path / "a")
    site.write("content/one.txt", HEAD + BODY)
    site.write("content/one.yaml", SIDECAR.format(north=NORTH))
    return site


@pytest.fixture
def history(site, monkeypatch):
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    for words in (
        ["init", "-q", "."],
        ["add", "-A"],
        ["-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *words], cwd=site.root, check=True)


def check(site, *options):
    return run("-C", str(site.root), "check", *options, NO_COLOR="1")


def rewritten(site, **changes):
    body = BODY
    for before, after in changes.values():
        assert before in body
        body = body.replace(before, after, 1)
    site.write("content/one.txt", HEAD + body)
    return HEAD + body


def sidecar(site):
    return (site.root / "content/one.yaml").read_text()


def rows(site):
    return {row["note"]: row for row in json.loads(check(site, "--json")[1])["notes"]}


def test_a_moved_note_is_written_down_anew_and_all_else_stays(site):
    quote = "The makers of chips met in Ghent for a day."
    before = SIDECAR.format(north=f"{quote}\n    suffix: ' {NORTH}'")
    site.write("content/one.yaml", before)
    source = rewritten(site, inside=("makers of chips", "makers of all chips"))
    code, out, err = check(site)
    assert "content/one.yaml:5: note north has moved\n  found by its words and their surroundings; to paste:\n" in out
    assert f'    quote: "{quote.replace("of chips", "of all chips")}"\n' in out
    assert (code, sidecar(site)) == (0, before)
    code, out, err = check(site, "--fix")
    assert (code, "has moved" in out, err) == (0, False, "")
    assert out.startswith("Mended content/one.yaml: north\nChecked ")
    after = sidecar(site)
    assert after == before.replace(
        before[before.index(">-") : before.index("    body:")],
        f'''"{quote.replace("of chips", "of all chips")}"
    suffix: "\\n\\n{NORTH[:62]}"
    start: 0
''',
    )
    assert (site.root / "content/one.txt").read_text() == source
    assert site.build().notes == {"exact": 2}
    assert check(site, "--fix")[1:] == (out.partition("\n")[2], "")
    assert sidecar(site) == after


def test_a_lost_note_is_followed_through_the_history(site, history):
    rewritten(
        site,
        inside=("north makes ten thousand", "north still makes ten"),
        town=("met in Ghent for", "sat in Ghentt for"),
    )
    assert site.build().notes == {"orphan": 2}
    found = rows(site)
    assert {row["state"] for row in found.values()} == {"orphan"}
    assert all(row["sure"] and row["version"] for row in found.values())
    assert found["town"]["selector"]["quote"] == "Ghentt"
    code, out, err = check(site, "--fix")
    assert (code, out.splitlines()[0], err) == (0, "Mended content/one.yaml: north, town", "")
    assert '{id: town, kind: question, quote: "Ghentt", prefix: "The makers' in sidecar(site)
    assert site.build().notes == {"exact": 2}


def test_what_was_deleted_stays_lost_though_a_twin_stands_elsewhere(site, history):
    before = sidecar(site)
    rewritten(site, north=(f"{NORTH}\n\n{STORY}\n\n", ""), town=(" in Ghent for a day", ""))
    code, out, _ = check(site, "--fix")
    assert (code, sidecar(site)) == (0, before)
    assert "note north lost its passage: nearest, at 0.9" in out
    assert "  the nearest words, not taken; to paste:\n" in out
    assert site.build().notes == {"orphan": 2}


def test_a_paragraph_moved_whole_is_followed(site, history):
    rewritten(site, out=(f"{NORTH}\n\n", ""), back=("\n\nNobody", f"\n\n{NORTH}\n\nNobody"))
    assert check(site, "--fix")[0] == 0
    assert site.build().notes == {"exact": 2}


def test_without_a_history_a_lost_note_stays_lost(site):
    before = sidecar(site)
    rewritten(site, inside=("north makes ten thousand", "north still makes ten"))
    assert not rows(site)["north"]["sure"]
    assert check(site, "--fix")[0] == 0
    assert sidecar(site) == before


def test_a_note_in_an_article_is_for_its_editor_to_write(site, history):
    notes = f"status: published\nnotes:\n  - {{id: n, kind: context, quote: {NORTH}, body: B}}\n---"
    site.write("content/two.md", f"---\ntitle: Two\ndate: 2024\n{notes}\n{BODY}")
    subprocess.run(["git", "add", "-A"], cwd=site.root, check=True)
    subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "-qm", "x"], cwd=site.root, check=True
    )
    text = f"---\ntitle: Two\ndate: 2024\n{notes}\n{BODY.replace('in the north', 'of the north')}"
    site.write("content/two.md", text)
    code, out, _ = check(site, "--fix")
    assert (code, (site.root / "content/two.md").read_text()) == (0, text)
    assert "content/two.md:6: note n lost its passage" in out
    assert "followed from the version that it was written on (" in out
    assert "; to paste by hand:\n" in out
    assert f'    quote: "{NORTH.replace("in the", "of the")}"\n' in out


def test_a_correction_without_its_words_is_not_written_down(site, history):
    before = SIDECAR.format(north=NORTH).replace(
        "kind: context", "kind: correction\n    was: ten thousand\n    now: nine thousand"
    )
    site.write("content/one.yaml", before)
    rewritten(site, inside=("makes ten thousand chips", "makes about eight thousand chips"))
    code, out, _ = check(site, "--fix")
    assert (code, sidecar(site)) == (0, before)
    assert "its place, but not with the words that it corrects" in out


def test_notes_that_share_an_id_are_left_as_they_are(site, history):
    before = SIDECAR.format(north=NORTH).replace("id: town", "id: north")
    site.write("content/one.yaml", before)
    rewritten(site, inside=("north makes ten thousand", "north still makes ten"))
    code, out, err = check(site, "--fix")
    assert (code, sidecar(site)) == (1, before)
    assert "error: content/one.yaml:5: can't be mended: has 2 notes with the id 'north' (paste the lines)" in err
    assert f'    quote: "{NORTH.replace("makes ten thousand", "still makes ten")}"\n' in out


def test_notes_that_are_not_published_are_let_be(site):
    site.write("content/one.yaml", SIDECAR.format(north="Words of nobody.\n    status: proposed"))
    assert rows(site) == {}


def test_versions_that_are_no_articles_are_passed_over(site, history):
    commit = ["git", "-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "-qam", "x"]
    site.write("content/one.txt", b"\xff\xfe\xff")
    subprocess.run(commit, cwd=site.root, check=True)
    rewritten(site, inside=("north makes ten thousand", "north still makes ten"))
    subprocess.run(commit, cwd=site.root, check=True)
    assert rows(site)["north"]["sure"]
