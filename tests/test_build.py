"""The laws of building: incremental is clean, the same in is the same out, failures keep the last good site."""

import datetime
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitegen.write import DestinationError
from tests.archive import CONFIG, GPU, Site

ROOT = Path(__file__).parent.parent


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path)
    made.article("one", "The GPU is a chip. Another GPU.")
    made.article("two", "No hardware at all.", date="2023-05", publisher="The Gazette", tags="[a, b]")
    return made


def clean(site):
    other = f"clean-{len(list(site.root.iterdir()))}"
    shutil.rmtree(site.root / ".sitegen", ignore_errors=True)
    site.build(other)
    return site.files(other)


def test_the_order_of_languages_is_the_same_from_the_cache(site):
    """Where none of a note's languages is asked for, the first counts."""
    note = "{id: n, kind: context, target: article, body: {de: Hallo, cs: Ahoj}}"
    site.article("one", "The GPU.", status=f"published\nnotes: [{note}]")
    site.build()
    site.write("sitegen.toml", CONFIG.replace("Test", "Other"))
    site.build()
    assert site.files() == clean(site)


def test_a_site_has_its_pages(site):
    report = site.build()
    assert report.published
    assert report.problems == ()
    assert {
        "index.html", "404.html", "robots.txt", ".nojekyll", "feed.xml", "feed.json", "sitemap.xml",
        "articles/one/index.html", "articles/one/source.md", "terms/gpu/index.html", "glossary/index.html",
        "archive/index.html", "archive/2024/index.html", "archive/2024/01/index.html", "tags/a/index.html",
        "publishers/the-gazette/index.html", "languages/en/index.html", "languages/en/feed.xml",
        "notes/index.html", "notes/feed.xml",
    } <= site.files().keys()  # fmt: skip


def test_building_again_writes_nothing(site):
    site.build()
    before = {p: p.stat().st_mtime_ns for p in (site.root / "_site").rglob("*") if p.is_file()}
    report = site.build()
    assert report.written == {}
    assert {p: p.stat().st_mtime_ns for p in (site.root / "_site").rglob("*") if p.is_file()} == before


def test_a_new_definition_touches_only_pages_that_show_it(site):
    site.build()
    site.write("content/glossary/terms.yaml", GPU.replace("pictures", "images"))
    written = site.build().written
    assert set(written) == {"articles/one/index.html", "glossary/index.html", "terms/gpu/index.html"}
    assert set(written.values()) == {"changed"}


def test_another_engine_reads_all_markdown_anew(site):
    """Articles, notes and definitions: what is published is what a clean build with that engine gives, and back again."""
    notes = "[{id: n, kind: context, quote: GPU, body: 'Read:\\n- one\\n- two'}]".replace("'", '"')
    site.article("one", "The GPU:\n- one\n- two\n\n`GPU`", notes=notes)
    site.write("content/glossary/terms.yaml", GPU.replace("A processor", "A:\\n- processor"))
    site.build()
    before = site.files()
    assert "<li>" not in site.page("articles/one").partition('class="text"')[2].partition("</article>")[0]
    site.write("sitegen.toml", CONFIG + '[markdown]\nengine = "commonmark"\n')
    report = site.build()
    assert "articles/one/index.html" in report.written
    for page, text in (("articles/one", "The GPU"), ("terms/gpu", "A:"), ("notes", "Read:")):
        assert "<li>" in site.page(page), text
    after = site.files()
    site.write("sitegen.toml", CONFIG)
    site.build()
    assert site.files() == before
    site.write("sitegen.toml", CONFIG + '[markdown]\nengine = "commonmark"\n')
    assert clean(site) == after


def test_a_removed_article_leaves_nothing_behind(site):
    site.build()
    site.remove("content/two.md")
    report = site.build()
    assert "articles/two/index.html" in report.removed
    assert not (site.root / "_site/articles/two").exists()
    assert site.files() == clean(site)


def test_two_builds_elsewhere_give_the_same_bytes(site, tmp_path):
    site.build("a")
    shutil.rmtree(site.root / ".sitegen")
    site.build("b")
    assert site.files("a") == site.files("b")


