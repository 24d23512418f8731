"""What programs read to work with an archive."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from sitegen.addresses import Addresses
from sitegen.crossref import Site
from sitegen.interchange.annotations import Annotation, article_address, to_annotations
from sitegen.outputs import Asset, Emitted, Parts
from sitegen.urls import Permalink, absolute

LEDGER = Permalink("data/ledger.jsonl")


def data(addresses: Addresses) -> Iterable[Emitted]:
    """The ledger, a part for each article in the order of their slugs, and the notes beside their articles."""
    yield Emitted(LEDGER, _ledger)
    # Annotations need full addresses, as feeds do.
    if addresses.config.base_url:
        for article in addresses.articles:
            if article.noted and article.full:
                target = Permalink(f"{article.permalink}annotations.jsonld")
                yield Emitted(target, partial(_annotations, target, article.slug), "", ("about",), article.slug)


def _ledger(site: Site) -> Parts:
    return Parts(LEDGER, tuple(one.value.ledger for _, one in sorted(site.sealed.items()) if one.value.ledger))


def _annotations(target: Permalink, slug: str, site: Site) -> Asset:
    """An article's published notes as W3C annotations, each at the place where it stands now."""
    base, record = site.config.base_url, site.sealed[slug].value
    about = article_address(base, slug)
    found = [Annotation(about, placed.note, placed.start, placed.end) for placed in record.notes]
    return Asset(target, to_annotations(found, absolute(base, target), record.article.title))
