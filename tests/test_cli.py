"""The command line as a user meets it."""

import contextlib
import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sitegen.cli.serving import follow_saves
from tests.archive import GPU, Site

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
    assert re.fullmatch(
        r"Built _site in [\d.]+ s: wrote (\d+) files \(\1 new\)\n"
        r"Found 1 article, 1 term, 1 mention \(1 linked\), 0 notes\n", out,
    )  # fmt: skip
    site.article("two", "Words.", status="draft")
    site.article("three", "GPU and GPU.")
    site.article("four", "Words.", status="draft")
    site.article("five", "Words.", embargo="2999")
    site.remove("content/one.md")
    (site.root / "_site/404.html").unlink()
    _, out, _ = run("-C", str(site.root), "build")
    assert re.fullmatch(
        r"Built _site in [\d.]+ s: wrote \d+ files \(\d+ changed, 1 missing, 2 new\), removed 2, \d+ unchanged\n"
        r"Found 1 article, 1 term, 2 mentions \(1 linked\), 0 notes\n"
        r"Mentions: \+2 found, −1 lost\n"
        r"Left out 2 drafts, 1 article under embargo\n", out,
    )  # fmt: skip
    assert re.match(r"Built _site in [\d.]+ s: \d+ unchanged\n", run("-C", str(site.root), "build")[1])


def test_build_reports_as_json(site):
    code, out, _ = run("-C", str(site.root), "build", "--json")
    assert code == 0
    report = json.loads(out)
    assert list(report) == [
        "published", "written", "removed", "kept", "articles", "terms", "mentions", "linked", "undecided", "notes",
        "hidden", "problems", "changes", "advice",
    ]  # fmt: skip
    assert report["articles"] == 1
    assert report["written"]["articles/one/index.html"] == "new"
    site.article("bad", "x", date="never")
    code, out, err = run("-C", str(site.root), "build", "--json")
    assert (code, err, json.loads(out)["published"]) == (1, "", False)
    problem = {
        "file": "content/bad.md", "line": 3, "column": 0, "severity": "error",
        "message": "date 'never' is not a date", "remedy": "write YYYY, YYYY-MM or YYYY-MM-DD",
    }  # fmt: skip
    assert json.loads(out)["problems"] == [problem]
    assert json.loads(run("-C", str(site.root), "check", "--json")[1])["problems"] == [problem]


def test_errors_say_where_and_end_with_one(site):
    site.article("bad", "x", date="never")
    code, _out, err = run("-C", str(site.root), "build", NO_COLOR="1")
    assert code == 1
    assert "error: content/bad.md:3: date 'never' is not a date (write YYYY, YYYY-MM or YYYY-MM-DD)" in err
    assert "Not built" in err
    assert run("-C", str(site.root), "check")[0] == 1
    assert "\n1 error\n" in err


def test_annotations_of_github_can_not_be_forged(site):
    name = "content/a\n::error file=x::b,c%.md"
    site.write(name, "---\ndate: never\n---\nx")
    code, _, err = run("-C", str(site.root), "check", GITHUB_ACTIONS="1")
    assert code == 1
    assert [line for line in err.splitlines() if line.startswith("::")] == [
        "::error file=content/a%0A%3A%3Aerror file=x%3A%3Ab%2Cc%25.md,line=2::"
        "date 'never' is not a date (write YYYY, YYYY-MM or YYYY-MM-DD)"
    ]


def test_check_finds_what_build_would_find(site):
    site.article("alias", "x", aliases="[feed.xml]")
    site.write("templates/term.html", "{{ view.nothing }}")
    code, out, err = run("-C", str(site.root), "check")
    assert code == 1
    assert out.splitlines() == [
        "Checked 2 articles and 1 term",
        "advice: content/glossary/terms.yaml:1: gpu: has no definition in fr (add definition: {fr: …})",
    ]
    assert "content/alias.md: wants the address /feed.xml/" in err
    assert "templates/term.html:1: failed" in err
    assert not (site.root / "_site").exists()


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
    assert "has no base_url" in err
    assert err.endswith("\n1 warning\n")
    assert run("-C", str(target), "build", "-b", "https://example.org/")[2] == ""
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
    site.article("été", "Le GPU où ça compte.", title="Été")
    site.write("content/glossary/accents.yaml", GPU.replace("gpu", "ou").replace("GPU", "où"))
    plain = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "HOME": "/nonexistent", "TERM": "dumb"}
    code, _, err = run("-C", str(site.root), "build", **plain)
    assert code == 0, err
    code, out, err = run("-C", str(site.root), "mentions", **plain)
    assert (code, err) == (0, "")
    assert ":6:8: " in out
    site.article("été", "x", date="é")
    code, _, err = run("-C", str(site.root), "build", **plain)
    assert code == 1
    assert ".md:3: date" in err


