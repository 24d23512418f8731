"""Records into a site: who mentions what, what comes before and after, what belongs together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from heapq import nsmallest

import msgspec

from sitegen.config import Config
from sitegen.model import About, GlossaryEntry, Listed, PlacedNote, Places, Record
from sitegen.sealed import Sealed

Noted = tuple[Listed, PlacedNote]

# Slugs with the terms shared, by the slug of the article that they are related to.
Related = dict[str, tuple[tuple[str, tuple[str, ...]], ...]]

MOST_RELATED = 4
# A term that more articles than this share says little about any two of them.
COMMON = 25


class Mentioned(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An article, and where it mentions a term."""

    article: Sealed[Listed]
    places: Places


class Site(msgspec.Struct, frozen=True):
    """The index of small records from which any one page's view can be made.

    `records` are the published articles, newest first; `sealed` and `listed` have them by slug. The other
    dictionaries are by term id or slug; `totals` counts mentions, `related` has the terms shared.
    """

    config: Config
    about: Sealed[About]
    records: tuple[Record, ...]
    sealed: dict[str, Sealed[Record]]
    listed: dict[str, Sealed[Listed]]
    entries: dict[str, GlossaryEntry]
    mentioned: dict[str, tuple[Mentioned, ...]]
    totals: dict[str, int]
    inverse: dict[str, tuple[tuple[str, str], ...]]
    notes: tuple[Noted, ...]
    notes_of_term: dict[str, tuple[Noted, ...]]
    related: dict[str, tuple[tuple[Sealed[Listed], tuple[str, ...]], ...]]
    translations: dict[str, tuple[Sealed[Listed], ...]]


def order(record: Record) -> tuple[str, str]:
    """The sort key of an article in time."""
    return (str(record.article.date or ""), record.article.slug)


def listed(record: Record) -> Listed:
    """What other pages show of an article."""
    article, meta = record.article, record.article.meta
    return Listed(
        article.slug,
        article.permalink,
        article.title,
        article.language,
        article.date,
        meta.publisher,
        meta.summary,
        len(record.notes),
        meta.show == "full",
    )


def crossref(
    config: Config, records: Sequence[Sealed[Record]], entries: Sequence[GlossaryEntry], related: Related
) -> Site:
    """The site that some records and terms make. `related` are the records' related articles."""
    sealed: dict[str, Sealed[Record]] = {one.value.article.slug: one for one in records}
    ordered = tuple(sorted((one.value for one in records), key=order, reverse=True))
    shown: dict[str, Sealed[Listed]] = {record.article.slug: Sealed(listed(record)) for record in ordered}
    mentioned: dict[str, list[Mentioned]] = defaultdict(list)
    totals: dict[str, int] = defaultdict(int)
    for record in ordered:
        article = shown[record.article.slug]
        for places in record.places:
            mentioned[places.term].append(Mentioned(article, places))
            totals[places.term] += places.count
    inverse: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for entry in entries:
        for relation in entry.term.related:
            inverse[relation.term].append((relation.is_, entry.term.id))
    notes = [
        (shown[record.article.slug].value, note)
        for record in ordered
        for note in record.notes
        if note.note.status == "published"
    ]
    notes.sort(key=lambda pair: (str(pair[1].note.date or ""), pair[0].slug), reverse=True)
    return Site(
        config=config,
        about=Sealed(About(config.title, config.description, config.base_url, config.languages)),
        records=ordered,
        sealed=sealed,
        listed=shown,
        entries={entry.term.id: entry for entry in entries},
        mentioned={term: tuple(group) for term, group in mentioned.items()},
        totals=dict(totals),
        inverse={term: tuple(sorted(group)) for term, group in inverse.items()},
        notes=tuple(notes),
        notes_of_term=_notes_of_terms(notes),
        related={
            slug: tuple((shown[other], terms) for other, terms in found) for slug, found in related.items() if found
        },
        translations=_translations(ordered, shown),
    )


def _notes_of_terms(notes: Sequence[Noted]) -> dict[str, tuple[Noted, ...]]:
    found: dict[str, list[Noted]] = defaultdict(list)
    for article, placed in notes:
        for term in placed.terms:
            found[term].append((article, placed))
    return {term: tuple(group) for term, group in found.items()}


def related_articles(records: Sequence[Record]) -> Related:
    """The articles that share most with each, by slug; those that few others mention weigh most."""
    ordered = sorted(records, key=order, reverse=True)
    terms = [frozenset(places.term for places in r.places) for r in ordered]
    holders: dict[str, list[int]] = defaultdict(list)
    for number, group in enumerate(terms):
        for term in group:
            holders[term].append(number)
    related: Related = {}
    for number, record in enumerate(ordered):
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
            (
                ordered[n].article.slug,
                tuple(sorted(terms[number] & terms[n], key=lambda t: (len(holders[t]), t))[:3]),
            )
            for n in best
        )
    return related


def _translations(
    records: Sequence[Record], shown: Mapping[str, Sealed[Listed]]
) -> dict[str, tuple[Sealed[Listed], ...]]:
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
        record.article.slug: tuple(shown[r.article.slug] for r in group if r is not record)
        for group in groups.values()
        for record in group
    }
