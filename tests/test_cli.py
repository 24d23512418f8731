"""The command line as a user meets it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.archive import Site

ROOT = Path(__file__).parent.parent


def run(*arguments, cwd=None, **environment):
    done = subprocess.run(
        [sys.executable, "-m", "sitegen", *arguments],
        cwd=cwd or ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path)
    made.article("one", "The GPU is a chip.")
    return made


def test_build_tells_what_it_did(site):
    code, out, err = run("-C", str(site.root), "build")
    assert (code, err) == (0, "")
    assert "Built _site in" in out
    assert "Found 1 articles, 1 terms, 1 mentions (1 linked, 0 undecided), notes: none" in out
    code, out, _ = run("-C", str(site.root), "build")
    assert "0 new" not in out
    assert "unchanged" in out


def test_build_reports_as_json(site):
    code, out, _ = run("-C", str(site.root), "build", "--json")
    assert code == 0
    assert json.loads(out)["articles"] == 1


def test_errors_say_where_and_end_with_one(site):
    site.article("bad", "x", date="never")
    code, _out, err = run("-C", str(site.root), "build", NO_COLOR="1")
    assert code == 1
    assert "error: content/bad.md:3: date 'never' is not a date (write YYYY, YYYY-MM or YYYY-MM-DD)" in err
    assert "Not built" in err
    assert run("-C", str(site.root), "check")[0] == 1
    assert "::error file=content/bad.md,line=3::" in run("-C", str(site.root), "check", GITHUB_ACTIONS="1")[1]


@pytest.mark.parametrize(
    "arguments",
    [
        ["-C", "nowhere-at-all", "build"],
        ["biuld"],
        ["build", "--now", "soon"],
        ["build", "-d", "content"],
        ["build", "--nope"],
    ],
)
def test_wrong_use_ends_with_two(site, arguments):
    code, _, err = run(*arguments, cwd=site.root)
    assert code == 2
    assert err
    assert "Traceback" not in err


def test_bad_configuration_names_every_slip(site):
    site.write("sitegen.toml", 'title = "x"\nbase_ulr = "y"\nlanguages = "en"\n')
    code, _, err = run("-C", str(site.root), "build")
    assert code == 2
    assert "sitegen.toml:2: unknown key base_ulr (did you mean 'base_url'?)" in err
    assert "sitegen.toml:3: languages is not a list" in err


def test_mentions_are_the_ledger(site):
    code, out, _ = run("-C", str(site.root), "mentions", "--json")
    line = json.loads(out)
    assert code == 0
    assert (line["term"], line["surface"], line["line"], line["column"], line["state"]) == (
        "gpu",
        "GPU",
        6,
        5,
        "accepted",
    )
    assert "GPU = gpu, accepted, linked" in run("-C", str(site.root), "mentions")[1]


@pytest.mark.parametrize("which", ["config", "article", "term"])
def test_schemas_are_json(which):
    code, out, _ = run("schema", which)
    assert code == 0
    assert json.loads(out)["$schema"].startswith("https://json-schema.org/")


def test_init_makes_an_archive_that_works(tmp_path):
    target = tmp_path / "mine"
    assert run("init", str(target))[0] == 0
    code, out, err = run("-C", str(target), "build")
    assert code == 0
    assert "1 exact" in out
    assert err == ""
    code, _, err = run("init", str(target))
    assert code == 2
    assert "nothing was written" in err


def test_version_loads_nothing_heavy():
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "sitegen", "--version"],
        env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.startswith("sitegen ")
    for heavy in ("jinja2", "markdown", "msgspec", "starlette", "babel", "yaml"):
        assert f"| {heavy}\n" not in done.stderr.replace("   ", " ")


def test_any_locale_and_no_home(site):
    code, _, err = run(
        "-C", str(site.root), "build", LC_ALL="C", PYTHONIOENCODING="ascii:backslashreplace", HOME="/nonexistent"
    )
    assert code == 0, err
