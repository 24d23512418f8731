"""Which articles belong together."""

import pytest

from sitegen.related import COMMON, MOST_RELATED, related_articles


@pytest.mark.parametrize(
    ("mentioned", "related"),
    [
        ({}, {}),
        ({"a": "xy", "b": "y", "c": "z"}, {"a": [("b", "y")], "b": [("a", "y")]}),
        ({"a": "xyz", "b": "yz", "c": "z"}, {"a": [("b", "yz"), ("c", "z")], "b": [("a", "yz"), ("c", "z")], "c": [("a", "z"), ("b", "z")]}),
        ({"a": "vwxyz", "b": "vwxyz", "c": "vw"}, {"a": [("b", "xyz"), ("c", "vw")], "b": [("a", "xyz"), ("c", "vw")], "c": [("a", "vw"), ("b", "vw")]}),
    ],
)  # fmt: skip
def test_those_that_share_most_with_the_rarest_terms_first(mentioned, related):
    found = related_articles([(slug, tuple(terms)) for slug, terms in mentioned.items()])
    assert {slug: [(other, "".join(shared)) for other, shared in group] for slug, group in found.items()} == related


def test_rare_terms_weigh_more_and_of_equals_the_first_is_nearer():
    articles = [("a", ("rare", "common")), ("b", ("common",)), ("c", ("common",)), ("d", ("rare",)), ("e", ("common",))]
    assert [other for other, _ in related_articles(articles)["a"]] == ["d", "b", "c", "e"]


def test_no_more_than_a_page_shows_and_none_by_what_many_share():
    articles = [(str(number), ("t",)) for number in range(COMMON)]
    assert {len(found) for found in related_articles(articles).values()} == {MOST_RELATED}
    assert related_articles([*articles, ("more", ("t",))]) == {}