def test_what_was_altered_or_deleted_by_hand_is_mended(site):
    site.build()
    good = site.files()
    (site.root / "_site/index.html").write_text("x")
    (site.root / "_site/404.html").unlink()
    written = site.build().written
    assert written == {"index.html": "altered", "404.html": "missing"}
    assert site.files() == good


def test_a_foreign_folder_is_refused(site):
    site.write("other/precious.txt", "x")
    with pytest.raises(DestinationError, match="not empty"):
        site.build("other")
    assert site.files("other") == {"precious.txt": b"x"}


def test_errors_keep_the_last_good_site(site):
    site.build()
    good = site.files()
    site.article("one", "Changed.", date="2024-13-01")
    site.write("content/bad.txt", b"caf\xe9")
    report = site.build()
    assert not report.published
    assert report.failed
    places = {(p.file, p.line) for p in report.problems}
    assert places == {("content/one.md", 3), ("content/bad.txt", 1)}
    assert site.files() == good


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"{% if %}", "templates/home.html:1: is not a Jinja template"),
        (b"a\n{{ 1 | nofilter }}", "templates/home.html:2: is not a Jinja template: No filter named 'nofilter'"),
        (b"a\n\n{{ view.nothing }}", "templates/home.html:3: failed: 'HomeView object' has no attribute 'nothing'"),
        (b"a\n{{ nothing }}", "templates/home.html:2: failed: 'nothing' is undefined"),
        (b"a\n{{ 1 / 0 }}", "templates/home.html:2: failed: ZeroDivisionError: division by zero"),
        (b"a\n{{ view() }}", "templates/home.html:2: failed: TypeError: 'HomeView' object is not callable"),
        (b'a\n{% include "noets.html" %}', "templates/home.html:2: 'noets.html' is not a template (did you mean 'notes.html'?)"),
        (b'{% set n = "x" %}\n{% include n %}', "templates/home.html:2: 'x' is not a template"),
        (b'{% extends "home.html" %}', "templates/home.html:1: failed: RecursionError"),
        (b'{% import "own.html" as own %}\n{{ own.x() }}', "templates/own.html:2: failed: 'y' is undefined"),
        (b"a\ncaf\xe9", "templates/home.html:2: is not UTF-8: byte 0xe9 at offset 5"),
    ],
)  # fmt: skip
def test_a_broken_template_keeps_the_last_good_site(site, text, expected):
    site.write("templates/own.html", "{% macro x() %}\n{{ y }}{% endmacro %}")
    site.build()
    good = site.files()
    site.write("templates/home.html", text)
    report = site.build()
    assert len(report.problems) == 1
    assert str(report.problems[0]).startswith(expected)
    assert site.files() == good
    site.remove("templates/home.html")
    assert site.build().published


def test_a_template_that_is_there_later_is_used(site):
    site.write("templates/home.html", '{% include ["mine.html"] ignore missing %}')
    site.write("templates/404.html", '{% set name = "mine.html" %}{% include name ignore missing %}')
    site.build()
    site.write("templates/mine.html", "Mine.")
    assert {"index.html", "404.html"} <= site.build().written.keys()
    assert site.files()["index.html"] == b"Mine."
    assert site.files()["404.html"] == b"Mine."


def test_all_kinds_of_problems_are_reported_at_once(site):
    site.article("bad", "x", date="never")
    site.article("2024/one", "The same slug.")
    site.write("content/bytes.txt", b"caf\xe9")
    site.article("alias", "x", aliases="[feed.xml, articles/two]")
    site.write("content/glossary/more.yaml", GPU)
    site.write("templates/home.html", "{{ view.nothing }}")
    site.write("templates/404.html", "{% if %}")
    os.mkfifo(site.root / "static")
    assert {str(p).split(" (")[0] for p in site.build().problems} == {
        "content/bad.md:3: date 'never' is not a date",
        "content/bytes.txt:1: is not UTF-8: byte 0xe9 at offset 3",
        "content/glossary/terms.yaml:1: the id 'gpu' is taken by content/glossary/more.yaml:1",
        "content/one.md: has the slug 'one', as content/2024/one.md has",
        "content/alias.md: wants the address /feed.xml/, which a page of the site has",
        "content/alias.md: wants the address /articles/two/, which content/two.md has",
        "templates/home.html:1: failed: 'HomeView object' has no attribute 'nothing'",
        "templates/404.html:1: is not a Jinja template: Expected an expression, got 'end of statement block'",
    }


