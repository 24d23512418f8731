"""Texts with all that Markdown has, whole and broken: a text in all of them, and a strategy that makes more."""

from hypothesis import strategies as st

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
