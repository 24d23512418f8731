"""The bodies of notes, with the glossary's terms linked."""

import pytest

from sitegen.model import Cues, Term
from tests.documents import annotated, markdown_source

TEXT = "One two three."
TERMS = (
    Term(id="gpu", kind="component", label={"any": "GPU"}, forms={"fr": ("processeur graphique",)}),
    Term(id="hbm", kind="memory", label={"any": "HBM"}, misspelt={"any": ("HMB",)}),
    Term(id="hopper", kind="architecture", label={"any": "Hopper"}, prior="cue", cues=Cues({"any": ("GPU",)})),
)
GPU = '<a class="term" href="../../terms/gpu/" data-term="gpu">{}</a>'
HOPPER = '<a class="term" href="../../terms/hopper/" data-term="hopper">Hopper</a>'


def noted(body, meta=""):
    source = markdown_source(TEXT, f"{meta}notes:\n  - {{id: n, kind: context, quote: two, body: {body}}}\n")
    return annotated(source, TERMS).record.notes[0]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("B", {"any": "<p>B</p>"}),
        ("{en: There, fr: Voilà}", {"en": "<p>There</p>", "fr": "<p>Voilà</p>"}),
        ("'A <script>x</script><b onclick=x>b</b>'", {"any": "<p>A <b>b</b></p>"}),
        ("'[x](javascript:alert(1))'", {"any": "<p><a>x</a></p>"}),
        ("'<a data-term=x id=y href=#z>x</a>'", {"any": '<p><a href="#s-z">x</a></p>'}),
    ],
)  # fmt: skip
def test_a_body_is_clean_in_each_of_its_languages(body, expected):
    note = noted(body)
    assert note.bodies == expected
    assert note.linked == ()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("A GPU and a GPU", f"<p>A {GPU.format('GPU')} and a GPU</p>"),
        ("A *GPU*’s `GPU`", f"<p>A <em>{GPU.format('GPU')}</em>’s <code>GPU</code></p>"),
        ("[a GPU](#x), a GPU", f'<p><a href="#s-x">a GPU</a>, a {GPU.format("GPU")}</p>'),
        ("One HMB, rightly H B M", "<p>One HMB, rightly H B M</p>"),
        ("A hopper of grain, a Hopper", "<p>A hopper of grain, a Hopper</p>"),
        ("The Hopper GPU", f"<p>The {HOPPER} {GPU.format('GPU')}</p>"),
    ],
)  # fmt: skip
def test_each_term_is_linked_once_where_it_is_meant(body, expected):
    assert noted(f"{{en: {body!r}}}").bodies == {"en": expected}


def test_terms_are_found_in_the_language_of_the_body():
    note = noted("{fr: Un processeur graphique, en: Un processeur graphique}")
    assert note.bodies == {
        "fr": f"<p>Un {GPU.format('processeur graphique')}</p>",
        "en": "<p>Un processeur graphique</p>",
    }
    assert note.linked == ("gpu",)


@pytest.mark.parametrize("meta", ["terms: off\n", "terms: {except: [gpu]}\n", "pins: [{form: GPU, term: none}]\n"])
def test_an_article_without_links_has_none_in_its_notes(meta):
    assert noted("A GPU", meta).bodies == {"any": "<p>A GPU</p>"}
