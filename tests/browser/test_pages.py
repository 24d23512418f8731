"""Pages as a person meets them."""

import itertools

import pytest

ARTICLE = "articles/000-e888722ed7d0647b/"
PAGES = [
    "",
    ARTICLE,
    "terms/hopper/",
    "glossary/",
    "archive/",
    "archive/2023/",
    "languages/",
    "tags/",
    "notes/",
    "404.html",
]


@pytest.mark.parametrize("width", [320, 375, 1024, 1440, 2560])
@pytest.mark.parametrize("address", [ARTICLE, "", "terms/nvidia/", "notes/", "glossary/"])
def test_nothing_is_wider_than_the_window(open_page, address, width):
    page = open_page(address, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_margin_notes_stand_in_order_and_never_overlap(open_page):
    for width in (1024, 1280, 1920):
        page = open_page(ARTICLE, width=width)
        boxes = [note.bounding_box() for note in page.locator("aside.note").all()]
        assert len(boxes) >= 10
        for upper, lower in itertools.pairwise(boxes):
            assert upper["y"] + upper["height"] <= lower["y"] + 1


def test_a_card_opens_by_pointer_and_closes_by_escape(open_page):
    page = open_page(ARTICLE)
    card = page.locator("#hover-card")
    page.locator("a.term[data-term='h800']").first.hover()
    card.wait_for(state="visible")
    assert "H100" in card.inner_text()
    box = card.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 1440
    page.keyboard.press("Escape")
    card.wait_for(state="hidden")


def test_a_card_opens_from_a_term_in_a_note_too(open_page):
    page = open_page(ARTICLE)
    page.locator("#note-jitwei a.term[data-term='h800']").hover()
    page.locator("#hover-card").wait_for(state="visible")
    assert "H800" in page.locator("#hover-card").inner_text()


def test_a_card_opens_by_focus(open_page):
    page = open_page(ARTICLE)
    page.locator("a.term").first.focus()
    page.locator("#hover-card").wait_for(state="visible")


def test_a_card_opens_by_tap_and_the_second_tap_goes_there(open_page):
    page = open_page(ARTICLE, width=375, has_touch=True)
    link = page.locator("a.term[data-term='tiktok']").first
    link.tap()
    page.locator("#hover-card").wait_for(state="visible")
    link.tap()
    page.wait_for_url("**/terms/tiktok/")


def test_the_corrected_text_shows_old_and_new(open_page):
    page = open_page(ARTICLE)
    now = page.locator("ins.now", has_text="plus récente")
    assert not now.is_visible()
    page.locator("input[value=corrected]").check(force=True)
    assert now.is_visible()
    assert page.locator(".was", has_text="un peu plus ancienne").is_visible()


def test_everything_is_readable_without_scripts(open_page):
    page = open_page(ARTICLE, java_script_enabled=False)
    assert page.locator("aside.note").first.is_visible()
    assert page.locator("#term-gpu").is_visible()
    page.locator("input[value=corrected]").check(force=True)
    assert page.locator("ins.now").first.is_visible()


def test_annotation_leaves_the_text_as_it_was(open_page):
    page = open_page(ARTICLE)
    shown = page.evaluate("""() => {
        const text = document.querySelector('.text').cloneNode(true);
        for (const added of text.querySelectorAll('[data-added], .margin')) added.remove();
        return [...text.querySelectorAll('p, h2')].map((e) => e.textContent).join('\\n\\n');
    }""")
    source = page.request.get(page.url + "source.txt").text()
    paragraphs = [p.strip() for p in source.split("\n", 1)[1].split("\n\n") if p.strip()]
    assert shown == "\n\n".join(paragraphs)


@pytest.mark.parametrize("address", PAGES)
def test_every_link_leads_somewhere(open_page, site, address):
    page = open_page(address if address != "404.html" else "archive/")
    links = page.evaluate("[...document.querySelectorAll('a[href]')].map((a) => a.href)")
    for link in sorted({link for link in links if link.startswith(site)}):
        target, _, fragment = link.partition("#")
        answer = page.request.get(target)
        assert answer.ok, link
        if fragment and target.endswith("/"):
            name = page.evaluate("decodeURIComponent", fragment)
            assert f'id="{name}"' in answer.text(), link


def test_a_note_and_its_passage_light_each_other(open_page):
    page = open_page(ARTICLE)
    page.locator("#passage-jitwei").hover()
    assert "lit" in page.locator("#note-jitwei").get_attribute("class")


def test_notes_are_folded_on_narrow_screens_and_open_by_their_passage(open_page):
    page = open_page(ARTICLE, width=375)
    body = page.locator("#note-jitwei .body")
    assert not body.is_visible()
    page.locator("#passage-jitwei").click()
    assert body.is_visible()


def test_the_theme_is_kept(open_page):
    page = open_page("")
    page.locator("input[value=dark]").check(force=True)
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_on_paper_notes_are_endnotes_and_terms_follow_in_the_same_count(open_page):
    page = open_page(ARTICLE)
    page.emulate_media(media="print")
    # The script may still be on its way.
    page.wait_for_function(
        "() => { dispatchEvent(new Event('beforeprint')); return document.querySelector('.endnotes .note') }"
    )
    notes = page.locator(".endnotes .note")
    count = notes.count()
    assert count >= 10
    assert page.locator(".margin .note").count() == 0
    assert [n.inner_text().split()[0] for n in notes.all()] == [str(n) for n in range(1, count + 1)]
    assert all(n.locator(".sources, .body").first.is_visible() for n in notes.all())
    ids = page.evaluate("[...document.querySelectorAll('.terms .card')].map((card) => card.id)")
    hopper = page.locator("a.term[data-term='hopper']").first.get_attribute("data-number")
    assert int(hopper) == count + 1 + ids.index("term-hopper")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".margin .note").count() == count


