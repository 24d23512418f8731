"""What the linker reaches on the labelled articles, and what holds for every text."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.annotate import annotate
from sitegen.glossary.folding import fold
from sitegen.markup import flatten
from sitegen.model import MarkdownOptions
from sitegen.render import render
from tests.linking.labelled import all_labelled, article_of
from tests.linking.score import RULES, linker, score

LANGUAGES = ("de", "en", "es", "fr", "ja", "zh")


@pytest.fixture(scope="module")
def report():
    return score(all_labelled("own"))


def test_the_whole(report):
    whole = report.scores["all"]
    assert whole.f1 >= 0.995, report.failures
    assert whole.trap_share < 0.005, report.failures


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language(report, language):
    assert report.scores[f"language {language}"].f1 >= 0.99, report.failures


@pytest.fixture(scope="module")
def unseen():
    return score(all_labelled("unseen"))


def test_the_whole_of_what_others_labelled(unseen):
    whole = unseen.scores["all"]
    assert whole.f1 >= 0.99, unseen.failures
    assert whole.trap_share < 0.02, unseen.failures


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_of_what_others_labelled(unseen, language):
    assert unseen.scores[f"language {language}"].f1 >= 0.97, unseen.failures


PIECES = """
Nvidia GPU GPUs Grace Hopper A100 chip die node the of Mr . , ? ’ ' - / l’ d' **RTX** 4090 RTX\u00a04090 *A*100 `GPU`
<b>bus</b> 显卡 国内存在 高通 サーバー ルーム ｻｰﾊﾞｰ Ampe\u0300re A\u00ad100 &nbsp; &amp; x² H<sub>2</sub>O
"""
WORDS = st.sampled_from([*PIECES.replace("\n", " ").split(" "), "\n\n", "\n"])
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from([" ", "", "\u200b", "\u00a0"])), max_size=25)


@settings(deadline=None)
@given(TEXTS, st.sampled_from(LANGUAGES))
def test_the_ledger_of_any_text_is_in_order_and_true(pieces, language):
    article, head = article_of("t", ".md", language, "".join(itertools.chain(*pieces)) + " end.")
    lexicon, senses = linker()
    document = render(article, MarkdownOptions())
    annotated = annotate(document, article, head, lexicon, senses, RULES, {})
    text = flatten(document.html).text
    mentions = annotated.mentions
    assert all(a.end <= b.start for a, b in itertools.pairwise(mentions))
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.surface != ""
        if mention.evidence:
            assert mention.score == pytest.approx(sum(e.weight for e in mention.evidence))
        if mention.linked:
            assert mention.state in ("accepted", "misspelt")
    shown = flatten("".join(block.html for block in annotated.blocks)).text
    assert shown.replace(" [sic]", "") == text


@given(st.text("aA1é\u0301 \n\u00a0\u00ad-’'GPUｻﾞﾊﾟ\u200b芯片ßİ", max_size=40))
def test_folding_maps_back_and_forth(text):
    folded = fold(text)
    assert len(folded.shape) == len(folded.low)
    last = 0
    for at in range(len(folded.low)):
        start, end = folded.back(at, at + 1)
        assert last <= start < end <= len(text)
        assert folded.forth(start) <= at
        last = start


@pytest.mark.parametrize(
    "way", ["{}", "{}\u200b", "x {} y", "**{}**", "“{}”", "({})", "{}.", "l’{}", "{}’s", "{}-Y", "Y/{}", "{}—y", "«{}»"]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_is_found_wherever_it_may_stand(way, language):
    article, head = article_of("t", ".md", language, way.format("A100") + "\n")
    lexicon, senses = linker()
    found = annotate(render(article, MarkdownOptions()), article, head, lexicon, senses, RULES, {}).mentions
    assert [(m.surface, m.term) for m in found] == [("A100", "a100")]


def test_a_mention_ends_behind_its_last_mark():
    folded = fold("cache\u0301, Gaudi\u0301")
    assert folded.back(0, 5) == (0, 6)
    assert folded.back(7, 12) == (8, 14)
