"""What the page of an article shows."""

import pytest

from sitegen.views import Link, When
from tests.archive import Site
from tests.records import views_of


@pytest.fixture
def one(views):
    return views["articles/one/"]


def ids(views):
    return [view.id for view in views]


def hrefs(links):
    return [link.href for link in links]


def test_where_it_comes_from(one):
    assert one.title == "One & <only>"
    assert (one.date, one.updated.iso, one.retrieved.iso) == (
        When("January 15, 2024", "2024-01-15"),
        "2024-01-20",
        "2024-01-16",
    )
    assert one.publisher == Link("The Paper", "../../publishers/the-paper/")
    assert one.authors == ("Ann", "Bo")
    assert one.source == Link("paper.example", "https://www.paper.example/one?a=b")
    assert one.rights == "All rights reserved."
    assert one.source_file == Link("2024/one.md", "source.md")
    assert (one.language, one.detected) == (Link("English", "../../languages/en/"), False)
    assert [tag.text for tag in one.tags] == ["Chips", "C++"]
    assert one.minutes == 1


def test_its_description_is_its_summary_else_its_beginning(views):
    assert views["articles/one/"].frame.description == "In short."
    assert views["articles/deux/"].frame.description == "Le GPU."


def test_crumbs_go_by_year_and_month_as_far_as_they_are_known(views):
    def crumbs(slug):
        return [(link.text, link.href) for link in views[f"articles/{slug}/"].frame.crumbs]

    assert crumbs("one") == [("Home", "../../"), ("Archive", "../../archive/"), ("2024", "../../archive/2024/"), ("January", "../../archive/2024/01/")]  # fmt: skip
    assert [text for text, _ in crumbs("drei")][2:] == ["2023"]
    assert [text for text, _ in crumbs("undated")][2:] == []


def test_contents(one):
    assert [(heading.level, heading.href, heading.text) for heading in one.contents] == [(2, "#s-a-part", "A part")]


def test_terms_in_the_order_of_their_labels(one):
    assert ids(one.cards) == ["gpu", "hopper", "nvidia"]
    assert [card.label for card in one.cards] == ["GPU", "Hopper", "Nvidia"]


def test_a_card_speaks_the_page_s_language(views):
    card = next(card for card in views["articles/deux/"].cards if card.id == "gpu")
    assert (card.label, card.definition, card.lang) == ("processeur graphique", "<p>Un processeur.</p>", "fr")
    assert views["articles/one/"].cards[1].maker == "Nvidia"


def test_notes_by_their_places(one):
    assert ids(one.notes) == ["all", "headline", "fixed", "gone"]
    assert [note.number for note in one.notes] == [1, 2, 3, 4]
    assert (ids(one.on_title), ids(one.on_whole), ids(one.lost)) == (["headline"], ["all"], ["gone"])
    assert one.corrected
    assert hrefs(one.notes) == ["#note-all", "#note-headline", "#note-fixed", "#note-gone"]
    assert [note.passage for note in one.notes] == ["#note-all", "#title", "#passage-fixed", "#note-gone"]


def test_a_note(one):
    note = one.notes[2]
    assert (note.kind, note.state, note.was, note.now) == ("correction", "exact", "older", "newer")
    assert (note.body, note.lang, note.author) == ("<p>It is <em>newer</em>.</p>", "en", "Ann")
    assert (note.date.iso, note.verdict) == ("2024-02-03", "false")
    assert (note.sources[0].href, note.sources[0].publisher) == ("https://press.example/b", "press.example")


def test_neighbours_in_time(views):
    def around(slug):
        view = views[f"articles/{slug}/"]
        return [one.href if one else "" for one in (view.older, view.newer)]

    assert around("one") == ["../../articles/trouve/", ""]
    assert around("deux") == ["../../articles/drei/", "../../articles/trouve/"]
    assert around("undated") == ["", "../../articles/quiet/"]


def test_related_articles_say_why(views):
    related = {entry.href: entry.reason for entry in views["articles/one/"].related}
    assert related["../../articles/trouve/"] == "Nvidia, GPU"
    assert "../../articles/one/" not in related


def test_translations_and_alternates(views):
    for slug, others in [("one", ["deux", "drei"]), ("deux", ["one", "drei"]), ("drei", ["one", "deux"])]:
        view = views[f"articles/{slug}/"]
        assert hrefs(view.translations) == [f"../../articles/{other}/" for other in others]
        alternates = {link.lang: link.href for link in view.frame.alternates}
        assert alternates == {
            "en": "https://example.org/repo/articles/one/",
            "fr": "https://example.org/repo/articles/deux/",
            "de": "https://example.org/repo/articles/drei/",
        }
    assert views["articles/held/"].frame.alternates == ()


def test_a_machine_s_translation_says_so(views):
    deux, drei = views["articles/deux/"], views["articles/drei/"]
    assert (deux.machine, deux.translated_from, deux.engine) == (True, "Anglais", "Mill 2")
    assert (drei.machine, drei.translated_from) == (False, "French")


def test_a_page_speaks_its_article_s_language_if_the_interface_has_it(views):
    assert [views[f"articles/{slug}/"].frame.lang for slug in ("one", "deux", "drei")] == ["en", "fr", "en"]
    assert (views["articles/undated/"].lang, views["articles/undated/"].direction) == ("ar", "rtl")


def test_what_is_worked_out_is_said_to_be_so(views):
    trouve = views["articles/trouve/"]
    assert (trouve.lang, trouve.detected) == ("fr", True)
    assert trouve.source_file == Link("trouve.txt", "source.txt")
    assert trouve.title == "Texte trouvé"


def test_of_an_article_that_may_not_be_shown_there_is_only_what_is_known_of_it(views):
    held = views["articles/held/"]
    assert (held.show, held.source_file.href) == ("metadata", "")
    assert (held.contents, held.notes, held.cards, held.corrected) == ((), (), (), False)
    assert held.excerpt == ""
    assert "hidden" not in held.frame.description + held.frame.json_ld


def test_of_an_excerpt_there_are_the_first_words(views):
    short = views["articles/short/"]
    assert (short.show, short.excerpt, short.source_file.href) == ("excerpt", "The first words on the GPU.", "")
    assert (short.contents, short.cards) == ((), ())


def test_robots(views):
    assert views["articles/quiet/"].frame.noindex
    assert not views["articles/one/"].frame.noindex


def test_an_address_that_acts_is_no_source(views):
    assert views["articles/quiet/"].source is None


def test_without_a_base_address_there_is_nothing_that_needs_one(tmp_path):
    site = Site(tmp_path, **{"sitegen.toml": 'title = "Test"\n'})
    site.article("one", "x")
    site.article("deux", "x", language="fr", translation="{of: one}")
    frame = views_of(site)["articles/one/"].frame
    assert (frame.canonical, frame.alternates, frame.feeds, frame.json_ld) == ("", (), (), "")