def test_templates_override_one_file_and_extend_ours(site):
    site.write("templates/404.html", '{% extends "sitegen:404.html" %}{% block content %}Lost{% endblock %}')
    site.build()
    assert "Lost" in (site.root / "_site/404.html").read_text()


def test_keep_going_keeps_the_last_good_pages_of_the_broken(site):
    site.article("slugged", "First words.", slug="elsewhere")
    site.write("content/beside.txt", "Words beside.")
    site.write("content/beside.yaml", "date: 2024\nlanguage: en")
    site.write("content/glossary/more.yaml", GPU.replace("gpu", "cpu").replace("GPU", "CPU"))
    site.write("static/mine.css", "a {}")
    site.build()
    good = site.files()
    site.article("slugged", "Second words.", slug="elsewhere", date="never")
    site.write("content/beside.yaml", "date: [")
    site.write("content/glossary/more.yaml", "- id: cpu")
    site.remove("static/mine.css")
    os.mkfifo(site.root / "static/mine.css")
    site.write("templates/term.html", "{{ view.nothing }}")
    site.article("two", "Changed words.")
    site.article("new", "x", date="never")
    report = site.build(keep_going=True)
    assert report.published
    assert report.failed
    now = site.files()
    for name in ("articles/elsewhere", "articles/beside", "terms/gpu", "terms/cpu"):
        assert now[f"{name}/index.html"] == good[f"{name}/index.html"]
    assert now["assets/mine.css"] == b"a {}"
    assert b"Changed words." in now["articles/two/index.html"]
    assert "articles/new/index.html" not in now
    assert "terms/gpu/index.html" not in report.written
    site.remove("static/mine.css")
    site.remove("content/new.md")
    site.remove("templates/term.html")
    site.article("slugged", "Second words.", slug="elsewhere")
    site.write("content/beside.yaml", "date: 2024\nlanguage: en")
    site.write("content/glossary/more.yaml", GPU.replace("gpu", "cpu").replace("GPU", "CPU"))
    assert not site.build().failed
    assert site.files() == clean(site)


def test_keep_going_without_a_site_before_leaves_the_broken_out(site):
    site.article("bad", "x", date="never")
    site.write("templates/term.html", "{{ view.nothing }}")
    report = site.build(keep_going=True)
    assert report.published
    assert "articles/one/index.html" in site.files()
    assert "articles/bad/index.html" not in site.files()
    assert "terms/gpu/index.html" not in site.files()


def test_strict_makes_warnings_errors(site):
    site.write("content/undated.txt", "A text without a date, long enough to be one.\n\nThe end of it.")
    assert site.build().published
    report = site.build(strict=True)
    assert report.failed
    assert not report.published


def test_a_site_without_an_address_says_what_it_lacks(site):
    site.write("sitegen.toml", 'title = "Test"')
    report = site.build()
    assert report.published
    assert [str(p) for p in report.problems] == [
        "sitegen.toml: has no base_url: there will be no feeds, no sitemap and no canonical addresses "
        '(add base_url = "https://…/", or say --base-url)'
    ]
    assert not {"feed.xml", "sitemap.xml"} & site.files().keys()


def test_drafts_embargo_and_expiry_go_by_the_day(site):
    site.article("draft", "x", status="draft")
    site.article("later", "x", embargo="2024-07")
    site.article("past", "x", expires="2024-05")
    assert site.build().hidden == {"drafts": 1, "embargoed": 1, "expired": 1}
    assert "articles/later/index.html" in site.build(today=datetime.date(2024, 7, 1)).written
    assert "articles/draft/index.html" in site.build(drafts=True).written


def test_template_syntax_in_content_is_text(site):
    site.article("seven", "{{ 7*191 }} {% include '/etc/passwd' %}", title='"{{ 7*191 }}"')
    site.build()
    page = site.page("articles/seven")
    assert "{{ 7*191 }}" in page
    assert "1337" not in page


