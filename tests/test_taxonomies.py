"""Members of taxonomies: who belongs together, and where it stands."""

import pytest

from sitegen.taxonomies import member_address, members
from tests.archive import Site
from tests.records import index_of


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("AI", "ai", True),
        ("Café", "Cafe\u0301", True),
        ("C", "C++", False),
        ("C++", "C#", False),
        ("R&D", "RD", False),
        ("★", "☆", False),
        ("export controls", "Export Controls", True),
    ],
)
def test_names_that_share_an_address(one, other, same):
    assert (member_address("tags", one) == member_address("tags", other)) is same


def test_an_address_is_plain_where_it_can_be():
    assert member_address("tags", "Export controls") == "tags/export-controls/"
    assert member_address("publishers", "Tom's Hardware") == "publishers/tom-s-hardware/"


def test_members_go_by_the_name_that_most_articles_give_them(tmp_path):
    site = Site(tmp_path)
    site.article("one", "x", tags="[AI, chips]")
    site.article("two", "x", tags="[AI]")
    site.article("three", "x", tags="[ai, AI]")
    found = members(index_of(site).addresses.articles, "tags")
    assert [(m.name, m.address, len(m.articles)) for m in found] == [("AI", "tags/ai/", 3), ("chips", "tags/chips/", 1)]
    assert site.build().problems == ()
