"""Beside an article: what there is to see to in it, when it is asked for, and without standing before the text."""

import pytest
from playwright.sync_api import expect

from tests.archive import Site
from tests.browser.test_annotating import SELECT
from tests.browser.test_standards import violations

TEXT = (
    "The GPU is a chip, and a Hopper stands beside it.\n\nA second paragraph speaks of the GPU again, and of chips.\n"
)
GLOSSARY = "".join(
    f"- {{id: {one}, kind: concept, prior: cue, label: {{any: {one}}}, forms: {{any: [Hopper]}},"
    f" cues: {{near: {{any: [{one}ish]}}}}, definition: x}}\n"
    for one in ("chip-maker", "funnel")
)
SIDECAR = """\
# by hand
notes:
  - {id: lost, kind: dispute, quote: words long gone from it, body: Lost.}
  - {id: here, kind: context, quote: a chip, body: Small.}
"""


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path / "archive")
    made.article("one", TEXT)
    made.write("content/glossary/more.yaml", GLOSSARY)
    made.write("content/one.yaml", SIDECAR)
    made.article("well", "All is well.")
    return made


@pytest.fixture
def open_page(preview_of, site):
    return preview_of(site)


def open_panel(page):
    page.locator(".corner .aside").click()
    expect(page.locator(".side")).to_be_visible()
    return page.locator(".side")


def test_it_has_the_count_and_opens_when_it_is_asked_for(open_page):
    page = open_page("articles/one/")
    button = page.locator(".corner .aside")
    expect(button).to_have_accessible_name("This article (2 to see to)")
    expect(button.locator(".badge")).to_have_text("2")
    expect(page.locator(".side")).to_be_hidden()
    side = open_panel(page)
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(side.locator("h3")).to_contain_text(["Notes without a passage", "Open questions"])
    expect(side.locator(".hit")).to_have_text("Hopper")
    page.keyboard.press("Escape")
    expect(side).to_be_hidden()
    expect(button).to_be_focused()
    page.goto(page.url.replace("one/", "well/"))
    expect(button).to_have_accessible_name("This article")
    expect(open_panel(page)).to_contain_text("Nothing is left to see to.")
    page.goto(page.url.replace("articles/well/", "glossary/"))
    page.locator(".corner a").wait_for()
    expect(button).to_be_hidden()


def test_a_click_writes_the_pin_and_the_question_goes(site, open_page):
    page = open_page("articles/one/")
    side = open_panel(page)
    side.get_by_role("button", name="funnel").click()
    expect(side.locator(".choices")).to_have_count(0)
    expect(page.locator("a.term", has_text="Hopper")).to_have_attribute("data-term", "funnel")
    expect(page.locator(".corner .badge")).to_have_text("1")
    expect(side).to_be_visible()
    assert page.evaluate("window.since") == "the beginning"
    assert (site.root / "content/one.yaml").read_text().startswith(SIDECAR)


def test_a_note_that_lost_its_passage_goes_to_the_words_selected(site, open_page):
    page = open_page("articles/one/")
    side = open_panel(page)
    expect(side.locator(".hint")).to_be_hidden()
    side.get_by_role("button", name="Re-anchor").click()
    expect(side.locator(".hint")).to_have_text("Select the words that the note is about.")
    page.evaluate(SELECT, ["second paragraph", "second paragraph"])
    button = page.locator("button.annotate")
    expect(button).to_have_text("Move here")
    button.click()
    expect(page.locator("mark.passage.dispute")).to_have_text("second paragraph")
    expect(side.locator("#panel-orphans")).to_have_count(0)
    expect(side.locator(".hint")).to_be_hidden()
    assert 'quote: "second paragraph"' in (site.root / "content/one.yaml").read_text()


def test_what_can_not_be_moved_is_said_and_escape_lets_go(site, open_page):
    page = open_page("articles/one/")
    side = open_panel(page)
    side.get_by_role("button", name="Re-anchor").click()
    # Its sidecar is one for two articles now.
    site.write("content/one.txt", TEXT)
    page.locator(".overlay button").click()
    page.evaluate(SELECT, ["of chips", "of chips"])
    page.locator("button.annotate").click()
    expect(side.locator("> output")).to_contain_text("two articles")
    assert (site.root / "content/one.yaml").read_text() == SIDECAR
    page.keyboard.press("Escape")
    expect(side.locator(".hint")).to_be_hidden()
    expect(side).to_be_visible()
    page.keyboard.press("Escape")
    expect(side).to_be_hidden()


def test_it_stays_as_it_is_while_the_page_changes(site, open_page):
    page = open_page("articles/one/")
    side = open_panel(page)
    side.locator("#panel-placed summary").click()
    side.get_by_role("button", name="Re-anchor").focus()
    site.article("one", TEXT.replace("beside it", "before it"))
    expect(side.locator(".task", has_text="Hopper")).to_contain_text("before it")
    expect(side.locator("#panel-placed")).to_have_attribute("open", "")
    expect(side.get_by_role("button", name="Re-anchor")).to_be_focused()
    site.write("content/one.yaml", SIDECAR + "nothing: x\n")
    expect(side.locator("#panel-problems")).to_contain_text("Problems 1")
    expect(side.locator(".error")).to_contain_text("content/one.yaml:5")
    site.write("content/one.yaml", SIDECAR)
    expect(side.locator("#panel-problems")).to_have_count(0)
    assert page.evaluate("window.since") == "the beginning"
    # A page that has to be loaded anew has it too.
    site.write("static/mine.css", "h1 { color: rgb(4, 5, 6) }")
    head = '{% extends "sitegen:article.html" %}{% block head %}<link rel="stylesheet" href="../../assets/mine.css">{% endblock %}'
    site.write("templates/article.html", head)
    expect(page.locator("h1")).to_have_css("color", "rgb(4, 5, 6)")
    expect(side).to_be_visible()


@pytest.mark.parametrize("width", [1024, 1280, 1440, 1600, 1920, 2560])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_column_of_the_text_is_never_covered(site, open_page, width, language):
    site.article("one", TEXT, language=language)
    page = open_page("articles/one/", width=width)
    before = page.locator("main .column").bounding_box()
    panel = open_panel(page).bounding_box()
    column = page.locator("main .column").bounding_box()
    assert column["width"] == before["width"]
    assert panel["width"] >= 300
    assert panel["height"] == 900
    apart = panel["x"] >= column["x"] + column["width"] or panel["x"] + panel["width"] <= column["x"]
    assert apart, (panel, column)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Escape")
    assert page.locator("main .column").bounding_box() == before


def test_on_a_narrow_screen_it_is_a_sheet_that_makes_way(open_page):
    page = open_page("articles/one/", width=375, height=812)
    side = open_panel(page)
    box = side.bounding_box()
    assert (box["x"], box["width"], box["y"] + box["height"]) == (0, 375, 812)
    assert box["height"] <= 812 * 0.63
    side.get_by_role("button", name="Re-anchor").click()
    assert side.bounding_box()["height"] < 250
    page.keyboard.press("Escape")
    side.locator("#panel-orphans + ul a").click()
    expect(side).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1440])
def test_axe_finds_nothing_with_it_and_with_the_form(open_page, width, scheme):
    page = open_page("articles/one/", width=width, scheme=scheme, bypass_csp=True, reduced_motion="reduce")
    side = open_panel(page)
    assert violations(page) == []
    side.locator("#panel-placed summary").click()
    side.locator("[data-act=edit]").last.click()
    page.locator(".note-form").wait_for()
    assert violations(page) == []
