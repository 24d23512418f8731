"""The file for programs: the lines of all articles, in the order of their slugs."""

import pytest

from sitegen.data import LEDGER, data
from sitegen.outputs import Parts
from tests.archive import Site
from tests.records import index_of


@pytest.mark.parametrize("names", [(), ("one",), ("2024/b", "c", "a")])
def test_the_ledger_has_a_part_for_each_article_by_slug(tmp_path, names):
    site = Site(tmp_path)
    for number, name in enumerate(names):
        site.article(name, "The GPU. " * (number + 1))
    site.article("z", "Without a term.")
    index = index_of(site)
    ledgers = {record.article.slug: record.ledger for record in index.records}
    assert len(set(ledgers.values())) == len(names) + 1
    assert [one.output(index) for one in data(index.addresses)] == [
        Parts(LEDGER, tuple(ledgers[slug] for slug in sorted(ledgers)))
    ]
