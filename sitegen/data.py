"""What programs read to work with an archive."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.crossref import Site
from sitegen.interchange.annotations import Annotation, article_address, to_annotations
from sitegen.model import Record
from sitegen.outputs import Asset, Output, Parts
from sitegen.urls import Permalink, absolute

LEDGER = Permalink("data/ledger.jsonl")


def data(site: Site) -> Iterable[Output]:
    """The ledger, a part for each article in the order of their slugs, and the notes beside their articles."""
    records = sorted(site.records, key=lambda r: r.article.slug)
    yield Parts(LEDGER, tuple(record.ledger for record in records if record.ledger))
    # Annotations need full addresses, as feeds do.
    if site.config.base_url:
        yield from (_annotations(site, r) for r in records if r.notes and r.article.meta.show == "full")


def _annotations(site: Site, record: Record) -> Asset:
    """An article's published notes as W3C annotations, each at the place where it stands now."""
    base = site.config.base_url
    target = Permalink(f"{record.article.permalink}annotations.jsonld")
    about = article_address(base, record.article.slug)
    found = [Annotation(about, placed.note, placed.start, placed.end) for placed in record.notes]
    return Asset(target, to_annotations(found, absolute(base, target), record.article.title))
