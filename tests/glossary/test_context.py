"""What the words beside a place say, whatever the term."""

import pytest

from sitegen.glossary.folding import fold
from sitegen.glossary.lexicon import Lexicon
from sitegen.glossary.passages import paragraphs, sentences
from sitegen.glossary.senses import Senses
from sitegen.model import Cues, Term

NAME = Term("name", "architecture", "Vulpes", prior="cue", cues=Cues(near={"any": ("GPU",)}))
NOUN = Term(
    "noun",
    "component",
    dict.fromkeys(("en", "fr", "es"), "rind") | {"de": "Rind"},
    prior="cue",
    cues=Cues(near={"any": ("GPU",)}),
)
LEXICON = Lexicon([NAME, NOUN])
SENSES = Senses(LEXICON)


def evidence(text, language):
    folded = fold(text)
    hits = LEXICON.find(folded, language)
    scene = SENSES.scene(SENSES.sight(folded), language, hits, sentences(text, language), paragraphs(text))
    sense = SENSES.decide(hits[0], scene, SENSES.certain(hits))
    return {e.cue: e.weight for e in sense.evidence}


@pytest.mark.parametrize(
    ("language", "text", "cue"),
    [
        ("en", "So Mr. Vulpes went.", "a title before it: Mr"),
        ("fr", "Ainsi M. Vulpes, maire, vint.", "an initial before it: M."),
        ("fr", "Selon madame Vulpes, rien.", "a title before it: madame"),
        ("de", "Das sah Frau Vulpes nicht.", "a title before it: Frau"),
        ("es", "Lo vio el señor Vulpes ayer.", "a title before it: señor"),
        ("en", "It was J. Vulpes again.", "an initial before it: J."),
        ("en", "It was John Vulpes again.", "a given name before it: John"),
        ("fr", "Avec Jean-Vulpes ici.", "a given name before it: Jean"),
        ("de", "Von Johannes Vulpes stammt es.", "a given name before it: Johannes"),
        ("en", "Then Vulpes said no.", "it speaks: said"),
        ("en", "It is Vulpes Tarrow again.", "another name beside it: Tarrow"),
        ("de", "Das sagt Vulpes Tarrow heute.", "another name beside it: Tarrow"),
        ("en", "They met Vulpes & Tarrow there.", "another name beside it: Tarrow"),
        ("en", "It is on Vulpes Street now.", "named after it: Street"),
        ("fr", "Dans la rue Vulpes, rien.", "named after it: rue"),
        ("de", "In der Vulpes-Straße steht er.", "named after it: Straße"),
        ("es", "En la calle Vulpes no hay.", "named after it: calle"),
        ("zh", "我们见到Vulpes教授了", "named so: 教授"),
        ("ja", "昨日Vulpes氏は来た", "named so: 氏"),
        ("en", "A fuse of 12 Vulpes went.", "a number before it"),
        ("en", "They will rind it.", "a verb after will"),
        ("en", "The rind of the matter.", "of something else"),
        ("fr", "Le rind du débat.", "du something else"),
        ("de", "Das ist der Rind der Sache.", "der something else"),
    ],
)
def test_against(language, text, cue):
    assert evidence(text, language)[cue] < 0


@pytest.mark.parametrize(
    ("language", "text", "cue"),
    [
        ("en", "There is Vulpes again.", "capital letters"),
        ("en", "It has 64 rinds inside.", "a number before it"),
        ("en", "It has eight rinds inside.", "a number before it"),
        ("zh", "它有Vulpes和GPU", "GPU"),
    ],
)
def test_for(language, text, cue):
    assert evidence(text, language)[cue] > 0


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Vulpes Tarrow"),
        ("de", "Die neue Vulpes-karte kam."),
        ("en", "The Best Vulpes Review Ever Made Comes Today"),
        ("en", "The GPU Vulpes came."),
        ("en", "The rind of the GPU."),
        ("en", "The rinds of 2024."),
    ],
)
def test_nothing_against(language, text):
    assert all(
        weight > 0 for cue, weight in evidence(text, language).items() if cue != "another name beside it: Tarrow"
    )


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("en", "Dr. Smith came. He left.", 2),
        ("en", "It was J. R. Smith. He left.", 2),
        ("fr", "M. Martin vint. Il partit.", 2),
        ("de", "Das ist z. B. Alles. Mehr nicht.", 2),
        ("zh", "第一句。第二句。", 3),
        ("nl", "Een. Twee.", 2),
    ],
)
def test_sentences(language, text, count):
    assert len(sentences(text, language).starts) == count
