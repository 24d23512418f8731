"""A save shows in the open page and leaves what its reader did; a broken archive says so there and comes good."""

import socket

import pytest
from playwright.sync_api import expect

from tests.archive import CONFIG, GPU, Site
from tests.serving import serving

WORDS = "\n\n".join(f"Paragraph {number} speaks of this and that, and once of a GPU." for number in range(60))


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path / "archive")
    made.article("one", "The GPU is a chip.")
    made.article("long", WORDS)
    return made


@pytest.fixture
def served(site):
    with serving(site.root, "-p", str(free_port())) as running:
        yield running


@pytest.fixture
def open_page(browser, served):
    """Opens pages of the preview; the test fails if one wrote an error to the console."""
    context = browser.new_context()
    errors = []

    def opened(path):
        page = context.new_page()
        page.on("pageerror", lambda failure: errors.append(str(failure)))
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        with page.expect_request(lambda request: "/-/events" in request.url):
            page.goto(served.address + path)
        # What is not there any more after the page was loaded anew.
        page.evaluate("window.since = 'the beginning'")
        return page

    yield opened
    context.close()
    # What is gone is not found, which is as it should be.
    assert [error for error in errors if "404" not in error] == []


def is_same(page):
    return page.evaluate("window.since") == "the beginning"


def test_a_save_shows_in_the_open_page_which_is_not_loaded_anew(site, served, open_page):
    page = open_page("articles/one/")
    site.article("one", "The GPU is a marvel.")
    page.get_by_text("is a marvel").wait_for()
    assert is_same(page)
    site.write("static/style.css", "h1 { color: rgb(1, 2, 3) }")
    expect(page.locator("h1")).to_have_css("color", "rgb(1, 2, 3)")
    expect(page.locator("head link[rel=stylesheet]")).to_have_count(1)
    site.article("one", "The GPU is a wonder.", title="Another title")
    expect(page).to_have_title("Another title · Test")
    assert is_same(page)
    page.locator("a.term").first.click()
    page.wait_for_url("**/terms/gpu/")
    assert not (site.root / "_site").exists()


def test_the_place_the_selection_and_an_open_card_stay(site, open_page):
    page = open_page("articles/long/")
    target = page.get_by_text("Paragraph 40 speaks")
    target.evaluate("(one) => { one.scrollIntoView(); getSelection().selectAllChildren(one); }")
    link = page.locator("a.term").first
    link.evaluate("(one) => { one.focus({ preventScroll: true }); }")
    before = target.bounding_box()["y"]
    site.article("long", "A new beginning.\n\nOf two paragraphs.\n\n" + WORDS)
    page.get_by_text("A new beginning.").wait_for(state="attached")
    page.wait_for_function("document.querySelectorAll('[id^=same-as]').length === 0")
    assert is_same(page)
    assert abs(target.bounding_box()["y"] - before) <= 1
    assert page.evaluate("getSelection().toString().trim()").startswith("Paragraph 40 speaks")
    page.evaluate("scrollTo(0, 0)")
    link.hover()
    card = page.locator("#hover-card")
    expect(card).to_contain_text("A processor for pictures.")
    site.write("content/glossary/terms.yaml", GPU.replace("A processor for pictures.", "Many small cores."))
    expect(card).to_contain_text("Many small cores.")
    expect(card).to_be_visible()
    assert is_same(page)


def test_what_comes_into_the_page_works_as_what_was_there(site, open_page):
    page = open_page("articles/one/")
    page.set_viewport_size({"width": 1400, "height": 900})
    note = 'notes:\n  - {id: n, kind: context, quote: "chip", body: "A small plate."}\n'
    site.write("content/one.yaml", note)
    passage = page.locator("mark.passage")
    passage.wait_for()
    passage.hover()
    expect(page.locator("#note-n")).to_have_class("note context lit")
    top = page.locator("#note-n").bounding_box()["y"] - passage.bounding_box()["y"]
    assert abs(top) < 60
    page.set_viewport_size({"width": 500, "height": 900})
    expect(page.locator("#note-n .body")).to_be_hidden()
    passage.click()
    expect(page.locator("#note-n .body")).to_be_visible()
    site.write("content/one.yaml", note.replace("A small plate.", "A small plate of silicon."))
    expect(page.locator("#note-n .body")).to_have_text("A small plate of silicon.")
    assert is_same(page)


