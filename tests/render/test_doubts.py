"""What an editor is told of a rendered body."""

import pytest

from sitegen.render.doubts import doubts_about
from tests.documents import FIRST_LINE, article_of, document_of, markdown_source


def doubts(source, *, known=(), name="2024/one.md"):
    found = doubts_about(document_of(source, name), article_of(source, name), known, f"content/{name}")
    return [str(problem).removeprefix(f"content/{name}:") for problem in found]


NOWHERE = "where nothing is published (mend the address, or put the file there)"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Text, [a](https://e.org/), [b](#part), <c@e.org> and ![d](known.png).", []),
        ("One.\n\n[a](gone.md)", [f"8: points to 'gone.md', {NOWHERE}"]),
        ("![a](gone.png)", [f"6: points to 'gone.png', {NOWHERE}"]),
        ("[a](folder/)", []),
        ("[a](../../outside.md)", []),
        ("[a](javascript:x)", ["6: has an address left out: 'javascript:x' (write http, https, mailto or a relative address)"]),
        ("A.\n\n![a](https://e.org/x.png)", ["8: asks for a picture from elsewhere: 'https://e.org/x.png' (put the picture beside the article)"]),
    ],
)  # fmt: skip
def test_doubts(body, expected):
    assert doubts(markdown_source(body), known={"known.png"}) == expected


def test_plain_text_leaves_no_doubt():
    assert doubts(f"{FIRST_LINE}\n[a](javascript:x) <script>\n", name="one.txt") == []


def test_doubts_are_warnings():
    source = markdown_source("[a](gone.md) [b](javascript:x)")
    found = list(doubts_about(document_of(source), article_of(source), (), "content/one.md"))
    assert [problem.severity for problem in found] == ["warning", "warning"]
