"""What a note says is changed in the page: the form has it, the sidecar gets it, the margin shows it."""

import pytest
from playwright.sync_api import expect

from tests.archive import Site

TEXT = "The GPU is a chip, and not a large one.\n\nA second paragraph speaks of the GPU again, and of chips.\n"
SIDECAR = """\
# by hand
notes:
  - id: first
    kind: context     # for now
    quote: a chip
    body: >
      A small plate, and *what* is on it, which is a lot of things that no one
      has ever counted.
    sources:
      - {title: "A measure", url: "https://example.org/1", publisher: "The Press", date: 2023-06-14}
  - {id: other, kind: correction, quote: not a large one, was: large, now: 'small', body: {fr: "Petit.", en: "It is small."}}
"""


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path / "archive")
    made.article("one", TEXT)
    made.write("content/one.yaml", SIDECAR)
    return made


@pytest.fixture
def open_page(preview_of, site):
    return preview_of(site)


def sidecar(site):
    return (site.root / "content/one.yaml").read_text()


def edit(page, note):
    page.locator(f"#note-{note}").hover()
    page.locator("button.edit").click()
    form = page.locator(".note-form")
    expect(form).to_be_visible()
    return form


def test_a_note_is_edited_where_it_stands(site, open_page):
    page = open_page("articles/one/")
    form = edit(page, "first")
    expect(form.locator("blockquote")).to_have_text("a chip")
    expect(form.locator("[name=kind]")).to_have_value("context")
    expect(form.locator("[name=body]")).to_be_focused()
    expect(form.locator("[name=source_title]")).to_have_value("A measure")
    expect(form.locator("code")).to_have_text("content/one.yaml:3")
    form.locator("[name=kind]").select_option("dispute")
    form.locator("[name=source_url]").fill("https://example.org/one")
    form.locator(".save").click()
    expect(page.locator("#note-first.dispute a[href='https://example.org/one']")).to_be_attached()
    expect(form).to_be_hidden()
    assert sidecar(site) == SIDECAR.replace("context  ", "dispute  ").replace("example.org/1", "example.org/one")
    assert page.evaluate("window.since") == "the beginning"


def test_one_language_and_the_words_of_a_correction(site, open_page):
    page = open_page("articles/one/")
    form = edit(page, "other")
    expect(form.locator("label", has_text="Note (English)").locator("textarea")).to_have_value("It is small.")
    expect(form.locator("[name=was]")).to_have_value("large")
    form.locator("[name=body]").fill("It is *very* small.")
    form.locator("[name=now]").fill("tiny")
    form.locator("[name=now]").press("Enter")
    expect(page.locator("#note-other ins")).to_have_text("tiny")
    expect(page.locator("#note-other .body em")).to_have_text("very")
    assert sidecar(site) == SIDECAR.replace("It is small.", "It is *very* small.").replace("'small'", "'tiny'")


def test_sources_come_and_go(site, open_page):
    page = open_page("articles/one/")
    form = edit(page, "first")
    form.get_by_role("button", name="Another source").click()
    expect(form.locator("[name=source_title]").last).to_be_focused()
    page.keyboard.type("A second one")
    form.locator("[name=body]").press("Control+Enter")
    expect(page.locator("#note-first .sources li")).to_have_count(2)
    first, second = SIDECAR.split("  - {id: other")
    assert sidecar(site) == f"{first}      - title: A second one\n  - {{id: other{second}"
    form = edit(page, "first")
    for field in form.locator("[data-number] input").all():
        field.fill("")
    form.locator(".save").click()
    expect(page.locator("#note-first .sources")).to_have_count(0)
    assert "sources" not in sidecar(site)


def test_what_changed_meanwhile_is_said_and_what_was_typed_stays(site, open_page):
    page = open_page("articles/one/")
    form = edit(page, "first")
    form.locator("[name=body]").fill("Mine.")
    changed = SIDECAR.replace("A small plate", "A large plate")
    site.write("content/one.yaml", changed)
    expect(page.locator("#note-first .body")).to_contain_text("A large plate")
    form.locator(".save").click()
    expect(form.locator(".said")).to_contain_text("changed in its file meanwhile")
    expect(form.locator("[name=body]")).to_have_value("Mine.")
    assert sidecar(site) == changed
    page.keyboard.press("Escape")
    expect(form).to_be_hidden()


def test_a_note_of_the_front_matter_is_not_written_and_its_lines_are_shown(site, open_page):
    site.remove("content/one.yaml")
    site.article("one", TEXT, notes="[{id: first, kind: context, quote: a chip, body: Small.}]")
    source = (site.root / "content/one.md").read_bytes()
    page = open_page("articles/one/")
    form = edit(page, "first")
    expect(form.locator(".where")).to_contain_text("content/one.md:5 This note is written in the article itself")
    form.locator("[name=body]").fill("Tiny.")
    form.locator(".save").click()
    expect(form.locator(".paste")).to_have_text(
        "  - id: first\n    kind: context\n    quote: a chip\n    body: Tiny.\n"
    )
    assert (site.root / "content/one.md").read_bytes() == source
    assert not (site.root / "content/one.yaml").exists()


def test_a_note_is_withdrawn_from_the_form_at_the_second_click(site, open_page):
    page = open_page("articles/one/")
    form = edit(page, "other")
    form.locator(".gone").click()
    expect(form.locator(".gone")).to_have_text("Withdraw this note?")
    assert sidecar(site) == SIDECAR
    form.locator(".gone").click()
    expect(page.locator("#note-other")).to_have_count(0)
    assert 'status: "withdrawn"' in sidecar(site)


def test_all_of_it_by_keyboard(site, open_page):
    page = open_page("articles/one/")
    page.locator(".corner .aside").wait_for()
    page.locator(".corner .aside").focus()
    page.keyboard.press("Enter")
    page.locator("#panel-placed summary").focus()
    page.keyboard.press("Enter")
    # Past the link to the first note to what can be done with it.
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".note-form [name=body]")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("By keyboard.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#note-first .body")).to_have_text("By keyboard.")
    expect(page.locator(".side [data-act=edit]").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".side")).to_be_hidden()
    expect(page.locator(".corner .aside")).to_be_focused()
