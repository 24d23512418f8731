"""What decides which addresses a site has, and how its articles follow one another; no article's text is in it.

As long as this stays the same, an edit changes what stands at addresses, never which there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set
from functools import cached_property
from typing import Any

import msgspec

from sitegen.config import Config
from sitegen.dates import PartialDate
from sitegen.model import Record
from sitegen.urls import Permalink, Slug


class Addressed(msgspec.Struct, frozen=True, gc=False):
    """What addresses depend on of one article.

    `full` says whether its text may be shown, `public` whether search engines and feeds may have it; `kinds` are those
    of its published notes, and `noted` says whether it has notes at all.
    """

    slug: Slug
    permalink: Permalink
    source: str
    date: PartialDate | None
    language: str
    publisher: str
    tags: tuple[str, ...]
    aliases: tuple[str, ...]
    source_url: str
    translation_of: str
    full: bool
    public: bool
    noted: bool
    kinds: tuple[str, ...]
    pictures: tuple[tuple[str, str], ...]


class Addresses(msgspec.Struct, frozen=True, dict=True, eq=False):
    """What the addresses of a site depend on: its articles, newest first, the ids of its terms.

    `unreadable` are the paths of pictures that can't be read.
    """

    config: Config
    articles: tuple[Addressed, ...]
    terms: tuple[str, ...]
    unreadable: Set[str]

    @property
    def language(self) -> str:
        """The language of the site's own pages."""
        return self.config.languages[0]

    @cached_property
    def positions(self) -> dict[str, int]:
        """Where each article stands in `articles`, by slug."""
        return {article.slug: number for number, article in enumerate(self.articles)}

    @cached_property
    def permalinks(self) -> dict[str, Permalink]:
        """The permalink of each article by the path of its source."""
        return {article.source: article.permalink for article in self.articles}

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of published notes."""
        return frozenset(kind for article in self.articles for kind in article.kinds)

    @cached_property
    def sorted_by(self) -> dict[str, Any]:
        """What the articles were sorted into, by the name of the taxonomy, so that it is done once."""
        return {}

    @cached_property
    def translations(self) -> dict[str, tuple[Slug, ...]]:
        """Articles that are translations of one another, at first hand or by others, by the slug of each."""
        return _translations(self.articles)


def addressed(record: Record) -> Addressed:
    """What addresses depend on of an article."""
    article, meta = record.article, record.article.meta
    return Addressed(
        slug=article.slug,
        permalink=article.permalink,
        source=article.source,
        date=article.date,
        language=article.language,
        publisher=meta.publisher,
        tags=meta.tags,
        aliases=meta.aliases,
        source_url=meta.source_url,
        translation_of=meta.translation.of if meta.translation else "",
        full=meta.show == "full",
        public=meta.robots != "noindex",
        noted=bool(record.notes),
        kinds=tuple(sorted({placed.note.kind for placed in record.notes if placed.note.status == "published"})),
        pictures=record.pictures,
    )


def _translations(articles: Sequence[Addressed]) -> dict[str, tuple[Slug, ...]]:
    slugs: dict[str, str] = {one.source_url: one.slug for one in articles if one.source_url}
    slugs |= {one.slug: one.slug for one in articles}
    leaders: dict[str, str] = {}

    def leader(slug: str) -> str:
        while slug in leaders:
            slug = leaders[slug]
        return slug

    for one in articles:
        if one.translation_of in slugs:
            first, second = sorted((leader(one.slug), leader(slugs[one.translation_of])))
            if first != second:
                leaders[second] = first
    tied = leaders.keys() | leaders.values()
    groups: dict[str, list[Slug]] = defaultdict(list)
    for one in articles:
        if one.slug in tied:
            groups[leader(one.slug)].append(one.slug)
    return {slug: tuple(other for other in group if other != slug) for group in groups.values() for slug in group}
