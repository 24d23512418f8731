"""Records into a site: who mentions what, what comes before and after, what belongs together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from heapq import nsmallest

import msgspec

from sitegen.config import Config
from sitegen.model import GlossaryEntry, PlacedNote, Places, Record

MOST_RELATED = 4
# A term that more articles than this share says little about any two of them.
COMMON = 25


class Mentioned(msgspec.Struct, frozen=True, gc=False):
    """An article, and where it mentions a term."""

    record: Record
    places: Places


class Site(msgspec.Struct, frozen=True):
    """The index of small records from which any one page's view can be made.

    `records` are the published articles, newest first. The dictionaries are by term id, tag and so
    on; `related` is by slug, with the terms shared.
    """

    config: Config
    records: tuple[Record, ...]
    entries: dict[str, GlossaryEntry]
    mentioned: dict[str, tuple[Mentioned, ...]]
    inverse: dict[str, tuple[tuple[str, str], ...]]
    notes: tuple[tuple[Record, PlacedNote], ...]
    notes_of_term: dict[str, tuple[tuple[Record, PlacedNote], ...]]
    related: dict[str, tuple[tuple[Record, tuple[str, ...]], ...]]
    translations: dict[str, tuple[Record, ...]]


def order(record: Record) -> tuple[str, str]:
    """The sort key of an article in time."""
    return (str(record.article.date or ""), record.article.slug)


def crossref(config: Config, records: Sequence[Record], entries: Sequence[GlossaryEntry]) -> Site:
    """The site that some records and terms make."""
    ordered = tuple(sorted(records, key=order, reverse=True))
    mentioned: dict[str, list[Mentioned]] = defaultdict(list)
    for record in ordered:
        for places in record.places:
            mentioned[places.term].append(Mentioned(record, places))
    inverse: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for entry in entries:
        for relation in entry.term.related:
            inverse[relation.term].append((relation.is_, entry.term.id))
    notes = [(record, note) for record in ordered for note in record.notes if note.note.status == "published"]
    notes.sort(key=lambda pair: (str(pair[1].note.date or ""), pair[0].article.slug), reverse=True)
    return Site(
        config=config,
        records=ordered,
        entries={entry.term.id: entry for entry in entries},
        mentioned={term: tuple(group) for term, group in mentioned.items()},
        inverse={term: tuple(sorted(group)) for term, group in inverse.items()},
        notes=tuple(notes),
        notes_of_term=_notes_of_terms(notes),
        related=_related(ordered),
        translations=_translations(ordered),
    )


def _notes_of_terms(
    notes: Sequence[tuple[Record, PlacedNote]],
) -> dict[str, tuple[tuple[Record, PlacedNote], ...]]:
    found: dict[str, list[tuple[Record, PlacedNote]]] = defaultdict(list)
    for record, placed in notes:
        for term in placed.terms:
            found[term].append((record, placed))
    return {term: tuple(group) for term, group in found.items()}


def _related(
    records: Sequence[Record],
) -> dict[str, tuple[tuple[Record, tuple[str, ...]], ...]]:
    terms = [frozenset(places.term for places in r.places) for r in records]
    holders: dict[str, list[int]] = defaultdict(list)
    for number, group in enumerate(terms):
        for term in group:
            holders[term].append(number)
    related: dict[str, tuple[tuple[Record, tuple[str, ...]], ...]] = {}
    for number, record in enumerate(records):
        scores: dict[int, int] = {}
        for term in terms[number]:
            sharing = holders[term]
            if len(sharing) <= COMMON:
                weight = 1000 // len(sharing)
                for other in sharing:
                    scores[other] = scores.get(other, 0) + weight
        scores.pop(number, None)
        best = [n for _, n in nsmallest(MOST_RELATED, [(-score, n) for n, score in scores.items()])]
        related[record.article.slug] = tuple(
            (records[n], tuple(sorted(terms[number] & terms[n], key=lambda t: (len(holders[t]), t))[:3])) for n in best
        )
    return related


def _translations(records: Sequence[Record]) -> dict[str, tuple[Record, ...]]:
    """Articles that are translations of one another, at first hand or by others, by the slug of each."""
    slugs: dict[str, str] = {r.article.meta.source_url: r.article.slug for r in records if r.article.meta.source_url}
    slugs |= {record.article.slug: record.article.slug for record in records}
    leaders: dict[str, str] = {record.article.slug: record.article.slug for record in records}

    def leader(slug: str) -> str:
        while leaders[slug] != slug:
            slug = leaders[slug]
        return slug

    for record in records:
        translation = record.article.meta.translation
        if translation and translation.of in slugs:
            first, second = sorted((leader(record.article.slug), leader(slugs[translation.of])))
            leaders[second] = first
    groups: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        groups[leader(record.article.slug)].append(record)
    return {
        record.article.slug: tuple(r for r in group if r is not record) for group in groups.values() for record in group
    }
