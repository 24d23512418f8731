"""What the pages of the glossary show."""

import pickle

import pytest

from sitegen.outputs import Page
from sitegen.sealed import encoded
from sitegen.views import Link, When
from tests.records import index_of, outputs_of


@pytest.fixture
def gpu(views):
    return views["terms/gpu/"]


def test_names_and_definitions_with_their_languages(gpu, views):
    assert (gpu.label, gpu.kind) == ("GPU", "component")
    names = [(name.text, name.lang) for name in gpu.names]
    assert names == [("processeur graphique", "fr"), ("graphics chip", "")]
    assert [(one.lang, one.language, one.text) for one in gpu.definitions] == [
        ("en", "", "<p>A <em>processor</em> &amp; more.</p>"),
        ("fr", "French", "<p>Un processeur.</p>"),
    ]
    assert views["terms/hopper/"].misspellings == ("Hooper", "trémie")
    assert views["terms/nvidia/"].definitions == ()


def test_facts_with_their_sources(gpu):
    announced, size = gpu.facts
    assert (announced.name, announced.date) == ("Announced", When("March 22, 2022", "2022-03-22"))
    assert (announced.source.href, announced.source.publisher) == ("https://www.press.example/a", "press.example")
    assert announced.source.date.iso == "2022"
    assert (size.name, size.value, size.date) == ("Size", "80\u00a0GB", None)
    assert (size.source.title, size.source.href) == ("Book", "")
    assert [(one.title, one.href) for one in gpu.sources] == [("Book", "")]


def test_relations_both_ways(views):
    def relations(term):
        return [(one.is_, [(link.text, link.href) for link in one.terms]) for one in views[f"terms/{term}/"].relations]

    assert relations("hopper") == [("Made by", [("Nvidia", "../../terms/nvidia/")]), ("Uses", [("GPU", "../../terms/gpu/")])]  # fmt: skip
    assert relations("gpu") == [("Used by", [("Hopper", "../../terms/hopper/")])]
    assert relations("nvidia") == [("Maker of", [("Hopper", "../../terms/hopper/")])]


def places_in(view, slug):
    return next(group for group in view.articles if group.article.href == f"../../articles/{slug}/").places


def test_every_mention_in_its_sentence_with_a_link_to_the_spot(gpu):
    assert [group.article.href.split("/")[-2] for group in gpu.articles] == ["one", "trouve", "deux", "short", "held"]  # fmt: skip
    first, _, third = places_in(gpu, "one")
    assert (first.before, first.hit, first.after) == ("The older ", "GPU", " and the Hooper, an Nvidia.")
    assert first.href == "../../articles/one/#m-gpu-1"
    assert (third.before, third.href) == ("Another GPU & the ", "../../articles/one/#m-gpu-3")
    assert [place.hit for place in places_in(gpu, "trouve")] == ["processeur graphique", "GPU"]
    assert gpu.mentions == 8


@pytest.mark.parametrize("slug", ["held", "short"])
def test_of_a_text_that_may_not_be_shown_there_is_no_sentence_and_no_spot(gpu, slug):
    place = places_in(gpu, slug)[0]
    assert (place.before, place.hit, place.after) == ("", "GPU", "")
    assert place.href == f"../../articles/{slug}/"


def test_a_misspelling_is_shown_as_one(views):
    assert [(place.hit, place.misspelt) for place in places_in(views["terms/hopper/"], "one")] == [("Hooper", True)]


def test_notes_on_passages_with_the_term(gpu):
    group = next(group for group in gpu.notes if group.article.href == "../../articles/one/")
    assert group.article == Link("One & <only>", "../../articles/one/", lang="en")
    assert [(note.id, note.href) for note in group.notes] == [("fixed", "../../articles/one/#note-fixed")]


def test_a_term_s_page_has_crumbs_and_a_description(gpu):
    assert [(crumb.text, crumb.href) for crumb in gpu.frame.crumbs] == [("Home", "../../"), ("Glossary", "../../glossary/")]  # fmt: skip
    assert gpu.frame.description == "<p>A <em>processor</em> &amp; more.</p>"
    assert gpu.frame.canonical == "https://example.org/repo/terms/gpu/"


def test_the_glossary_goes_from_a_to_z_whatever_the_accents(views):
    glossary = views["glossary/"]
    assert [(group.letter, group.anchor, [card.label for card in group.cards]) for group in glossary.letters] == [
        ("0–9", "letter-0-9", ["404 chip"]),
        ("E", "letter-e", ["Éclair"]),
        ("G", "letter-g", ["GPU"]),
        ("H", "letter-h", ["Hopper"]),
        ("N", "letter-n", ["Nvidia"]),
    ]
    assert glossary.total == 5
    assert glossary.kinds == ("architecture", "company", "component", "product")


def test_a_card_counts_articles_roughly(views):
    cards = {card.id: card for group in views["glossary/"].letters for card in group.cards}
    assert (cards["gpu"].mentions, cards["eclair"].mentions) == ("5", "0")
    assert cards["gpu"].href == "../terms/gpu/"


def test_pages_are_the_same_in_another_process(site):
    pages = [one for one in outputs_of(index_of(site)) if isinstance(one, Page)]
    assert len(pages) > 30
    for page in pages:
        there = pickle.loads(pickle.dumps(page, protocol=5))
        assert encoded(there.seen) == encoded(page.seen)
        assert there.view(there.seen) == page.view(page.seen)
