"""`export terms` and `import terms` as people use them."""

import json
import shutil

import pytest

from tests.archive import GPU, Site
from tests.test_cli import run


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "a")


def sitegen(site, *arguments):
    return run("-C", str(site.root), *arguments)


@pytest.mark.parametrize("name", ["terms.jsonld", "terms.csv"])
def test_a_glossary_goes_out_and_into_another_archive(site, tmp_path, name):
    file = tmp_path / name
    assert sitegen(site, "export", "terms", str(file)) == (0, f"Wrote 1 term to {file}\n", "")
    other = Site(tmp_path / "b")
    shutil.rmtree(other.root / "content/glossary")
    code, out, err = sitegen(other, "import", "terms", str(file))
    assert (code, err) == (0, "")
    assert out.startswith("Wrote 1 term to ")
    assert (
        sitegen(other, "export", "terms", "--format", "csv")[1]
        == sitegen(site, "export", "terms", "--format", "csv")[1]
    )


def test_skos_comes_to_the_screen_by_default(site):
    code, out, _ = sitegen(site, "export", "terms")
    assert code == 0
    assert json.loads(out)["@graph"][1]["notation"] == "gpu"


def test_terms_that_are_there_stay_and_others_are_shown_first(site, tmp_path):
    file = tmp_path / "more.csv"
    file.write_text("id,kind,label\ngpu,concept,Other\nchip,concept,chip\n")
    code, out, err = sitegen(site, "import", "terms", str(file), "--dry-run")
    assert (code, out) == (0, "- id: chip\n  kind: concept\n  label: chip\n")
    assert "content/glossary/terms.yaml:1: gpu: stands in the glossary already" in err
    assert not (site.root / "content/glossary/more.yaml").exists()
    assert sitegen(site, "import", "terms", str(file), "--into", "parts")[0] == 0
    assert (site.root / "content/glossary/parts.yaml").read_text() == out
    assert (site.root / "content/glossary/terms.yaml").read_text() == GPU


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.csv", "id,kind,label\na,thing,A\n", "a.csv:2: kind 'thing' is not known"),
        ("a.csv", "id,kind,label,related\na,concept,A,uses none\n", "a: related term 'none' is not in the glossary"),
        ("a.json", "{", "a.json:1: is not JSON"),
    ],
)
def test_what_can_not_come_in_leaves_everything_as_it_was(site, tmp_path, name, text, said):
    (tmp_path / name).write_text(text)
    code, out, err = sitegen(site, "import", "terms", str(tmp_path / name))
    assert (code, out) == (1, "Nothing to add\n")
    assert said in err
    assert [p.name for p in (site.root / "content/glossary").iterdir()] == ["terms.yaml"]


def test_a_file_of_the_glossary_is_never_overwritten(site, tmp_path):
    (tmp_path / "terms.csv").write_text("id,kind,label\na,concept,A\n")
    code, _, err = sitegen(site, "import", "terms", str(tmp_path / "terms.csv"))
    assert code == 2
    assert "is there already" in err
    (tmp_path / "terms.txt").write_text("")
    assert "--format" in sitegen(site, "import", "terms", str(tmp_path / "terms.txt"))[2]