def test_hostile_fields_are_escaped_everywhere(site):
    sign = "<img src=x onerror=alert(1)>"
    site.article("evil", "x", title=f"'{sign}'", publisher=f"'{sign}'", tags=f"['{sign}']", summary=f"'{sign}'")
    site.build()
    for name, data in site.files().items():
        if name.endswith((".html", ".xml")):
            assert sign.encode() not in data, name


def test_collisions_are_errors_that_name_both(site):
    site.article("2024/one", "The same slug.")
    report = site.build()
    assert any("'one'" in p.message and "content/" in p.message for p in report.problems)
    assert not report.published


def test_a_page_shows_its_terms_notes_and_policy(site):
    note = "\nnotes:\n  - {id: n, kind: context, quote: a chip, body: Said."
    site.article("noted", "The GPU is a chip.", status="published" + note + "}")
    site.build()
    page = site.page("articles/noted")
    assert '<a class="term" href="../../terms/gpu/" data-term="gpu" id="m-gpu-1">GPU</a>' in page
    assert '<mark class="passage context" data-note="n" id="passage-n">a chip</mark>' in page
    assert 'id="note-n"' in page
    assert "Content-Security-Policy" in page
    assert "../../articles/noted/#m-gpu-1" in site.page("terms/gpu")


def test_show_and_robots(site):
    site.article("held", "Secret words on the GPU.", show="metadata", summary="What it is about.")
    site.article("quiet", "Quiet words.", robots="noindex")
    site.build()
    assert "Secret" not in site.page("articles/held")
    assert not (site.root / "_site/articles/held/source.md").exists()
    assert 'content="noindex"' in site.page("articles/quiet")
    assert b"quiet" not in site.files()["sitemap.xml"]


def test_pictures_and_links_between_articles(site):
    site.write("content/chart.png", b"\x89PNG")
    site.article("linked", "See [one](one.md#part) and ![a chart](chart.png) and [none](none.md).")
    site.build()
    page = site.page("articles/linked")
    assert 'href="../../articles/one/#s-part"' in page
    assert 'src="chart.png"' in page
    assert site.files()["articles/linked/chart.png"] == b"\x89PNG"


@pytest.mark.parametrize(
    ("written", "kept", "warned"),
    [
        ("[x](https://a.example/)", 'href="https://a.example/"', ""),
        ("[x](mailto:a@b.example)", 'href="mailto:a@b.example"', ""),
        ("<a@b.example>", 'href="mailto:a@b.example"', ""),
        ("[x](#part)", 'href="#s-part"', ""),
        ("[x](two.md)", 'href="../../articles/two/"', ""),
        ("[x](../../terms/gpu/)", 'href="../../terms/gpu/"', ""),
        ("[x](javascript:alert(1))", "", "7: has an address left out: 'javascript:alert(1)'"),
        ("[x](JaVaScRiPt:a)", "", "7: has an address left out: 'JaVaScRiPt:a'"),
        ("[x](java&#10;script:a)", "", "has an address left out: 'java\\nscript:a'"),
        ("[x](data:text/html,a)", "", "7: has an address left out: 'data:text/html,a'"),
        ("[x](//evil.example)", "", "7: has an address left out: '//evil.example'"),
        ("[x](\\\\\\\\evil)", "", "has an address left out: "),
        ("[x](file:///etc/passwd)", "", "7: has an address left out: 'file:///etc/passwd'"),
        ("[x][r]\n\n[r]: vbscript:a", "", "9: has an address left out: 'vbscript:a'"),
        ("x[^1]\n\n[^1]: [y](vbscript:a)", "", "9: has an address left out: 'vbscript:a'"),
        ("<a href='javascript:a'>x</a>", "", "7: has an address left out: 'javascript:a'"),
        ("![x](https://a.example/x.png)", "", "7: asks for a picture from elsewhere: 'https://a.example/x.png'"),
        ("![x](gone.png)", 'src="gone.png"', "7: points to 'gone.png', where nothing is published"),
        ("[x](gone.md#part)", 'href="gone.md#part"', "7: points to 'gone.md#part', where nothing is published"),
    ],
)  # fmt: skip
def test_addresses_of_content(site, written, kept, warned):
    site.article("linking", f"Words.\n{written}")
    for _ in range(2):
        problems = [p for p in site.build().problems if p.file == "content/linking.md"]
        assert [p.severity for p in problems] == (["warning"] if warned else [])
        assert warned in "".join(map(str, problems))
    page = site.page("articles/linking")
    assert kept in page
    if not kept:
        assert "script:a" not in page
        assert not re.search(r"evil|etc/passwd|data:text/html|a\.example", page)


