"""The desk: everything that an editor has to see to, with its file, its line and its place in the site."""

from html.parser import HTMLParser

import pytest

from sitegen.build import Options
from sitegen.build.live import work_out
from sitegen.config import find_archive
from sitegen.preview.desk import desk_page, sections
from sitegen.preview.tasks import MOST, Choice
from sitegen.store import Store
from tests.archive import CONFIG, GPU, TODAY, Site
from tests.serving import serving
from tests.test_preview import free_port

GLOSSARY = (
    GPU
    + """\
- id: hopper
  kind: architecture
  prior: cue
  label: {any: Hopper}
  cues: {near: {any: [H100]}}
- id: grain
  kind: concept
  prior: cue
  label: {any: Grain hopper}
  forms: {any: [Hopper]}
  cues: {near: {any: [silo]}}
  definition: {en: "A funnel."}
"""
)
SIDECAR = """\
notes:
  - {id: good, kind: context, quote: "chip", body: "Small."}
  - id: lost
    kind: context
    quote: "words that are nowhere to be found in it"
    body: "Gone."
"""


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path)
    made.write("content/glossary/terms.yaml", GLOSSARY)
    made.article("one", "The GPU is a chip. A Hopper stands beside it.")
    made.write("content/one.yaml", SIDECAR)
    made.write("content/two.txt", "The words of this one are plain English, and no one said when they were written.\n")
    made.article("hidden", "Words.", status="draft")
    return made


def found(site):
    store = Store(None)
    worked = work_out(find_archive(site.root, {}), Options(TODAY), store)
    result = {one.key: one for one in sections(worked.content, worked.report.problems, store, "en")}
    page = desk_page(worked.content, worked.report.problems, store, "desk.css").decode()
    store.close(forget_unused=False)
    return result, page


def test_everything_has_its_section_its_file_and_its_place(site):
    desk, _ = found(site)
    (lost,) = desk["orphans"].items
    assert (lost.place, lost.href) == ("content/one.yaml:3", "../articles/one/#note-lost")
    (question,) = desk["questions"].items
    assert question.place == "content/one.md:6:22"
    assert question.text == "The GPU is a chip. A Hopper stands beside it."
    assert question.href == "../articles/one/#:~:text=a%20chip.%20A-,Hopper,-stands%20beside%20it."
    assert question.choice == Choice("articles/one/", "Hopper", (("grain", "Grain hopper"), ("hopper", "Hopper")))
    (undefined,) = desk["undefined"].items
    assert (undefined.place, undefined.href) == ("content/glossary/terms.yaml:5", "../terms/hopper/")
    assert [item.place for item in desk["undated"].items] == ["content/two.txt"]
    assert [item.place for item in desk["detected"].items] == ["content/two.txt"]
    assert [item.place for item in desk["hidden"].items] == ["content/hidden.md"]
    # What has a section of its own is not a problem too.
    assert all("undecided" not in item.text and "lost" not in item.text for item in desk["problems"].items)


def test_errors_come_first_and_the_desk_is_there_without_a_site(site):
    site.article("broken", "Words.", date="never")
    desk, page = found(site)
    assert desk["problems"].items[0].severity == "error"
    assert desk["problems"].items[0].place == "content/broken.md:3"
    assert "content/broken.md:3" in page


def test_nothing_to_see_to_is_said(tmp_path):
    site = Site(tmp_path)
    site.article("one", "The GPU is a chip.")
    desk, page = found(site)
    assert all(section.total == 0 for section in desk.values())
    assert "Nothing is left to see to." in page


def test_only_the_first_of_many_are_listed(site):
    for number in range(MOST + 5):
        site.article(f"hidden-{number}", "Words.", status="draft")
    desk, page = found(site)
    assert (len(desk["hidden"].shown), desk["hidden"].total) == (MOST, MOST + 6)
    assert "and 6 more" in page


def test_what_is_not_listed_any_more_is_no_problem_besides(site):
    notes = "".join(
        f"\n  - {{id: n{number}, kind: context, quote: Words that are gone., body: B}}" for number in range(MOST + 5)
    )
    site.article("lost", "Others.", status=f"published\nnotes:{notes}")
    desk, _ = found(site)
    assert desk["orphans"].total > MOST
    assert not [item for item in desk["problems"].items if "lost.md" in item.place]


class _Elements(HTMLParser):
    def __init__(self):
        super().__init__()
        self.names = []

    def handle_starttag(self, tag, attributes):
        self.names.append(tag)


def test_what_is_hostile_is_text(site):
    site.article("one", "Words.", title='"<script>alert(1)</script><img src=x>"', date="2024")
    site.write("content/<b>&.txt", "Some words without a date, which are in English I think, and more of them.\n")
    _, page = found(site)
    parser = _Elements()
    parser.feed(page)
    assert "img" not in parser.names
    assert "b" not in parser.names
    assert "alert(1)" not in page.replace("&lt;script&gt;alert(1)", "")


def test_the_desk_speaks_the_language_of_the_site(site):
    site.write("sitegen.toml", CONFIG.replace('["en", "fr"]', '["fr", "en"]'))
    store = Store(None)
    worked = work_out(find_archive(site.root, {}), Options(TODAY), store)
    page = desk_page(worked.content, worked.report.problems, store, "desk.css").decode()
    store.close(forget_unused=False)
    assert "<h1>Bureau</h1>" in page
    assert "Questions ouvertes" in page


def test_the_desk_is_served_and_is_followed(site):
    with serving(site.root, "-p", str(free_port())) as served:
        page = served.page("-/")
        assert "content/one.md:6:22" in page
        assert served.get("-/desk.css")[0] == 200
        assert "-/live.js" in page
        served.until("-/", "!content/one.md:6:22", lambda: site.article("one", "The GPU is a chip."))
        served.until("-/", "content/three.md:3", lambda: site.article("three", "x", date="never"))
