"""A note as a form shows it, and what the form says in the sidecar: where it differs and nowhere else."""

import pytest

from sitegen.build import Options
from sitegen.build.live import work_out
from sitegen.config import find_archive
from sitegen.preview.annotating import Told
from sitegen.preview.editing import Edited, form_of, write_edited
from sitegen.preview.opening import NotWrittenError
from sitegen.problems import ProblemError
from sitegen.store import Store
from tests.archive import TODAY, Site

PAGE = "articles/one/"
BODY = "The GPU is a chip, and not a large one.\n"
SIDECAR = """\
# by hand
tags: [ a ]
notes:
  # the first
  - id: text
    kind: context     # for now
    quote: "a chip"
    prefix: "The GPU is "
    suffix: ", and not"
    start: 11
    body: |
      Small.

      Really.

  - id: languages
    kind: correction
    quote: not a large one
    was: 'a large one'
    now: a small one   # measured
    body: {fr: "Petit.", en: Small.}
    verdict: "false"
    sources:
      - {title: "One", url: "https://example.org/1", publisher: "The Press", date: 2023-06-14}
      - title: Two   # really
        url: https://example.org/2
# end
"""


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path)
    made.article("one", BODY)
    made.write("content/one.yaml", SIDECAR)
    return made


@pytest.fixture
def content(site):
    store = Store(None)
    worked = work_out(find_archive(site.root, {}), Options(TODAY), store)
    assert worked.snapshot
    store.close(forget_unused=False)
    return worked.content


def edited(content, note, **fields):
    """A form that was filled with what a note says, and some fields with something else."""
    form = form_of(content, PAGE, note)
    given = {"kind": form.kind, "body": form.body, "was": form.was, "now": form.now, "sources": form.sources}
    return Edited(page=PAGE, note=note, seen=form.seen, **(given | fields))


def sidecar(site):
    return (site.root / "content/one.yaml").read_text()


def test_a_form_has_what_the_note_says_and_where(content):
    form = form_of(content, PAGE, "text")
    assert (form.kind, form.body, form.language, form.quote) == ("context", "Small.\n\nReally.", "", "a chip")
    assert (form.file, form.line, form.in_article) == ("content/one.yaml", 5, False)
    form = form_of(content, PAGE, "languages")
    assert (form.body, form.language, form.was, form.now) == ("Small.", "English", "a large one", "a small one")
    assert form.sources == (Told("One", "https://example.org/1", 0), Told("Two", "https://example.org/2", 1))


@pytest.mark.parametrize("note", ["text", "languages"])
def test_a_form_that_says_what_is_there_writes_nothing(site, content, note):
    path = site.root / "content/one.yaml"
    before = path.stat().st_ino
    assert write_edited(content, edited(content, note)) == note
    # What a form does to white space is not a change.
    form = form_of(content, PAGE, note)
    assert write_edited(content, edited(content, note, body=f"{form.body.replace(chr(10), chr(13) + chr(10))}\r\n"))
    assert (sidecar(site), path.stat().st_ino) == (SIDECAR, before)


@pytest.mark.parametrize(
    ("note", "fields", "old", "new"),
    [
        ("text", {"kind": "question"}, "kind: context     #", "kind: question     #"),
        ("text", {"body": "Small.\n\nReally small."}, "Really.\n\n  -", "Really small.\n\n  -"),
        ("languages", {"body": "Tiny."}, "en: Small.}", "en: Tiny.}"),
        ("languages", {"body": "So: *small*, or"}, "en: Small.}", "en: 'So: *small*, or'}"),
        ("languages", {"now": "a tiny one"}, "now: a small one   #", "now: a tiny one   #"),
        ("languages", {"was": "large one"}, "was: 'a large one'", "was: 'large one'"),
        (
            "languages",
            {"kind": "context", "was": "", "now": ""},
            "kind: correction\n    quote: not a large one\n    was: 'a large one'\n    now: a small one   # measured\n",
            "kind: context\n    quote: not a large one\n    # measured\n",
        ),
        (
            "languages",
            {"sources": (Told("One", "https://example.org/one", 0), Told("Two", "https://example.org/2", 1))},
            "https://example.org/1",
            "https://example.org/one",
        ),
        (
            "languages",
            {"sources": (Told("One", "https://example.org/1", 0), Told("", "", 1), Told("", "https://example.org/3"))},
            "      - title: Two   # really\n        url: https://example.org/2\n",
            "      - title: https://example.org/3   # really\n        url: https://example.org/3\n",
        ),
        (
            "languages",
            {"sources": (Told("Two", "https://example.org/2", 1),)},
            '      - {title: "One", url: "https://example.org/1", publisher: "The Press", date: 2023-06-14}\n',
            "",
        ),
        (
            "text",
            {"sources": (Told(" A measure ", ""),)},
            "      Really.\n\n",
            "      Really.\n    sources:\n      - title: A measure\n\n",
        ),
    ],
)
def test_what_differs_is_written_and_every_other_byte_stays(site, content, note, fields, old, new):
    assert SIDECAR.count(old) == 1
    assert write_edited(content, edited(content, note, **fields)) == note
    assert sidecar(site) == SIDECAR.replace(old, new)


