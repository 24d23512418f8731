"""Lines and columns are those of the source as it is on disk."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.annotate import LinkRules
from sitegen.markup import flatten
from sitegen.model import EXTENSIONS, Term
from sitegen.positions import locate
from tests.cases import load_cases
from tests.documents import FIRST_LINE, annotated, markdown_source

TERMS = [Term("gpu", "component", "GPU"), Term("att", "company", "AT&T"), Term("gh", "product", "Grace Hopper")]
ALL = LinkRules("all", 0, "warning")


def places_of(source, name="one.md", engine="markdown"):
    """Line and column of each mention."""
    mentions = annotated(source, TERMS, name=name, rules=ALL, engine=engine).mentions
    return sorted((mention.line, mention.column) for mention in mentions)


def marked_places(source):
    """Line and column of each `‹` as if none were there."""
    places = []
    for number, line in enumerate(source.split("\n"), 1):
        bare = line.replace("›", "")
        places += [(number, found.start() - count + 1) for count, found in enumerate(re.finditer("‹", bare))]
    return places


def unmarked(source):
    return re.sub("[‹›]", "", source)


@pytest.mark.parametrize(
    ("body", "engine"),
    [
        pytest.param(*case.values, engine, id=f"{engine}: {case.id}")
        for engine in EXTENSIONS
        for file in ("positions.txt", f"positions-{engine}.txt")
        for case in load_cases(Path(__file__).with_name(file), 1)
    ],
)
def test_markdown(body, engine):
    source = markdown_source(body)
    assert places_of(unmarked(source), engine=engine) == marked_places(source)


@pytest.mark.parametrize(
    "body",
    [
        "A ‹GPU›.\n\n  Indented ‹GPU›\n   and   ‹GPU›\n\n\n\n‹GPU›",
        "<b>‹GPU›</b> &amp; ‹AT&T›, [x](GPU) `‹GPU›`".replace("(GPU)", "(‹GPU›)"),
        "A part on the ‹GPU›\n\nA part on the ‹GPU›\n\nA part on the ‹GPU›.",
    ],
)
def test_plain_text(body):
    source = f"{FIRST_LINE}\n{body}\n"
    assert places_of(unmarked(source), "one.txt") == marked_places(source)


def test_a_body_may_start_on_the_first_line():
    source = "On the ‹GPU›, and nothing but a few words in English to tell."
    for name in ("one.md", "one.txt"):
        assert places_of(unmarked(source), name) == marked_places(source)


def test_a_mark_of_byte_order_and_line_ends_of_windows_change_nothing():
    source = markdown_source("A ‹GPU›\nand\n\n- *‹GPU›*\n- ‹GPU›\n")
    data = unmarked(source)
    for written in (b"\xef\xbb\xbf" + data.encode(), data.replace("\n", "\r\n").encode()):
        assert places_of(written) == marked_places(source)


PIECES = st.sampled_from(
    ["‹GPU›", "‹GPU›", "word", "GP", "*em*", "`code`", "[link](GPU.md)", "![GPU](GPU.png)", "&amp;", "\\*", "é", "芯",
     "\n", "\n\n", "\n\n- ", "\n\n> ", "\n\n## "]
)  # fmt: skip


@pytest.mark.parametrize("engine", EXTENSIONS)
@given(st.lists(PIECES, max_size=25).map(" ".join))
def test_any_mark_up_around_words_leaves_them_where_they_are(engine, body):
    source = markdown_source(body)
    assert places_of(unmarked(source), engine=engine) == marked_places(source)


BLOCKS = st.sampled_from(
    [
        "{}", "*{}*", "## {}", "> {}", "> A quotation:\n> {}", "- {}", "- one\n- {}", "1. {}", "**Note:** {}", "<p>{}</p>",
        "[^{label}]: {}", "[^{label}]: *Note:* {}", "[^{label}]: {}\n    and {}", "[^{label}]: {}\n\n    Also {}",
    ]
)  # fmt: skip
WORDS = st.sampled_from(
    ["A ‹GPU›.", "The words on a ‹GPU›.", "The *words* on a ‹GPU›.", "The words on\na ‹GPU›.", "‹GPU›"]
)


@pytest.mark.parametrize("engine", EXTENSIONS)
@given(st.lists(st.tuples(BLOCKS, WORDS), min_size=1, max_size=8))
def test_blocks_that_say_the_same_are_told_apart_and_footnotes_stand_anywhere(engine, blocks):
    written = []
    for number, (block, words) in enumerate(blocks):
        # What goes on over a line goes on in the quotation, the heading or the footnote.
        kept = words.replace("\n", " ") if block[0] in "#>*<-1[" else words
        written.append(block.replace("{label}", f"n{number}").replace("{}", kept))
    labels = "".join(f"[^n{number}]" for number, (block, _) in enumerate(blocks) if "{label}" in block)
    source = markdown_source("\n\n".join([f"It begins{labels} here.", *written]))
    assert places_of(unmarked(source), engine=engine) == marked_places(source)


@pytest.mark.timeout(10)
@pytest.mark.parametrize("sign", ["`", "<a ", "<!--", "![", "](", "\n```x", "&a", "\\", "\n[^a]: "])
def test_signs_without_an_end_take_no_time(sign):
    body = f"A *GPU* {sign * 50_000}"
    flat = flatten("<p>A <em>GPU</em> </p>")
    positions = locate(flat, body, 0, "")
    assert positions.place(positions.in_body(2, "GPU")) == (1, 4)