def test_on_paper_without_scripts_notes_stand_below_their_paragraph(open_page):
    page = open_page(ARTICLE, java_script_enabled=False)
    page.emulate_media(media="print")
    assert page.locator("#note-jitwei .body").is_visible()
    assert not page.locator("#endnotes").is_visible()


def test_no_line_begins_with_a_sign_that_french_sets_apart(open_page):
    for width in (320, 375, 500, 1024):
        page = open_page(ARTICLE, width=width)
        broken = page.evaluate("""() => [...document.querySelectorAll('.whole')]
            .filter((one) => one.getClientRects().length > 1).map((one) => one.textContent)""")
        assert broken == []
        assert page.locator(".text .whole").count() > 10


def test_a_number_leads_to_its_note_and_back(open_page):
    page = open_page(ARTICLE, width=375)
    page.locator("sup.ref a[href='#note-hopper-age']").click()
    body = page.locator("#note-hopper-age .body")
    body.wait_for(state="visible")
    page.locator("#note-hopper-age .number").click()
    assert page.url.endswith("#passage-hopper-age")


def test_the_glossary_is_filtered_by_text_and_kind(open_page):
    page = open_page("glossary/")
    page.locator(".filter input").fill("Hopper")
    assert page.locator("#term-hopper").is_visible()
    assert not page.locator("#term-alibaba").is_visible()
    page.locator(".filter select").select_option("architecture")
    assert page.locator("#term-hopper").is_visible()
    assert not page.locator("#term-h100").is_visible()


def test_a_page_that_is_not_there_offers_its_neighbours(open_page):
    page = open_page("terms/hoper/")
    near = page.locator(".near a").first
    near.wait_for(state="visible")
    assert near.get_attribute("href") == "/repo/terms/hopper/"


def test_notes_are_narrowed_down_and_the_address_says_how(open_page):
    page = open_page("notes/")
    assert page.locator(".note.listed:visible").count() >= 10
    page.locator(".narrow select[name=terms]").select_option("hopper")
    shown = page.locator(".note.listed:visible").count()
    assert 0 < shown < 10
    assert page.url.endswith("?terms=hopper")
    page.reload()
    assert page.locator(".narrow select[name=terms]").input_value() == "hopper"
    assert page.locator(".note.listed:visible").count() == shown
