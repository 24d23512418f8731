"""The pages of notes: newest first, by kind, with what they can be narrowed down by."""

from sitegen.views import NotesView
from tests.archive import Site
from tests.records import views_of


def shown_notes(view):
    return [(group.article.text, [note.id for note in group.notes]) for group in view.notes]


def test_notes_all_and_by_kind(views):
    notes = views["notes/"]
    assert shown_notes(notes) == [("One & <only>", ["fixed", "all", "headline", "gone"]), ("held", ["held"])]
    assert [(link.text, link.href, link.count, link.current) for link in notes.kinds] == [
        ("All", "../notes/", 5, True),
        ("Corrections", "../notes/correction/", 2, False),
        ("Context", "../notes/context/", 1, False),
        ("Disputes", "../notes/dispute/", 1, False),
        ("Questions", "../notes/question/", 1, False),
    ]
    assert shown_notes(views["notes/correction/"]) == [("One & <only>", ["fixed"]), ("held", ["held"])]
    kinds = {permalink for permalink, view in views.items() if isinstance(view, NotesView)}
    assert kinds == {"notes/", "notes/correction/", "notes/context/", "notes/dispute/", "notes/question/"}


def test_a_note_in_a_list_leads_to_its_place_if_that_is_shown(views):
    (one, held) = views["notes/"].notes
    assert [note.passage for note in one.notes] == [
        "../articles/one/#passage-fixed",
        "../articles/one/#note-all",
        "../articles/one/#title",
        "../articles/one/#note-gone",
    ]
    assert (held.notes[0].href, held.notes[0].passage) == ("../articles/held/", "../articles/held/")


def test_a_note_that_is_not_published_is_nowhere(views):
    assert "Not yet" not in repr(views)


def test_what_notes_can_be_narrowed_down_by(views):
    notes = views["notes/"]
    assert [(link.text, link.href) for link in notes.terms] == [("GPU", "gpu")]
    assert [note.id for group in notes.notes for note in group.notes if "gpu" in note.terms] == ["fixed"]
    assert all(len(link.href) == 7 for link in notes.months)
    assert [link.href for link in notes.months] == sorted((link.href for link in notes.months), reverse=True)


def test_terms_in_notes_are_led_to_from_every_page(tmp_path):
    site = Site(tmp_path)
    site.article(
        "one", "Nothing of the kind.", terms="{density: all}\nnotes: [{id: n, kind: context, quote: kind, body: A GPU}]"
    )
    site.article("two", "A GPU.", terms="{density: all}\nnotes: [{id: m, kind: context, quote: GPU, body: The GPU}]")
    views = views_of(site)
    link = '<a class="term" href="{}terms/gpu/" data-term="gpu">GPU</a>'
    bodies = {
        page: [note.body for group in views[page].notes for note in group.notes]
        for page in ("notes/", "notes/context/", "terms/gpu/")
    }
    assert bodies == {
        "notes/": [f"<p>The {link.format('../')}</p>", f"<p>A {link.format('../')}</p>"],
        "notes/context/": [f"<p>The {link.format('../../')}</p>", f"<p>A {link.format('../../')}</p>"],
        "terms/gpu/": [f"<p>The {link.format('../../')}</p>", f"<p>A {link.format('../../')}</p>"],
    }
    article = views["articles/one/"]
    assert article.notes[0].body == f"<p>A {link.format('../../')}</p>"
    # Its card is there; but it is the note that speaks of it, not the article.
    assert [card.id for card in article.cards] == ["gpu"]
    assert "DefinedTerm" not in article.frame.json_ld
    assert views["terms/gpu/"].mentions == 1


def test_a_term_that_no_article_speaks_of_has_no_card(tmp_path):
    site = Site(tmp_path)
    site.article(
        "one", "Nothing.", terms="{density: all}\nnotes: [{id: n, kind: context, target: article, body: A GPU}]"
    )
    article = views_of(site)["articles/one/"]
    assert "../../terms/gpu/" in article.notes[0].body
    assert article.cards == ()


def test_an_orphan_says_which_words_it_was_on(site):
    site.build()
    page = site.page("articles/one")
    lost = page[page.index('id="note-gone"') :].partition("</aside>")[0]
    assert '<blockquote class="quoted" lang="en"><p>nothing like it</p></blockquote>' in lost
    assert page.count('<blockquote class="quoted"') == 1