def test_old_addresses_lead_to_the_new(site):
    site.article("moved", "x", aliases="[old/place]")
    site.build()
    assert "../../articles/moved/" in site.page("old/place")


BODIES = st.sampled_from(
    ["The GPU.", "No term.", "A GPU and a GPU.\n\n## Part\n\nGPU", "*GPU*s", "Grâce & <b>bold</b>"]
)
EDITS = st.one_of(
    st.tuples(st.just("write"), st.sampled_from("abc"), BODIES),
    st.tuples(st.just("remove"), st.sampled_from("abc"), st.just("")),
    st.tuples(st.just("term"), st.sampled_from(["GPU", "term", "Part"]), st.sampled_from(["x", "y"])),
    st.tuples(st.just("title"), st.sampled_from(["One", "Two"]), st.just("")),
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(EDITS, min_size=1, max_size=5))
def test_incremental_is_clean(tmp_path_factory, edits):
    site = Site(tmp_path_factory.mktemp("law"))
    site.build()
    for kind, name, value in edits:
        if kind == "write":
            site.article(name, value)
        elif kind == "remove" and (site.root / f"content/{name}.md").exists():
            site.remove(f"content/{name}.md")
        elif kind == "term":
            site.write("content/glossary/terms.yaml", GPU.replace("GPU", name).replace("pictures", value))
        elif kind == "title":
            site.write("sitegen.toml", f'title = "{name}"\nbase_url = "https://example.org/repo/"\n')
        site.build()
    fresh = Site(tmp_path_factory.mktemp("clean"))
    shutil.rmtree(fresh.root / "content")
    shutil.copytree(site.root / "content", fresh.root / "content")
    shutil.copy(site.root / "sitegen.toml", fresh.root)
    fresh.build()
    assert site.files() == fresh.files()


@pytest.mark.parametrize("calls", ["rename,renameat2", "unlink,unlinkat,rmdir"])
@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_a_kill_around_the_exchange_leaves_nothing_of_what_it_did(site, calls):
    site.build()
    # Whatever call the kill comes at: the article that was new then is gone before the next build.
    for number in range(1, 5):
        site.article("three", f"Words {number}.")
        subprocess.run(
            ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"inject={calls}:signal=SIGKILL:when={number}",
             sys.executable, "-m", "sitegen", "-C", str(site.root), "build"],
            env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, check=False,
        )  # fmt: skip
        site.remove("content/three.md")
        site.build()
        assert "articles/three/index.html" not in site.files()
        litter = {path.name for path in site.root.iterdir()} - {"_site", "content", ".sitegen", "sitegen.toml"}
        assert litter == set()
    shutil.rmtree(site.root / ".sitegen")
    site.build("clean")
    assert site.files() == site.files("clean")


def test_builds_at_once_wait_for_one_another(site):
    for number in range(20):
        site.article(f"more-{number}", f"GPU {number}.")
    command = [sys.executable, "-m", "sitegen", "-C", str(site.root), "build"]
    running = [subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(ROOT)}) for _ in range(4)]
    assert [process.wait(60) for process in running] == [0] * 4
    assert site.files() == clean(site)


def _damage(path):
    with sqlite3.connect(path) as cache:
        cache.execute("UPDATE results SET value = zeroblob(length(value)) WHERE rowid % 2")


def _empty(path):
    with sqlite3.connect(path) as cache:
        cache.execute("DELETE FROM results WHERE rowid % 3 = 0")


@pytest.mark.parametrize("harm", [_damage, _empty, lambda path: path.write_bytes(b"x" * 5000), Path.unlink])
def test_a_harmed_cache_changes_nothing_but_the_time(site, harm):
    for number in range(10):
        site.article(f"more-{number}", f"GPU {number}.")
    site.build()
    harm(site.root / ".sitegen/cache.sqlite")
    site.write("templates/404.html", "Mine.")
    site.write("sitegen.toml", CONFIG.replace("Test", "Other"))
    assert site.build().problems == ()
    assert site.files() == clean(site)