@pytest.mark.parametrize("to", ["/dev/full", "closed"])
def test_output_that_nobody_takes_is_no_traceback(site, to):
    shell = f"{sys.executable} -m sitegen -C {site.root} mentions --json {'>&-' if to == 'closed' else '> ' + to}"
    done = subprocess.run(
        ["sh", "-c", shell], env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr
    if to == "/dev/full":
        assert (done.returncode, done.stderr) == (2, "Error: No space left on device\n")


def test_help_is_a_page_for_every_command():
    code, out, err = run()
    assert (code, out) == (2, "")
    assert "Usage: sitegen" in err
    commands = re.findall(r"^  (\w+) +[A-Z]", err.split("Commands:")[1], re.MULTILINE)
    assert commands == sorted(commands)
    assert {"build", "check", "init", "mentions", "schema", "serve"} <= set(commands)
    for command in commands:
        code, out, err = run(command, "--help")
        assert (code, err) == (0, "")
        assert out.startswith(f"Usage: sitegen {command}")


@pytest.mark.parametrize(
    ("environment", "seen"), [({}, True), ({"CI": "1"}, False), ({"TERM": "dumb"}, False)], ids=["plain", "ci", "dumb"]
)
def test_progress_is_shown_on_a_terminal_only(environment, seen):
    program = (
        "import sys; from itertools import repeat; import sitegen.cli.following as f; f.PATIENCE = 0\n"
        "for item in f.follow_on(sys.stderr)(range(3), 'pages'): pass"
    )
    ours, theirs = pty.openpty()
    rest = {key: value for key, value in os.environ.items() if key != "CI"}
    subprocess.run(
        [sys.executable, "-c", program], stderr=theirs, check=True,
        env=rest | {"PYTHONPATH": str(ROOT), "TERM": "xterm", **environment},
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    with contextlib.suppress(OSError):
        while data := os.read(ours, 1000):
            shown += data
    os.close(ours)
    assert (b"\r1 of 3 pages" in shown) == seen
    assert shown == b"" or shown.endswith(b" \r")


def test_colours_are_for_terminals_that_want_them(site):
    site.article("bad", "x", date="never")
    for environment, coloured in (({}, True), ({"NO_COLOR": "1"}, False)):
        ours, theirs = pty.openpty()
        rest = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "CI")}
        subprocess.run(
            [sys.executable, "-m", "sitegen", "-C", str(site.root), "check"], stdout=subprocess.DEVNULL, stderr=theirs,
            env=rest | {"PYTHONPATH": str(ROOT), "TERM": "xterm", **environment}, check=False,
        )  # fmt: skip
        os.close(theirs)
        shown = os.read(ours, 10_000)
        os.close(ours)
        assert (b"\x1b[31merror" in shown) == coloured


def test_build_watch_says_what_was_rebuilt_and_why(site):
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "sitegen", "-C", str(site.root), "build", "--watch"],
        env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip

    def until(start):
        for line in process.stdout:
            if line.startswith(start):
                return line
        raise AssertionError(start)

    until("Watching")
    site.article("one", "Changed words.")
    assert until("Changed") == "Changed: content/one.md\n"
    assert "articles/one/index.html (changed)" in until("Wrote")
    site.write("sitegen.toml", "title = ")
    assert "sitegen.toml:1: is not TOML" in until("error")
    site.write("sitegen.toml", 'title = "Mended"')
    assert "index.html (changed)" in until("Wrote")
    assert "Mended" in (site.root / "_site/index.html").read_text()
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == 0
    assert "Traceback" not in process.stdout.read()
    process.stdout.close()


def test_a_bug_is_shown_and_does_not_end_the_following(capsys):
    told = []
    shown = []

    def show(changed):
        shown.append(changed)
        if len(shown) == 1:
            raise KeyError("a bug")

    follow_saves([frozenset({"a"}), frozenset({"b"})], show, told.append)
    assert shown == [{"a"}, {"b"}]
    assert told == ["failed: KeyError: 'a bug'"]
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
@pytest.mark.parametrize(("sent", "code"), [("SIGINT", 130), ("SIGTERM", -signal.SIGTERM), ("SIGHUP", -signal.SIGHUP)])
def test_an_interrupted_build_leaves_the_last_good_site(site, sent, code):
    run("-C", str(site.root), "build")
    before = site.files()
    site.article("one", "Changed words.")
    (stage,) = (site.root / ".sitegen").glob("*.next")
    done = subprocess.run(
        ["strace", "-f", "-qq", "-o", os.devnull, "-P", str(stage / "articles/one/index.html"),
         "-e", f"inject=open,openat:signal={sent}",
         sys.executable, "-m", "sitegen", "-C", str(site.root), "build"],
        env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == code
    assert done.stderr.strip() == ("Interrupted" if sent == "SIGINT" else "")
    assert site.files() == before
    assert run("-C", str(site.root), "build")[0] == 0
    assert "Changed words." in site.page("articles/one")
    assert {path.name for path in site.root.iterdir()} == {"_site", "content", ".sitegen", "sitegen.toml"}


def test_explain_tells_a_story(site):
    code, out, err = run("-C", str(site.root), "explain", "content/one.md:6:5")
    assert (code, err) == (0, "")
    assert out == "content/one.md:6:5: “GPU” means GPU (gpu)\n  Linked: label, only sense\n"
    assert "is not a place" in run("-C", str(site.root), "explain", "one.md")[2]
    code, _, err = run("-C", str(site.root), "explain", "none.md:1")
    assert (code, err) == (2, "Error: none.md is not the source of an article that is shown\n")
