"""Documents: mark-up with its headings and its references."""

import pytest

from tests.documents import FIRST_LINE, document_of, markdown_source


def headings(document):
    return [(heading.level, heading.id, heading.text) for heading in document.headings]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("no heading", []),
        ("# A *soft* `head` & more\n\n### Below", [(2, "s-a-soft-head-more", "A soft head & more"), (4, "s-below", "Below")]),
        ("## Same\n\n## Same", [(2, "s-same", "Same"), (2, "s-same_1", "Same")]),
        ("Under\n=====", [(2, "s-under", "Under")]),
        ("## 10<sup>9</sup> chips", [(2, "s-109-chips", "109 chips")]),
        ("## Noted[^a]\n\n[^a]: x", [(2, "s-noted", "Noted")]),
        ("## A [link](x.md)", [(2, "s-a-link", "A link")]),
        ("##", []),
        ("<h2>without an id</h2>", []),
        ("    ## code", []),
    ],
)  # fmt: skip
def test_headings(body, expected):
    assert headings(document_of(markdown_source(body))) == expected


def test_headings_of_plain_text():
    document = document_of(f"{FIRST_LINE}\nA.\n\nA part & more\n\nB.", "one.txt")
    assert headings(document) == [(2, "s-a-part-more", "A part & more")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[a](b.md) ![c](d.png) [e](b.md)", ("b.md", "d.png")),
        ("[a](../b.md#part) [c](d.md?x=1&y=2)", ("../b.md#part", "d.md?x=1&y=2")),
        ("[a](https://e.org/) <a@b.c> [b](#part) [c](//e.org) [d](javascript:x)", ()),
        ("text", ()),
        ('<a title="x > y" href="b.md">a</a>', ("b.md",)),
    ],
)
def test_references_are_the_relative_ones_as_written(body, expected):
    assert document_of(markdown_source(body)).references == expected


def test_plain_text_refers_to_nothing():
    assert document_of(f'{FIRST_LINE}\n<a href="b.md">', "one.txt").references == ()
