"""Records into a site: who mentions what, what comes before and after, what belongs together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import msgspec

from sitegen.addresses import Addressed, Addresses, addressed
from sitegen.config import Config
from sitegen.dates import PartialDate
from sitegen.discover import Source
from sitegen.model import About, GlossaryEntry, Listed, PlacedNote, Places, Record
from sitegen.related import Related, related_to
from sitegen.sealed import Sealed

Noted = tuple[Listed, PlacedNote]
_NEVER = PartialDate(0)


class Mentioned(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An article, and where it mentions a term."""

    article: Sealed[Listed]
    places: Places


class Site(msgspec.Struct, frozen=True, dict=True, eq=False):
    """The index of small records from which any one page's view can be made, and in which some can be replaced.

    `records` are the published articles, newest first; `sealed` and `listed` have them by slug, `sources` their files
    and pictures by path. The other dictionaries are by term id; `related` has what is known of related articles.
    """

    config: Config
    about: Sealed[About]
    records: tuple[Record, ...]
    sealed: dict[str, Sealed[Record]]
    listed: dict[str, Sealed[Listed]]
    sources: Mapping[str, Source]
    addresses: Addresses
    entries: dict[str, GlossaryEntry]
    mentioned: dict[str, tuple[Mentioned, ...]]
    inverse: dict[str, tuple[tuple[str, str], ...]]
    notes: tuple[Noted, ...]
    related: Related | None = None

    @cached_property
    def totals(self) -> dict[str, int]:
        """How many mentions each term has."""
        found: dict[str, int] = defaultdict(int)
        # In the order in which they are in memory: twice as fast as term by term.
        for record in self.records:
            for places in record.places:
                found[places.term] += places.count
        return dict(found)

    @cached_property
    def notes_of_term(self) -> dict[str, tuple[Noted, ...]]:
        """The notes that speak of each term."""
        found: dict[str, list[Noted]] = defaultdict(list)
        for article, placed in self.notes:
            for term in placed.terms:
                found[term].append((article, placed))
        return {term: tuple(group) for term, group in found.items()}

    @cached_property
    def shown_terms(self) -> dict[str, dict[str, Any]]:
        """What pages have made of terms by language and id, so that it is made once for a site."""
        return {}

    def related_to(self, slug: str) -> tuple[tuple[Sealed[Listed], tuple[str, ...]], ...]:
        """The articles that share most with one, each with the terms shared."""
        if self.related is not None:
            found = self.related.get(slug, ())
        else:
            holders = {term: [one.article.value.slug for one in self.mentioned[term]] for term in self._terms_of(slug)}
            found = related_to(slug, self._terms_of, holders, self.addresses.positions)
        return tuple((self.listed[other], shared) for other, shared in found)

    def _terms_of(self, slug: str) -> frozenset[str]:
        return frozenset(places.term for places in self.sealed[slug].value.places)

    def translations_of(self, slug: str) -> tuple[Sealed[Listed], ...]:
        """The articles that are translations of one, or that it is a translation of."""
        return tuple(self.listed[other] for other in self.addresses.translations.get(slug, ()))


def order(record: Record) -> tuple[PartialDate, str]:
    """The sort key of an article in time; one without a date comes before all others."""
    return (record.article.date or _NEVER, record.article.slug)


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
    config: Config,
    records: Sequence[Sealed[Record]],
    entries: Sequence[GlossaryEntry],
    sources: Mapping[str, Source],
    related: Related | None = None,
    before: Site | None = None,
) -> Site:
    """The site that some records and terms make.

    `sources` has the files of articles and pictures by path; `related` are the related articles, where they are known.
    What comes of a record that a site before has too is taken from there.
    """
    ordered = sorted(records, key=lambda one: order(one.value), reverse=True)
    shown: dict[str, Sealed[Listed]] = {}
    articles: list[Addressed] = []
    for one in ordered:
        slug = one.value.article.slug
        if before and before.sealed.get(slug) is one:
            shown[slug] = before.listed[slug]
            articles.append(before.addresses.articles[before.addresses.positions[slug]])
        else:
            shown[slug] = Sealed(listed(one.value))
            articles.append(addressed(one.value))
    return Site(
        config=config,
        about=Sealed(
            About(config.title, config.description, config.base_url, config.languages, config.markdown.engine)
        ),
        records=tuple(one.value for one in ordered),
        sealed={one.value.article.slug: one for one in ordered},
        listed=shown,
        sources=sources,
        addresses=_addresses(config, articles, entries, sources),
        entries={entry.term.id: entry for entry in entries},
        mentioned=_mentioned([one.value for one in ordered], shown),
        inverse=inverse_relations(entries),
        notes=in_order([pair for one in ordered for pair in noted(one.value, shown[one.value.article.slug].value)]),
        related=related,
    )


def _addresses(
    config: Config, articles: Sequence[Addressed], entries: Sequence[GlossaryEntry], sources: Mapping[str, Source]
) -> Addresses:
    unreadable = frozenset(path for path, source in sources.items() if not source.digest)
    return Addresses(config, tuple(articles), tuple(entry.term.id for entry in entries), unreadable)


def _mentioned(records: Sequence[Record], shown: Mapping[str, Sealed[Listed]]) -> dict[str, tuple[Mentioned, ...]]:
    found: dict[str, list[Mentioned]] = defaultdict(list)
    for record in records:
        article = shown[record.article.slug]
        for places in record.places:
            found[places.term].append(Mentioned(article, places))
    return {term: tuple(group) for term, group in found.items()}


def inverse_relations(entries: Sequence[GlossaryEntry]) -> dict[str, tuple[tuple[str, str], ...]]:
    """The relations that others have to each term."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for entry in entries:
        for relation in entry.term.related:
            found[relation.term].append((relation.is_, entry.term.id))
    return {term: tuple(sorted(group)) for term, group in found.items()}


def noted(record: Record, article: Listed) -> list[Noted]:
    """The published notes of an article."""
    return [(article, placed) for placed in record.notes if placed.note.status == "published"]


def in_order(notes: list[Noted]) -> tuple[Noted, ...]:
    """Notes of articles that are newest first, themselves newest first."""
    return tuple(sorted(notes, key=lambda pair: (str(pair[1].note.date or ""), pair[0].slug), reverse=True))
