"""Where the slice of the glossary that a text sees is the same, so is all that comes of the text."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.glossary.folding import fold, folded_already
from sitegen.glossary.lexicon import Lexicon
from sitegen.glossary.senses import Senses
from sitegen.glossary.slices import Slices
from sitegen.model import Cues, Relation, Term
from tests.documents import annotated
from tests.glossaries import articles, edited, glossaries


def compiled(terms):
    lexicon = Lexicon(sorted(terms, key=lambda term: term.id))
    senses = Senses(lexicon)
    return senses, Slices(lexicon, senses)


def slice_of(text, terms):
    senses, slices = compiled(terms)
    return slices.slice_of([senses.sight(fold(text))])


@given(articles, glossaries, st.data())
def test_what_comes_of_a_text_is_the_same_while_its_slice_is(source, glossary, data):
    known = {}
    for _ in range(4):
        made = annotated(source, glossary.values())
        seen = compiled(glossary.values())[1].slice_of(made.sights)
        outcome = (made.record, made.blocks, made.mentions)
        assert known.setdefault(seen, outcome) == outcome
        glossary = data.draw(edited(glossary))


@given(glossaries, articles)
def test_texts_that_were_folded_show_the_slice_that_the_article_did(terms, source):
    made = annotated(source, terms.values())
    senses, slices = compiled(terms.values())
    shapes = [sight.folded.shape for sight in made.sights]
    assert slices.slice_of(senses.sight(folded_already(shape)) for shape in shapes) == slices.slice_of(made.sights)


GPU = Term("gpu", "component", "GPU")
BUS = Term("bus", "component", {"en": "bus"}, prior="cue", cues=Cues(near={"en": ("memory", "chip")}))
MADE_BY = (Relation("made-by", "maker"),)
MAKER = Term("maker", "company", "Fabrikant")
TEXT = "The GPU is on a bus of memory, said the US."

# What is done to a term that a text speaks of, or could.
SEEN = [
    ("another term", [], [Term("a", "concept", {"en": "memory"})]),
    ("another form that stands there", [GPU], [msgspec.structs.replace(GPU, forms={"en": ("memory",)})]),
    ("a term that shares a form", [GPU], [GPU, Term("other", "product", "gpu")]),
    ("another id", [GPU], [msgspec.structs.replace(GPU, id="z")]),
    ("another kind", [GPU], [msgspec.structs.replace(GPU, kind="product")]),
    ("its spelling", [msgspec.structs.replace(GPU, case="any")], [msgspec.structs.replace(GPU, label="Gpu", case="any")]),
    ("links", [GPU], [msgspec.structs.replace(GPU, link=False)]),
    ("the prior", [GPU], [msgspec.structs.replace(GPU, prior="cue")]),
    ("a word against it", [GPU], [msgspec.structs.replace(GPU, cues=Cues(against={"en": ("train",)}))]),
    ("a cue that stands there", [BUS], [msgspec.structs.replace(BUS, cues=Cues(near={"en": ("chip",)}))]),
    ("a cue of another term that stands there", [BUS], [BUS, msgspec.structs.replace(MAKER, cues=Cues({"en": ("GPU",)}))]),
    ("a relative that stands there", [GPU, BUS], [msgspec.structs.replace(GPU, related=(Relation("uses", "bus"),)), BUS]),
    ("case", [Term("us", "place", "us", case="exact")], [Term("us", "place", "us", case="any")]),
]  # fmt: skip
UNSEEN = [
    ("a term for what is not there", [GPU], [GPU, MAKER]),
    ("a term before all others", [GPU, BUS], [Term("a", "concept", "Fabrik"), GPU, BUS]),
    ("a form inside of words", [GPU], [GPU, Term("emo", "concept", {"en": "emo"})]),
    ("a form in another case", [GPU], [GPU, Term("it", "concept", "SAID"), Term("o", "place", "ON")]),
    ("another form", [GPU], [msgspec.structs.replace(GPU, forms={"en": ("graphics processor",)})]),
    ("a definition", [GPU], [msgspec.structs.replace(GPU, definition={"en": "Another."})]),
    ("case that is not written so", [GPU], [msgspec.structs.replace(GPU, case="exact")]),
    ("a cue that is not there", [BUS], [msgspec.structs.replace(BUS, cues=Cues(near={"en": ("memory", "board")}))]),
    ("a cue of what needs none", [GPU], [msgspec.structs.replace(GPU, cues=Cues(near={"en": ("memory",)}))]),
    ("a relative that is not there", [BUS, MAKER], [msgspec.structs.replace(BUS, related=MADE_BY), MAKER]),
    ("a relative of what needs no evidence", [GPU], [GPU, msgspec.structs.replace(MAKER, related=(Relation("uses", "gpu"),))]),
    ("a name for a cue that is not there", [BUS], [BUS, Term("chip", "component", {"en": "chip"})]),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), [case[1:] for case in SEEN], ids=[case[0] for case in SEEN])
def test_what_may_matter_is_in_the_slice(before, after):
    assert slice_of(TEXT, before) != slice_of(TEXT, after)


@pytest.mark.parametrize(("before", "after"), [case[1:] for case in UNSEEN], ids=[case[0] for case in UNSEEN])
def test_what_can_not_matter_is_not(before, after):
    assert slice_of(TEXT, before) == slice_of(TEXT, after)


def test_terms_that_differ_by_accents_meet_where_one_stands():
    plain = Term("a", "concept", "ampere")
    folding = Term("b", "concept", "ampère", accents="fold")
    relative = msgspec.structs.replace(plain, related=(Relation("uses", "gpu"),))
    text = "An ampere, a GPU."
    assert slice_of(text, [plain, folding, GPU]) != slice_of(text, [relative, folding, GPU])
    assert slice_of(text, [plain, GPU]) == slice_of(text, [relative, GPU])


def test_a_name_is_full_by_another_form_that_need_not_stand_there():
    full = Term("bus", "component", {"en": "memory bus"}, prior="cue")
    short = msgspec.structs.replace(full, forms={"en": ("bus",)})
    outcomes = [
        annotated("---\ntitle: A\ndate: 2024\nlanguage: en\n---\nA memory bus.", [term]) for term in (full, short)
    ]
    assert [[e.cue for e in one.mentions[0].evidence] for one in outcomes] == [[], ["its full name"]]
    assert slice_of("A memory bus.", [full]) != slice_of("A memory bus.", [short])


def test_texts_count_one_by_one():
    senses, slices = compiled([GPU, BUS])
    one, other = (senses.sight(fold(text)) for text in ("A GPU.", "A bus."))
    both = slices.slice_of([one, other])
    assert both != slices.slice_of([other, one])
    assert both != slices.slice_of([senses.sight(fold("A GPU. A bus."))])