def test_open_details_choices_and_colours_stay(site, open_page):
    page = open_page("articles/one/")
    page.locator(".about-source summary").click()
    page.get_by_text("Dark", exact=True).click()
    site.article("one", "The GPU is a marvel.")
    page.get_by_text("is a marvel").wait_for()
    assert page.locator(".about-source").get_attribute("open") is not None
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator(".theme")).to_be_visible()
    expect(page.locator(".theme [value=dark]")).to_be_checked()
    page = open_page("glossary/")
    page.locator(".filter input").fill("nothing")
    site.write("content/glossary/more.yaml", GPU.replace("gpu", "cpu").replace("GPU", "CPU"))
    page.locator("#term-cpu").wait_for(state="attached")
    expect(page.locator(".filter input")).to_have_value("nothing")
    expect(page.locator("#term-cpu")).to_be_hidden()
    assert is_same(page)


def test_a_page_is_loaded_anew_where_its_scripts_or_style_sheets_are_others(site, open_page):
    page = open_page("articles/one/")
    site.write("static/sitegen.js", "document.documentElement.dataset.mine = 'yes';")
    expect(page.locator("html")).to_have_attribute("data-mine", "yes")
    assert page.evaluate("window.since") is None
    page.evaluate("window.since = 'the beginning'")
    head = '{% extends "sitegen:article.html" %}{% block head %}<link rel="stylesheet" href="../../assets/mine.css">{% endblock %}'
    site.write("static/mine.css", "h1 { color: rgb(4, 5, 6) }")
    site.write("templates/article.html", head)
    expect(page.locator("h1")).to_have_css("color", "rgb(4, 5, 6)")


