"""What is found where, in many languages and spellings."""

import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.glossary.folding import fold
from sitegen.glossary.inflection import inflected
from sitegen.glossary.lexicon import Lexicon
from sitegen.model import Term

TERMS = [
    Term("a100", "product", "A100"),
    Term("ampere", "architecture", "Ampere"),
    Term("card", "component", {"en": "graphics card", "fr": "carte graphique", "de": "Grafikkarte", "es": "tarjeta gráfica", "zh": "显卡"}),
    Term("chip", "component", {"en": "chip", "zh": "芯片"}),
    Term("cpp", "software", "C++"),
    Term("dc", "concept", {"de": "Rechenzentrum"}),
    Term("gaudi", "product", "Gaudi", accents="fold"),
    Term("gh", "product", "Grace Hopper"),
    Term("gpu", "component", "GPU"),
    Term("grace", "product", "Grace"),
    Term("hopper", "architecture", "Hopper"),
    Term("memcard", "component", {"en": "memory card"}),
    Term("memory", "component", {"en": "memory", "ja": "メモリ"}),
    Term("rtx", "product", "RTX 4090"),
]  # fmt: skip
LEXICON = Lexicon(TERMS)


def _spelt(text):
    """Invisible characters are written as escapes in the cases."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), text.strip())


CASES = [
    [_spelt(part) for part in line.split("|")]
    for line in Path(__file__).with_name("cases.txt").read_text().splitlines()
    if line and not line.startswith("#")
]


def found(text, language):
    folded = fold(text)
    return [
        f"{text[slice(*folded.back(hit.start, hit.end))]}={TERMS[hit.patterns[0].term].id}"
        for hit in LEXICON.find(folded, language)
    ]


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_cases(language, text, expected):
    assert found(text, language) == ([] if expected == "-" else expected.split(", "))


@given(st.text("aA1é\u0301 \n\u00a0\u00ad-’'GPUx芯片", max_size=30))
def test_folding_maps_back(text):
    folded = fold(text)
    assert len(folded.shape) == len(folded.low)
    for at in range(len(folded.low)):
        start, end = folded.back(at, at + 1)
        assert 0 <= start < end <= len(text)


@given(st.text("GPUA10 -x芯", max_size=30))
def test_hits_are_in_order_and_never_overlap(text):
    hits = LEXICON.find(fold(text), "zh")
    assert all(a.end <= b.start for a, b in itertools.pairwise(hits))


def test_longer_names_remember_their_parts():
    hit = LEXICON.find(fold("Grace Hopper"), "en")[0]
    assert {TERMS[n].id for n in hit.parts} >= {"grace"}


@pytest.mark.parametrize(
    ("form", "language", "expected"),
    [
        ("puce", "fr", {"puces"}),
        ("réseau de neurones", "fr", {"réseaux de neurones"}),
        ("memory", "en", {"memories"}),
        ("GPU", "any", {"GPUs"}),
        ("Rechenzentrum", "de", {"Rechenzentren", "Rechenzentrums"}),
        ("microprocesador", "es", {"microprocesadores"}),
        ("芯片", "zh", set()),
        ("carte mémoire", "fr", {"cartes mémoire", "cartes mémoires"}),
        ("bloc d'alimentation", "fr", {"blocs d'alimentation"}),
        ("gran modelo de lenguaje", "es", {"grandes modelo de lenguaje", "grandes modelos de lenguaje"}),
        ("interposer", "es", {"interposers", "interposeres"}),
        ("system on chip", "en", {"systems on chip"}),
        ("matrix", "en", {"matrices", "matrixes"}),
        ("Speicher mit hoher Bandbreite", "de", {"Speichers mit hoher Bandbreite", "Speichern mit hoher Bandbreite"}),
        ("carte", "nl", set()),
    ],
)
def test_inflection(form, language, expected):
    assert inflected(form, language) == expected


@pytest.mark.parametrize(
    ("form", "found"),
    [
        ("neuronales Netz", "neuronale Netze, neuronalen Netzen, neuronaler Netze, neuronalen Netzes, neuronalem Netz"),
        ("großes Modell", "große Modelle, großen Modellen, grosses Modell, grossen Modelle"),
        ("Schrank", "Schränke, Schränken, Schranks, Schrankes"),
        ("Bus", "Busse, Bussen, Busses"),
        ("Matrix", "Matrizen"),
        ("Algorithmus", "Algorithmen"),
        ("Beschleuniger", "Beschleunigern, Beschleunigers"),
    ],
)
def test_german_cases(form, found):
    assert set(found.split(", ")) <= inflected(form, "de")


def test_common_nouns_of_any_language_follow_each():
    lexicon = Lexicon([Term("t", "component", {"any": "transistor"})])
    for language, text in (
        ("de", "Transistoren"),
        ("es", "transistores"),
        ("fr", "transistors"),
        ("en", "Transistors"),
    ):
        assert len(lexicon.find(fold(text), language)) == 1, text


def test_forbidden_forms_are_not_made():
    lexicon = Lexicon([Term("die", "component", {"en": "die"}, forbid={"en": ("dies",)})])
    assert lexicon.find(fold("he dies"), "en") == []
    assert len(lexicon.find(fold("a die"), "en")) == 1
