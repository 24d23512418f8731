"""The pages of notes: newest first, by kind, with what they can be narrowed down by."""

from sitegen.views import NotesView


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
