"""What decides which addresses a site has."""

import pytest

from tests.archive import Site
from tests.records import index_of


@pytest.fixture(scope="module")
def addresses(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("addresses"))
    notes = "\nnotes: [{id: a, kind: question, target: title, body: B}, {id: b, kind: dispute, target: title, body: B, status: proposed}]"
    site.article("new", "The GPU. ![x](p.png)", date="2024-02", tags="[t]", aliases="[old]", status="published" + notes)
    site.article("held", "The GPU.", date="2024-01", show="excerpt", robots="noindex", publisher="The Paper")
    site.article("twin", "Le GPU.", date="2023", language="fr", translation="{of: new}")
    site.write("content/p.png", b"\x89PNG")
    return index_of(site).addresses


def test_articles_stand_newest_first(addresses):
    assert [article.slug for article in addresses.articles] == ["new", "held", "twin"]
    assert addresses.positions == {"new": 0, "held": 1, "twin": 2}
    assert (addresses.language, addresses.terms) == ("en", ("gpu",))


def test_what_addresses_depend_on_of_an_article(addresses):
    new, held, twin = addresses.articles
    assert (new.tags, new.aliases, new.pictures) == (("t",), ("old",), (("p.png", "articles/new/p.png"),))
    assert (new.full, new.public, new.noted, new.kinds) == (True, True, True, ("question",))
    assert (held.full, held.public, held.noted, held.publisher) == (False, False, False, "The Paper")
    assert (twin.language, twin.translation_of) == ("fr", "new")


def test_what_it_says_of_all(addresses):
    assert addresses.kinds == {"question"}
    assert addresses.translations == {"new": ("twin",), "twin": ("new",)}