SEEN = """() => {
  window.seen = new Set();
  const look = () => {
    const words = document.querySelector("main").textContent.includes("marvel") ? "new" : "old";
    window.seen.add(`${words} ${getComputedStyle(document.querySelector("h1")).color}`);
    requestAnimationFrame(look);
  };
  look();
}"""
AWAY = """(away) => {
  Object.defineProperty(document, "hidden", { get: () => away, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
MINE = "h1 { color: rgb(1, 2, 3) }"


def changes_the_style(site, served):
    """Save another style sheet and wait until it is served."""
    before = served.get("assets/style.css")[2]["ETag"].strip('"')
    served.told(
        lambda: site.write("static/style.css", MINE), lambda state: state["files"]["assets/style.css"] != before
    )


def test_a_page_and_its_styles_change_at_once(site, served, open_page):
    page = open_page("articles/one/")
    before = page.locator("h1").evaluate("(one) => getComputedStyle(one).color")
    page.evaluate(SEEN)
    page.evaluate(AWAY, True)
    changes_the_style(site, served)
    served.until("articles/one/", "marvel", lambda: site.article("one", "The GPU is a marvel."))
    answered = []
    page.on("response", lambda answer: answered.append(answer.url))

    def late(route):
        # Whoever shows the words as soon as they are there shows them in the old style.
        while not any(url.endswith("/one/") for url in answered):
            page.evaluate("new Promise(requestAnimationFrame)")
        for _ in range(3):
            page.evaluate("new Promise(requestAnimationFrame)")
        route.continue_()

    page.route("**/style.css*", late)
    page.evaluate(AWAY, False)
    page.get_by_text("is a marvel").wait_for()
    expect(page.locator("h1")).to_have_css("color", "rgb(1, 2, 3)")
    assert set(page.evaluate("[...window.seen]")) <= {f"old {before}", "new rgb(1, 2, 3)"}
    assert is_same(page)


def test_a_page_that_loads_while_its_style_sheet_changes_gets_its_own_and_then_the_new_one(site, served, browser):
    context = browser.new_context()
    page = context.new_page()
    styles = []

    def late(route):
        if not styles:
            changes_the_style(site, served)
        answer = route.fetch()
        styles.append(answer.text())
        route.fulfill(response=answer)

    page.route("**/style.css*", late)
    page.goto(served.address)
    expect(page.locator("h1").first).to_have_css("color", "rgb(1, 2, 3)")
    assert MINE not in styles[0]
    assert styles[-1] == MINE
    context.close()


def test_a_page_whose_scripts_changed_before_it_was_told_of_anything_is_loaded_anew(site, served, browser):
    context = browser.new_context()
    page = context.new_page()
    asked = []

    def late(route):
        if not asked:
            site.write("static/filter.js", "document.documentElement.dataset.mine = 'yes';")
            served.until("assets/filter.js", "mine")
        asked.append(route)
        route.continue_()

    page.route("**/-/events*", late)
    page.goto(f"{served.address}glossary/")
    expect(page.locator("html")).to_have_attribute("data-mine", "yes")
    context.close()


def test_all_open_pages_follow_and_one_that_was_hidden_catches_up(site, open_page):
    pages = [open_page(path) for path in ("articles/one/", "terms/gpu/", "glossary/", "articles/one/")]
    site.write("content/glossary/terms.yaml", GPU.replace("A processor for pictures.", "Many small cores."))
    for page in pages:
        page.get_by_text("Many small cores.").first.wait_for(state="attached")
        assert is_same(page)


def test_a_page_that_is_not_there_yet_comes_and_one_that_goes_is_missed(site, open_page):
    page = open_page("articles/one/")
    (site.root / "content/one.md").rename(site.root / "content/uno.md")
    page.locator("main.missing h1").wait_for()
    (site.root / "content/uno.md").rename(site.root / "content/one.md")
    page.get_by_text("is a chip").wait_for()


def test_an_error_is_shown_over_the_last_good_page_until_it_is_mended(site, open_page):
    page = open_page("articles/one/")
    box = page.locator(".overlay")
    site.article("one", "Changed.", date="never")
    box.get_by_text("date 'never' is not a date").wait_for()
    expect(box.locator(".place")).to_have_text("content/one.md:3")
    expect(box.locator(".here")).to_contain_text("date: never")
    expect(box.locator(".remedy")).to_have_text("write YYYY, YYYY-MM or YYYY-MM-DD")
    assert page.get_by_text("is a chip").is_visible()
    box.get_by_role("button").click()
    expect(box).to_be_hidden()
    site.write("sitegen.toml", "title =")
    expect(box.locator(".place")).to_have_text("sitegen.toml:1")
    site.write("sitegen.toml", CONFIG)
    site.article("one", "All is well.")
    page.get_by_text("All is well").wait_for()
    box.wait_for(state="hidden")
    assert is_same(page)


def test_what_is_hostile_in_an_error_is_text(site, open_page):
    page = open_page("articles/one/")
    hostile = "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>"
    site.write("content/one<b>two.md", f"---\ntitle: one\ndate: {hostile}\n---\nWords.\n")
    expect(page.locator(".overlay .here")).to_contain_text("<img src=x")
    expect(page.locator(".overlay .place")).to_have_text("content/one<b>two.md:3")
    assert page.locator(".overlay img, .overlay b, .overlay script").count() == 0
    assert str(site.root) not in page.locator(".overlay").inner_text()


def test_a_site_that_is_broken_at_the_start_is_explained_and_becomes_the_site(site, browser):
    site.article("one", "Words.", date="never")
    context = browser.new_context()
    page = context.new_page()
    with serving(site.root, "-p", str(free_port())) as served:
        page.goto(f"{served.address}articles/one/")
        expect(page.locator("h1")).to_have_text("Not built yet")
        expect(page.locator(".here")).to_contain_text("date: never")
        site.write("templates/home.html", "{% if %}")
        expect(page.locator(".place", has_text="templates/home.html:1")).to_be_visible()
        site.remove("templates/home.html")
        site.article("one", "Mended words.")
        page.get_by_text("Mended words.").wait_for()
    context.close()


def test_a_page_finds_the_preview_again_after_it_ended(site, browser):
    port = str(free_port())
    context = browser.new_context()
    page = context.new_page()
    with serving(site.root, "-p", port) as served:
        page.goto(f"{served.address}articles/one/")
        page.locator(".corner a").wait_for()
    expect(page.locator(".corner output")).to_be_visible(timeout=15000)
    site.article("one", "Changed meanwhile.")
    with serving(site.root, "-p", port):
        page.get_by_text("Changed meanwhile.").wait_for(timeout=20000)
        site.article("one", "And again.")
        page.get_by_text("And again.").wait_for()
    context.close()
