"""A note is selected words and a small form: it is in the sidecar, and in the margin."""

import pytest
from playwright.sync_api import expect

from tests.archive import Site
from tests.serving import serving
from tests.test_preview import free_port

TEXT = "The GPU is a chip, and not a large one.\n\nA second paragraph speaks of the GPU again, and of chips.\n"


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path / "archive")
    made.article("one", TEXT)
    made.write("content/plain.txt", "date 2024-02 A title\n\n" + TEXT)
    return made


@pytest.fixture
def open_page(site, browser):
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    with serving(site.root, "-p", str(free_port())) as served:

        def opened(path):
            page = context.new_page()
            with page.expect_request(lambda request: "/-/events" in request.url):
                page.goto(served.address + path)
            page.locator(".corner a").wait_for()
            return page

        yield opened
    context.close()


SELECT = """
([from, to]) => {
  const find = (words, end) => {
    const walker = document.createTreeWalker(document.querySelector(".text"), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.data.indexOf(words);
      if (at >= 0) return [node, at + (end ? words.length : 0)];
    }
    throw new Error(words);
  };
  getSelection().setBaseAndExtent(...find(from, false), ...find(to, true));
}
"""


def select(page, first, last=None):
    page.evaluate(SELECT, [first, last or first])
    page.locator("button.annotate").click()
    expect(page.locator(".note-form")).to_be_visible()


def test_a_note_is_written_into_the_sidecar_and_comes_into_the_margin(site, open_page):
    page = open_page("articles/one/")
    source = (site.root / "content/one.md").read_bytes()
    select(page, "chip, and")
    expect(page.locator(".note-form blockquote")).to_have_text("chip, and")
    page.locator("[name=body]").fill("Larger than most.\nReally.")
    page.locator("[name=source_title]").fill("A measure")
    page.locator("[name=source_url]").fill("https://example.org/measure")
    page.locator("[name=author]").fill("An editor")
    page.locator(".save").click()
    expect(page.locator(".margin .note.context .body")).to_contain_text("Larger than most.")
    expect(page.locator("mark.passage")).to_have_text("chip, and")
    expect(page.locator(".note-form")).to_be_hidden()
    written = (site.root / "content/one.yaml").read_text()
    for words in ("quote: chip, and", "suffix: ", "body: |-", "author: An editor", "url: https://example.org/measure"):
        assert words in written
    assert (site.root / "content/one.md").read_bytes() == source


def test_a_correction_in_plain_text_across_links_and_other_notes(site, open_page):
    site.write(
        "content/plain.yaml", '# mine\nnotes:\n  - {id: first, kind: context, quote: "not a large one", body: "Hm."}\n'
    )
    page = open_page("articles/plain/")
    expect(page.locator("mark.passage")).to_have_text("not a large one")
    select(page, "The ", "not a")
    page.locator("[name=kind]").select_option("correction")
    page.locator("[name=was]").fill("a chip")
    page.locator("[name=now]").fill("a board")
    page.locator("[name=body]").fill("It is a board.")
    page.locator(".save").click()
    expect(page.locator(".margin .note.correction ins")).to_have_text("a board")
    written = (site.root / "content/plain.yaml").read_text()
    assert written.startswith('# mine\nnotes:\n  - {id: first, kind: context, quote: "not a large one", body: "Hm."}\n')
    assert "quote: The GPU is a chip, and not a\n" in written


