"""A site after some of it was edited, without making the rest of it anew: what `crossref` would make."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

import msgspec

from sitegen.addresses import Addresses, addressed
from sitegen.crossref import Mentioned, Noted, Site, in_order, inverse_relations, listed, noted, order
from sitegen.discover import Source
from sitegen.model import GlossaryEntry, Listed, Record
from sitegen.related import Related
from sitegen.sealed import Sealed


class _Edit(msgspec.Struct, frozen=True):
    """Records that take the place of others: by slug, those before and after, and what lists show of the new."""

    old: dict[str, Record]
    new: dict[str, Record]
    listed: dict[str, Sealed[Listed]]

    def is_kept(self, site: Site, slug: str) -> bool:
        """Whether lists show of an article what they did."""
        return self.listed[slug] == site.listed[slug]


def replaced(site: Site, records: Sequence[Sealed[Record]], sources: Mapping[str, Source]) -> Site:
    """A site with some articles' records in place of those that it has; `sources` are its files by path.

    Every record is of an article of the site.
    """
    new: dict[str, Record] = {one.value.article.slug: one.value for one in records}
    shown: dict[str, Sealed[Listed]] = {slug: Sealed(listed(record)) for slug, record in new.items()}
    edit = _Edit({slug: site.sealed[slug].value for slug in new}, new, shown)
    ordered = _ordered(site, edit)
    addresses = _addresses(site, edit, ordered, sources)
    return msgspec.structs.replace(
        site,
        records=ordered,
        sealed=site.sealed | {one.value.article.slug: one for one in records},
        listed=site.listed | shown,
        sources=sources,
        addresses=addresses,
        mentioned=_mentioned(site, edit, addresses),
        notes=_notes(site, edit),
        related=_related(site, edit, addresses),
    )


def with_entries(site: Site, entries: Sequence[GlossaryEntry]) -> Site:
    """A site whose terms say something else; they are found as before, so that its records stay."""
    fresh = {entry.term.id: entry for entry in entries}
    return msgspec.structs.replace(site, entries=fresh, inverse=inverse_relations(entries))


def _ordered(site: Site, edit: _Edit) -> tuple[Record, ...]:
    records = list(site.records)
    for slug, record in edit.new.items():
        records[site.addresses.positions[slug]] = record
    if any(order(edit.old[slug]) != order(record) for slug, record in edit.new.items()):
        records.sort(key=order, reverse=True)
    return tuple(records)


def _addresses(site: Site, edit: _Edit, ordered: Sequence[Record], sources: Mapping[str, Source]) -> Addresses:
    before = site.addresses
    changed = {
        slug: found for slug, record in edit.new.items() if (found := addressed(record)) != addressed(edit.old[slug])
    }
    unreadable = frozenset(path for path, source in sources.items() if not source.digest)
    if not changed and unreadable == before.unreadable:
        return before
    known = {article.slug: article for article in before.articles} | changed
    articles = tuple(known[record.article.slug] for record in ordered)
    return msgspec.structs.replace(before, articles=articles, unreadable=unreadable)


def _mentioned(site: Site, edit: _Edit, addresses: Addresses) -> dict[str, tuple[Mentioned, ...]]:
    mentioned = dict(site.mentioned)
    if addresses.positions != site.addresses.positions:
        touched = {places.term for record in (*edit.old.values(), *edit.new.values()) for places in record.places}
        for term in touched & mentioned.keys():
            group = mentioned[term]
            mentioned[term] = tuple(sorted(group, key=lambda one: addresses.positions[one.article.value.slug]))
    for slug, record in edit.new.items():
        before = {places.term for places in edit.old[slug].places}
        after = {places.term: Mentioned(edit.listed[slug], places) for places in record.places}
        for term in before | after.keys():
            group = _with(mentioned.get(term, ()), slug, after.get(term), addresses.positions)
            if group:
                mentioned[term] = group
            else:
                del mentioned[term]
    return mentioned


def _with(
    group: tuple[Mentioned, ...], slug: str, one: Mentioned | None, positions: Mapping[str, int]
) -> tuple[Mentioned, ...]:
    """The mentions of a term in the order of the site, in which those of an article are others, or none."""
    at = bisect_left(group, positions[slug], key=lambda other: positions[other.article.value.slug])
    stands = at < len(group) and group[at].article.value.slug == slug
    return group[:at] + (() if one is None else (one,)) + group[at + stands :]


def _notes(site: Site, edit: _Edit) -> tuple[Noted, ...]:
    if all(edit.is_kept(site, slug) and record.notes == edit.old[slug].notes for slug, record in edit.new.items()):
        return site.notes
    others = [pair for pair in site.notes if pair[0].slug not in edit.new]
    return in_order(
        others + [pair for slug, record in edit.new.items() for pair in noted(record, edit.listed[slug].value)]
    )


def _related(site: Site, edit: _Edit, addresses: Addresses) -> Related | None:
    """Related articles, as far as they are known: who shares what with whom, and which is newer."""
    is_same = all(_terms(record) == _terms(edit.old[slug]) for slug, record in edit.new.items())
    return site.related if is_same and addresses.positions == site.addresses.positions else None


def _terms(record: Record) -> list[str]:
    return [places.term for places in record.places]
