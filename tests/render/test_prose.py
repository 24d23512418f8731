"""What is folded out of a text comes back as Python-Markdown alone would have made it."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sitegen.model import EXTENSIONS
from sitegen.render.markdown import converter
from sitegen.render.prose import by_paragraphs
from tests.render.markdowns import BLOCKS, DOCUMENT

ALL = EXTENSIONS["markdown"]
SENTENCES = [
    "Plain words, of 3: 2 - 1 = 1; no? \"So!\" 'Yes' ~ ^ $ % @ ] } /",
    "A **strong** word and an *emphatic one*, a [link](https://e.org/a_b?c=d%20#e) and `code - *here* [x]`.",
    "**Strong first**, then *emphasis*",
    "[A link](https://e.org/a) first",
    "`code` first, AT&T & so on",
    "“Quoted” — in\ntwo lines",
    "2024 was, and\n3D too",
    "A list:\n\n- one\n- **two** and [three](https://e.org)\n- 4 o'clock\n\nAfter it.",
    "ein**fach**er *le*s `a`**b**[c](d)*e*",
]
SIGNS = st.sampled_from([
    "*", "**", "***", "_", "`", "``", "[", "]", "](", "(", ")", "!", "![", "&", "&amp;", "&#38;", "<", ">", "{.c}", "|", ":",
    "\\", "\n", "\n\n", "\n\n\n", " ", "  \n", "\t", "\r\n", "- ", "1. ", "# ", "\n: ", "\n\n:  x", "\n\n- a\n- b\n\n", "\n- a", "\n\n- a", "\n\n    a", "x", "Élan", "記", "*x*",
    "**y**", "[z](u)", "`v`", "x0\ue000", "\ue000", "\u00a0", "\u2028", "\x0b", "\x1c", "\x02", "\x03", "*[x]: y", "[^1]",
    "[x]: y", "///Footnotes Go Here///", "https://e.org", "'", '"', "~~~", "```", "---", "===",
])  # fmt: skip
NEARLY_PLAIN = st.lists(st.one_of(st.sampled_from(SENTENCES), SIGNS), min_size=1, max_size=10).map("".join)


def alone(text, extensions):
    """What Python-Markdown makes of a text."""
    return converter(extensions, quick=False).reset().convert(text)


def folded(text, extensions):
    """What comes of a text whose paragraphs are folded out of it first."""
    return by_paragraphs(text, lambda rest: alone(rest, extensions))


def seen_of(text):
    """What is left for Python-Markdown to see of a text, each run of paragraphs as a word."""
    seen = []
    by_paragraphs(text, lambda rest: seen.append(rest) or alone(rest, ALL))
    return seen[0].replace("\ue000", "") if seen else None


@pytest.mark.parametrize("extensions", [ALL, ()], ids=["all", "none"])
@pytest.mark.parametrize("by", ["\n\n", "\n", "\n\n\n", "\n \n"])
def test_sentences_between_every_kind_of_block(by, extensions):
    for block in BLOCKS:
        text = by.join([*SENTENCES, block, *reversed(SENTENCES), block])
        assert folded(text, extensions) == alone(text, extensions), block


@settings(max_examples=600, deadline=None)
@given(
    st.one_of(DOCUMENT, NEARLY_PLAIN), st.sampled_from([ALL, (), ("tables", "footnotes"), ("attr_list", "def_list")])
)
@example("A\n\n: b", ALL)
@example("A\n\n\n:   b", ALL)
@example("\nA\n\nb\n", ALL)
def test_any_text(text, extensions):
    assert folded(text, extensions) == alone(text, extensions)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.text("abZé記 1.,:;'\"-=+#()!?/~^$%@]}\u00a0\u2028\x0b\x1c\n*`&[", min_size=1, max_size=12), max_size=4),
    st.sampled_from(["\n\n", "\n", "\n\n\n", "\n\nThe ", ". A"]),
    st.sampled_from(["", "\n", "\n\n", " "]),
)
def test_a_text_of_paragraphs_alone(parts, by, end):
    text = "A" + by.join(parts) + end
    assert folded(text, ALL) == alone(text, ALL)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_plain_paragraph_needs_no_parser(sentence):
    assert seen_of(sentence) is None
    assert seen_of(f"{sentence}\n\n{sentence}\n") is None
    assert seen_of(f"\n{sentence}\n\n{sentence}\n\n* a list\n\n{sentence}") == "\nx0\n\n* a list\n\nx1"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("One.\n\nTwo _three_.\n\nFour.", "x0\n\nTwo _three_.\n\nx1"),
        ("One.\n\n## Two\n\nThree.\n\nFour.", "x0\n\n## Two\n\nx1"),
        ("One.\n\nA term\n\n: its meaning\n\nTwo.", "x0\n\nA term\n\n: its meaning\n\nx1"),
        ("One.\n\n```\ncode\n\nTwo.\n```\n\nThree.", "x0\n\n```\ncode\n\nTwo.\n```\n\nThree."),
        ("One.\n\n<div>\n\nTwo.\n\n</div>", "x0\n\n<div>\n\nTwo.\n\n</div>"),
        ("One HBM.\n\n*[HBM]: memory", "One HBM.\n\n*[HBM]: memory"),
        ("One.\n\n    code\n\nTwo.", "x0\n\n    code\n\nx1"),
        ("One.\n\n- a\n\n- b\n\nTwo.", "x0\n\n- a\n\n- b\n\nx1"),
        ("One.\n\n- a\n\n    more\n\nTwo.", "x0\n\n- a\n\n    more\n\nx1"),
        ("## One\n\n- a\n\nTwo.", "## One\n\n- a\n\nx0"),
        ("Nearly\n1. a list", "Nearly\n1. a list"),
    ],
)  # fmt: skip
def test_what_is_left_to_python_markdown(text, seen):
    assert seen_of(text) == seen
    assert folded(text, ALL) == alone(text, ALL)


@pytest.mark.parametrize(
    "piece", ["A ", "A\n", "A\n\n", "A *", "A **", "`", "` ", "[A](", "[A](b", "A\n\n- a\n", "A & ", "A &b", "1", '"']
)
def test_no_text_takes_more_than_its_length(piece):
    begun = time.process_time()
    by_paragraphs(piece * (200_000 // len(piece)) + "<", lambda rest: rest)
    by_paragraphs(piece * (200_000 // len(piece)), lambda rest: rest)
    assert time.process_time() - begun < 1
