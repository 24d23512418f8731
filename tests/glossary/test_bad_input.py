"""Glossaries that nobody should write end in problems or in plain success, soon."""

import time

import pytest

from sitegen.discover import Found
from sitegen.glossary import terms
from sitegen.glossary.folding import fold
from sitegen.glossary.inflection import inflected
from sitegen.glossary.lexicon import Lexicon
from sitegen.glossary.senses import Senses
from sitegen.glossary.terms import MOST_SENSES, read_glossary, shared_forms
from sitegen.model import Cues, GlossaryEntry, Relation, Term


def entry(number, **fields):
    return GlossaryEntry(Term(f"t{number}", "concept", **{"label": {"any": f"X{number}"}, **fields}), "g.yaml", number)


def read(text):
    glossary = read_glossary([Found("g.yaml", text.encode(), "")], "content")
    return [p.message for p in (*glossary.problems, *shared_forms(glossary.entries))]


@pytest.mark.parametrize("form", ["''", "'…'", "'+-/'", "' '", '"\\u00ad\\u200b"', f"'{'x' * 10240}'"])
@pytest.mark.parametrize(
    "place", ["label: {{any: {}}}", "label: X\n  forms: {{en: [{}]}}", "label: X\n  misspelt: {{en: [{}]}}"]
)
def test_forms_that_are_none_are_problems(form, place):
    assert read(f"- id: a\n  kind: concept\n  {place.format(form)}\n")


@pytest.mark.parametrize("form", ["", "…", "x" * 10240, "a " * 5000, "\u00ad"])
def test_the_lexicon_stands_forms_that_are_none(form):
    lexicon = Lexicon([Term("a", "concept", {"any": form, "en": form}, cues=Cues(near={"en": (form,)}))])
    senses = Senses(lexicon)
    assert lexicon.find(fold("a … x\u00ad"), "en") == []
    assert senses.terms == lexicon.terms


@pytest.mark.parametrize(
    ("one", "other"), [("Grace", "GRACE"), ("Amp\u00e8re", "Ampe\u0300re"), ("GPU", "ＧＰＵ"), ("a-b", "a b")]
)
def test_forms_that_differ_by_case_or_normal_form_are_the_same(one, other):
    found = shared_forms([entry(1, label={"any": one}), entry(2, label={"any": other})])
    assert [p.message.partition(":")[0] for p in found] == ["t2"]
    cues = Cues(near={"any": ("GPU",)})
    assert shared_forms([entry(1, label={"any": one}), entry(2, label={"any": other}, cues=cues)]) == []


def test_one_term_may_write_a_form_in_several_ways():
    assert shared_forms([entry(1, label={"any": "GPU"}, forms={"any": ("gpu", "ＧＰＵ", "GPU")})]) == []


def test_a_form_of_very_many_terms_is_a_problem():
    cues = Cues(near={"any": ("GPU",)})
    found = shared_forms([entry(n, label={"any": "X"}, cues=cues) for n in range(MOST_SENSES + 1)])
    assert [p.message for p in found] == ["the form 'x' is shared by 17 terms, more than 16"]


def test_cycles_of_relations_are_no_trouble():
    ring = [
        entry(n, related=(Relation("part-of", f"t{(n + 1) % 50}"), Relation("uses", f"t{n}"))).term for n in range(50)
    ]
    lexicon = Lexicon(sorted(ring, key=lambda t: t.id))
    assert len(lexicon.find(fold("X1 X2"), "en")) == 2
    Senses(lexicon)


def test_a_glossary_beyond_all_measure_is_a_problem(monkeypatch):
    monkeypatch.setattr(terms, "LARGEST", 100)
    line = "- {id: a, kind: concept, label: X}\n"
    files = [Found(f"{n}.yaml", line.replace("a,", f"a{n},").encode(), "") for n in range(9)]
    glossary = read_glossary(files, "content")
    assert len(glossary.entries) == 2
    assert [p.file for p in glossary.problems] == ["content/2.yaml"]


def test_a_file_with_a_million_terms_ends_soon():
    start = time.process_time()
    assert read("- {id: a, kind: concept, label: X}\n" * 1_000_000) == ["is too large or too deep"]
    assert time.process_time() - start < 60


@pytest.mark.parametrize("language", ["any", "en", "fr", "de", "es", "ja", "zh", "nl"])
def test_long_names_make_few_forms(language):
    for form in ("groß kleine neue alte weiße Straßen", "a b c d e f", "Bus " * 6, "é" * 200):
        assert len(inflected(form.strip(), language)) <= 128


def test_cues_that_are_no_words_are_problems():
    assert read("- {id: a, kind: concept, label: X, cues: {near: {en: ['']}, against: {en: ['!']}}}") == [
        "the cue '' is no word",
        "the cue '!' is no word",
    ]
