"""A build whose every input is what was published is over at once; one that differs in anything is not."""

import datetime

import msgspec
import pytest

from sitegen.build import Options, build, forget
from sitegen.build.inputs import key_of_inputs, read_inputs, read_standing
from sitegen.config import find_archive
from tests.archive import TODAY, Site


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path)
    site.article("one", "The GPU and ![a chart](chart.png).", status="published\nnotes: []")
    site.write("content/chart.png", b"\x89PNG")
    site.write("content/two.txt", "Words in English that nobody dated.")
    site.write("content/two.yaml", "title: Two\n")
    site.write("templates/404.html", "Not here.")
    site.write("static/own.css", "a {}")
    return site


def key(site, options=None, **overrides):
    archive = find_archive(site.root, {}, overrides)
    return key_of_inputs(archive, options or Options(TODAY), read_inputs(archive))


CHANGES = {
    "article": lambda site: site.write("content/two.txt", "Other words in English."),
    "new article": lambda site: site.write("content/three.txt", "More words in English."),
    "sidecar": lambda site: site.write("content/two.yaml", "title: Zwei\n"),
    "name": lambda site: (site.root / "content/two.txt").rename(site.root / "content/to.txt"),
    "term": lambda site: site.write("content/glossary/terms.yaml", "[]"),
    "picture": lambda site: site.write("content/chart.png", b"\x89PNG."),
    "template": lambda site: site.write("templates/404.html", "Not there."),
    "template gone": lambda site: site.remove("templates/404.html"),
    "static file": lambda site: site.write("static/own.css", "b {}"),
    "static name": lambda site: (site.root / "static/own.css").rename(site.root / "static/mine.css"),
    "configuration": lambda site: site.write("sitegen.toml", 'title = "Another"\nbase_url = "https://e.org/"\n'),
    "link": lambda site: (site.root / "content/link.txt").symlink_to(site.root / "content/two.txt"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_key_is_of_every_input(site, change):
    before = key(site)
    assert key(site) == before
    change(site)
    assert key(site) != before


def test_the_key_is_of_every_option(site):
    plain = Options(TODAY)
    keys = {key(site, plain), key(site, base_url="https://elsewhere.example/")}
    for field in msgspec.structs.fields(Options):
        other = not getattr(plain, field.name) if field.type is bool else TODAY + datetime.timedelta(1)
        keys.add(key(site, msgspec.structs.replace(plain, **{field.name: other})))
    assert len(keys) == 2 + len(msgspec.structs.fields(Options))


def test_a_build_that_changes_nothing_reports_what_stands(site):
    first = site.build()
    again = site.build()
    assert again == msgspec.structs.replace(first, written={}, kept=len(first.written))
    assert [str(problem) for problem in again.problems] == ["content/two.txt: has no date (add date: YYYY-MM-DD, as precise as is known)"]  # fmt: skip


@pytest.mark.parametrize("harm", ["removed", "altered"])
def test_what_is_not_as_it_was_written_is_written_again(site, harm):
    site.build()
    page = site.root / "_site/index.html"
    good = page.read_bytes()
    page.unlink() if harm == "removed" else page.write_text("x")
    assert site.build().written == {"index.html": "missing" if harm == "removed" else "altered"}
    assert page.read_bytes() == good


def test_an_edit_that_is_taken_back(site):
    site.build()
    first = site.files()
    site.article("one", "Something else.")
    site.build()
    site.article("one", "The GPU and ![a chart](chart.png).", status="published\nnotes: []")
    site.build()
    assert site.files() == first


def test_a_build_with_errors_does_not_stand(site):
    site.build()
    site.write("content/two.yaml", "titel: Two\n")
    for _ in range(2):
        report = site.build(keep_going=True)
        assert report.failed
    assert list((site.root / ".sitegen").glob("*.standing")) == []


@pytest.mark.parametrize("broken", [b"", b"\xc1", b"\x80"])
def test_what_can_not_be_read_does_not_stand(site, broken):
    site.build()
    (standing,) = (site.root / ".sitegen").glob("*.standing")
    standing.write_bytes(broken)
    assert read_standing(standing) is None
    assert site.build().written == {}


def test_all_that_was_worked_out_can_be_forgotten(site):
    first = site.build()
    forget(find_archive(site.root, {}))
    assert {path.suffix for path in (site.root / ".sitegen").iterdir()} == {
        ".json", ".lock", ".next", ".stage",
    }  # fmt: skip
    assert site.build() == msgspec.structs.replace(first, written={}, kept=len(first.written))


def test_sources_that_change_while_they_are_read_are_read_again(site, monkeypatch):
    monkeypatch.setattr("sitegen.discover.ROOM", 0)
    archive = find_archive(site.root, {})
    inputs = read_inputs(archive)
    site.article("one", "Changed after it was looked at.")
    first = iter([inputs])
    monkeypatch.setattr(
        "sitegen.build.publishing.read_inputs", lambda archive: next(first, None) or read_inputs(archive)
    )
    build(archive, Options(TODAY))
    assert "Changed after it was looked at" in site.page("articles/one")
