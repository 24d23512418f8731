"""The short way through Python-Markdown gives what Python-Markdown gives."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.model import EXTENSIONS
from sitegen.render.markdown import converter
from sitegen.render.quick import only_prose

BLOCKS = [
    "# A heading {#top .wide}",
    "A heading\n=========",
    "Another\n---",
    "- one\n- two\n\n    in two\n- three",
    "* one\n* two",
    "1. first\n2. second",
    "> quoted\n> again",
    "    code here",
    "```python\nprint('*a* & <b>')\n```",
    "~~~\nplain _code_\n~~~",
    "a | b\n--|:-:\n1 | *2*",
    "|a|\n|-|\n|1|",
    "Term\n: its meaning\n\n    and more",
    "Term *one*\nTerm two\n\n:   its meaning",
    "[^1]: A *footnote*.\n    goes on",
    "*[HBM]: High bandwidth memory",
    "[ref]: https://example.org/a_b 'A *title*'",
    "[TOC]",
    "<div>\n\nraw *not* marked\n\n</div>",
    "<p>raw</p>",
    "<!-- a *comment* -->",
    "***",
    "- - -",
    "![picture](a.png)\n{.wide}",
    "Text with attributes\n{: #here .there key=value }",
]
WORDS = st.sampled_from(
    ["word", "Élan", "HBM", "記事", "42", "a_b_c", "*", "**", "***", "_", "__", "`", "``", "\\", "\\*", "\\_", "[", "]",
     "](", "](x)", "![", "[^1]", "[ref]", "[a][ref]", "[ref][]", "(", ")", "<", ">", "<b>", "</b>", "<https://e.org>",
     "<a@b.c>", "&", "&amp;", "&#38;", "  \n", "\n", "{", "}", "{.c}", "{: #i }", "|", ":", "=", "---", "!", "#", "-",
     "*em*", "**strong**", "***both***", "_em_", "[a *link*](https://e.org/a_b_c 'T')", "`code *x*`", "~", "\t", ".",
     "\u2028", "\x02", "\x03", "klzzwxh:0001", "wzxhzdk:0"]
)  # fmt: skip
PROSE = st.lists(st.one_of(WORDS, st.text("ab *_[]()<>&`\\!\n", max_size=6)), min_size=1, max_size=14)
BLOCK = st.one_of(
    st.sampled_from(BLOCKS),
    st.builds(lambda words, by: by.join(words), PROSE, st.sampled_from([" ", "", "\n"])),
    st.builds(lambda words: "Word " + " ".join(words), PROSE),
    st.text(max_size=20),
)
DOCUMENT = st.builds(
    lambda blocks, by: by.join(blocks), st.lists(BLOCK, max_size=9), st.sampled_from(["\n\n", "\n", "\n\n\n", "\n \n"])
)


def plain_and_quick(text, extensions):
    return [converter(extensions, quick=quick).reset().convert(text) for quick in (False, True)]


@pytest.mark.parametrize("extensions", [EXTENSIONS["markdown"], ()], ids=["all", "none"])
def test_every_kind_of_block_beside_every_other(extensions):
    for first in BLOCKS:
        for second in BLOCKS:
            for by in ("\n\n", "\n"):
                text = f"Prose before.\n\n{first}{by}Prose of HBM[^1] and [ref]\nin two lines.\n\n{second}{by}Prose."
                plain, quick = plain_and_quick(text, extensions)
                assert quick == plain, text


@settings(max_examples=400, deadline=None)
@given(DOCUMENT, st.sampled_from([EXTENSIONS["markdown"], (), ("tables", "footnotes"), ("attr_list", "def_list")]))
def test_any_document(text, extensions):
    plain, quick = plain_and_quick(text, extensions)
    assert quick == plain


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.text("abZé記 1.,:;'\"-=+#()!?/~^$%@]}\u00a0\u2028\x0b\x1c\n", min_size=1, max_size=12),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(["\n\n", "\n", "\n\n\n", "\n\nThe ", ". A"]),
    st.sampled_from(["", "\n", "\n\n", " "]),
)
def test_a_text_of_paragraphs_alone(parts, by, end):
    text = "A" + by.join(parts) + end
    quick = only_prose(text)
    for extensions in (EXTENSIONS["markdown"], ()):
        assert quick in (None, converter(extensions, quick=False).reset().convert(text))


def test_what_is_a_text_of_paragraphs_alone():
    assert only_prose("Élan (of 3): 2 - 1 = 1, no?") == "<p>Élan (of 3): 2 - 1 = 1, no?</p>"
    assert only_prose("One.\n\nTwo.\n") == "<p>One.</p>\n<p>Two.</p>"
    for text in ("a *b*", "a & b", "1. a", "a\nb", "# a", "a\n\n- b", "a\n\n: b", "a ", "", "a\n\n"):
        assert only_prose(text) is None, text
