"""What programs read to work with an archive."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.crossref import Site
from sitegen.outputs import Output, Parts
from sitegen.urls import Permalink

LEDGER = Permalink("data/ledger.jsonl")


def data(site: Site) -> Iterable[Output]:
    """The ledger, a part for each article in the order of their slugs."""
    records = sorted(site.records, key=lambda r: r.article.slug)
    yield Parts(LEDGER, tuple(record.ledger for record in records if record.ledger))