def test_half_a_correction_is_not_for_the_form_and_stays(site, content):
    half = SIDECAR.replace("    now: a small one   # measured\n", "")
    site.write("content/one.yaml", half)
    write_edited(content, edited(content, "languages", body="Tiny.", was=""))
    assert sidecar(site) == half.replace("en: Small.}", "en: Tiny.}")
    write_edited(content, edited(content, "languages", kind="dispute", was=""))
    assert "was:" not in sidecar(site)


def test_the_language_is_that_of_the_page_and_the_others_stay(site):
    site.article("one", BODY, language="fr")
    store = Store(None)
    french = work_out(find_archive(site.root, {}), Options(TODAY), store).content
    store.close(forget_unused=False)
    assert form_of(french, PAGE, "languages").language == "Français"
    write_edited(french, edited(french, "languages", body="Très petit."))
    assert sidecar(site) == SIDECAR.replace('"Petit."', '"Très petit."')


@pytest.mark.parametrize(
    ("note", "fields", "why"),
    [
        ("text", {"body": " \n"}, "nothing yet"),
        ("text", {"kind": "correction", "was": "a board", "now": "x"}, "not in the passage"),
        ("text", {"kind": "correction", "was": "chip"}, "both"),
        ("text", {"was": "chip", "now": "x"}, "both"),
        ("languages", {"kind": "context"}, "Only a correction"),
        ("text", {"sources": (Told("x", "javascript:alert(1)"),)}, "address"),
        ("text", {"sources": (Told("x", "//example.org"),)}, "address"),
        ("text", {"seen": "0" * 32}, "changed in its file"),
    ],
)
def test_what_a_note_can_not_say_is_not_written(site, content, note, fields, why):
    wanted = edited(content, note)
    with pytest.raises(NotWrittenError, match=why):
        write_edited(content, Edited(**({f: getattr(wanted, f) for f in wanted.__struct_fields__} | fields)))
    assert sidecar(site) == SIDECAR


def test_a_note_that_changed_since_the_form_was_filled_stays_and_its_neighbours_may_change(site, content):
    wanted = edited(content, "text", body="Tiny.")
    site.write("content/one.yaml", changed := SIDECAR.replace("Really.", "Truly."))
    with pytest.raises(NotWrittenError, match="changed in its file meanwhile"):
        write_edited(content, wanted)
    assert sidecar(site) == changed
    site.write("content/one.yaml", changed := SIDECAR.replace("# measured", "# weighed").replace("[ a ]", "[ a, b ]"))
    write_edited(content, wanted)
    assert sidecar(site) == changed.replace("Small.\n\n      Really.", "Tiny.")


def test_a_note_in_front_matter_is_never_written_and_its_lines_are_given(site, content):
    site.remove("content/one.yaml")
    head = (
        "title: one\ndate: 2024-01-01\nlanguage: en\nnotes:\n  - {id: text, kind: context, quote: a chip, body: Small.}"
    )
    site.write("content/one.md", source := f"---\n{head}\n---\n{BODY}")
    form = form_of(content, PAGE, "text")
    assert (form.file, form.line, form.in_article) == ("content/one.md", 6, True)
    with pytest.raises(NotWrittenError, match=r"content/one.md itself, which is never changed") as refused:
        write_edited(content, edited(content, "text", body="Tiny."))
    assert refused.value.paste == "  - id: text\n    kind: context\n    quote: a chip\n    body: Tiny.\n"
    assert (site.root / "content/one.md").read_text() == source
    assert not (site.root / "content/one.yaml").exists()


@pytest.mark.parametrize(("page", "note"), [("articles/none/", "text"), (PAGE, "none"), ("", ""), ("../one", "text")])
def test_what_is_not_there_can_not_be_edited(site, content, page, note):
    with pytest.raises(NotWrittenError, match=r"No article|no such note"):
        form_of(content, page, note)
    with pytest.raises(NotWrittenError, match=r"No article|no such note"):
        write_edited(content, Edited(page, note, "x", "context", "x"))
    assert sidecar(site) == SIDECAR


def test_files_that_can_not_be_read_are_left_alone(site, content):
    wanted = edited(content, "text", body="Tiny.")
    site.write("content/one.yaml", "notes: [")
    with pytest.raises(NotWrittenError, match=r"content/one\.yaml"):
        write_edited(content, wanted)
    assert sidecar(site) == "notes: ["
    site.write("content/one.yaml", SIDECAR)
    (site.root / "content/one.md").unlink()
    with pytest.raises((ProblemError, OSError)):
        write_edited(content, wanted)
    assert sidecar(site) == SIDECAR


def test_a_sidecar_of_two_articles_and_one_that_is_a_link_are_not_written(site, content):
    wanted = edited(content, "text", body="Tiny.")
    site.write("content/one.txt", BODY)
    with pytest.raises(NotWrittenError, match="two articles"):
        write_edited(content, wanted)
    site.remove("content/one.txt")
    site.write("elsewhere.yaml", SIDECAR)
    site.remove("content/one.yaml")
    (site.root / "content/one.yaml").symlink_to("../elsewhere.yaml")
    with pytest.raises((NotWrittenError, ProblemError, OSError)):
        write_edited(content, wanted)
    assert (site.root / "elsewhere.yaml").read_text() == SIDECAR