def test_a_passage_of_two_paragraphs_and_words_that_come_twice(site, open_page):
    page = open_page("articles/one/")
    select(page, "large one.", "A second")
    page.locator("[name=body]").fill("Over the border.")
    page.locator(".save").click()
    expect(page.locator(".margin .note .body")).to_contain_text("Over the border.")
    page.evaluate("""() => {
      const links = document.querySelectorAll(".text p:last-of-type, .text .annotated:last-of-type p");
      const walker = document.createTreeWalker([...links].at(-1), NodeFilter.SHOW_TEXT);
      let node = walker.nextNode();
      while (!node.data.includes("GPU")) node = walker.nextNode();
      const at = node.data.indexOf("GPU");
      getSelection().setBaseAndExtent(node, at, node, at + 3);
    }""")
    page.locator("button.annotate").click()
    page.locator("[name=body]").fill("The second of them.")
    page.locator(".save").click()
    note = page.locator(".margin .note", has_text="The second of them.")
    note.wait_for()
    assert (
        page.locator("mark.passage", has_text="GPU")
        .last.evaluate("one => one.closest('p').textContent")
        .startswith("A second")
    )


def test_what_can_not_be_written_is_said_and_what_was_typed_stays(site, open_page):
    page = open_page("articles/one/")
    select(page, "chip, and")
    page.locator(".save").click()
    expect(page.locator(".said")).to_have_text("The note says nothing yet.")
    page.locator("[name=body]").fill("Words.")
    page.locator("[name=source_url]").fill("javascript:alert(1)")
    page.locator(".save").click()
    expect(page.locator(".said")).to_contain_text("it begins with https://")
    page.locator("[name=source_url]").fill("")
    note = "notes:\n  - {id: first, kind: context, quote: chip, body: x}\n"
    site.write("content/one.md", f"---\ntitle: one\ndate: 2024\nlanguage: en\n{note}---\n{TEXT}")
    page.locator("mark.passage").wait_for()
    expect(page.locator("[name=body]")).to_have_value("Words.")
    page.locator(".save").click()
    expect(page.locator(".paste")).to_contain_text("quote: chip, and")
    assert not (site.root / "content/one.yaml").exists()
    page.keyboard.press("Escape")
    expect(page.locator(".note-form")).to_be_hidden()


def test_a_note_that_lost_its_passage_is_moved_to_the_words_selected(site, open_page):
    site.write("content/one.yaml", "notes:\n  - {id: n, kind: context, quote: words long gone from it, body: Lost.}\n")
    page = open_page("articles/one/")
    expect(page.locator("[aria-labelledby=lost] .note")).to_contain_text("Lost.")
    select(page, "second paragraph")
    page.locator("[name=note]").select_option("n")
    expect(page.locator("[name=body]")).to_be_hidden()
    page.locator(".save").click()
    expect(page.locator(".margin .note")).to_contain_text("Lost.")
    expect(page.locator("mark.passage")).to_have_text("second paragraph")


def test_a_note_is_withdrawn_at_the_second_click(site, open_page):
    site.write("content/one.yaml", "notes:\n  - {id: n, kind: context, quote: chip, body: x}\n")
    page = open_page("articles/one/")
    page.locator(".margin .note").hover()
    page.locator("button.withdraw").click()
    expect(page.locator("button.withdraw")).to_have_text("Withdraw this note?")
    assert "withdrawn" not in (site.root / "content/one.yaml").read_text()
    page.locator("button.withdraw").click()
    expect(page.locator("aside.note")).to_have_count(0)
    assert 'status: "withdrawn"' in (site.root / "content/one.yaml").read_text()


def test_at_the_desk_a_click_decides_what_a_word_means(site, open_page):
    glossary = "".join(
        f"- {{id: {one}, kind: concept, prior: cue, label: {{any: {one}}}, forms: {{any: [Hopper]}},"
        f" cues: {{near: {{any: [{one}ish]}}}}, definition: x}}\n"
        for one in ("chip-maker", "funnel")
    )
    site.write("content/glossary/more.yaml", glossary)
    site.article("two", "A Hopper stands here.")
    page = open_page("articles/two/")
    page.locator(".corner a").click()
    question = page.locator(".task", has_text="A Hopper stands here.")
    question.get_by_role("button", name="funnel").click()
    expect(question).to_have_count(0)
    assert "form: Hopper" in (site.root / "content/two.yaml").read_text()
    page.go_back()
    expect(page.locator("a.term", has_text="Hopper")).to_have_attribute("data-term", "funnel")
