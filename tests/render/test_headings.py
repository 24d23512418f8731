"""Tags of headings, and ids that tell them apart."""

import pytest

from sitegen.render.headings import Headings


def written(level="H2", anchor=None, classes=(), attributes=()):
    return {"level": level, "id": anchor, "classes": classes, "attrs": attributes}


def tags(named, *headings):
    read, pieces = Headings(named), []
    for attributes, words in headings:
        read.begin(attributes, pieces).extend(words)
    read.finish()
    return pieces


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        ([(written("H1"), ["A ", "b"])], ['<h1 id="a-b">']),
        ([(written(), ["!"]), (written(), []), (written(), ["!"])], ['<h2 id="section">', '<h2 id="section_1">', '<h2 id="section_2">']),
        ([(written(), ["A"]), (written(anchor="a"), ["B"]), (written(), ["A"])], ['<h2 id="a_1">', '<h2 id="a">', '<h2 id="a_2">']),
        ([(written(), ["A"]), (written(), ["A"]), (written(), ["a_1"])], ['<h2 id="a">', '<h2 id="a_1">', '<h2 id="a-1">']),
        ([(written(classes=("b", "c"), attributes=(("lang", "fr"), ("x", None), ('"><b', "y"))), ["A"])], ['<h2 id="a" class="b c" lang="fr" x="">']),
        ([(written(anchor='"><b>'), ["A"])], ['<h2 id="&quot;&gt;&lt;b&gt;">']),
    ],
)  # fmt: skip
def test_headings_are_named(headings, expected):
    assert tags(True, *headings) == expected


def test_headings_are_named_only_where_that_is_wanted():
    assert tags(False, (written(), ["A"]), (written(anchor="b"), ["B"])) == ["<h2>", '<h2 id="b">']
