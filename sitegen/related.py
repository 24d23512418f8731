"""Which articles belong together: those that share the terms that few others mention."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence, Set
from heapq import nsmallest

# Slugs with the terms shared, by the slug of the article that they are related to.
Related = dict[str, tuple[tuple[str, tuple[str, ...]], ...]]

MOST_RELATED = 4
# A term that more articles than this share says little about any two of them.
COMMON = 25


def related_articles(articles: Sequence[tuple[str, Sequence[str]]]) -> Related:
    """The articles that share most with each, by slug; those that few others mention weigh most.

    `articles` are slugs with the terms that each mentions, in the order of the site: of equals the first is nearer.
    """
    positions = {slug: number for number, (slug, _) in enumerate(articles)}
    terms = {slug: frozenset(mentioned) for slug, mentioned in articles}
    holders: dict[str, list[str]] = defaultdict(list)
    for slug, mentioned in articles:
        for term in mentioned:
            holders[term].append(slug)
    related = {slug: related_to(slug, terms.__getitem__, holders, positions) for slug, _ in articles}
    return {slug: found for slug, found in related.items() if found}


def related_to(
    slug: str,
    terms_of: Callable[[str], Set[str]],
    holders: Mapping[str, Sequence[str]],
    positions: Mapping[str, int],
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The articles that share most with one, each with the three rarest terms that they share.

    `terms_of` gives the terms that an article mentions; `holders` has, for those of this one at least, the slugs of
    all articles that mention them; `positions` say where articles stand in the site.
    """
    own = terms_of(slug)
    scores: dict[str, int] = {}
    for term in own:
        sharing = holders[term]
        if len(sharing) <= COMMON:
            weight = 1000 // len(sharing)
            for other in sharing:
                scores[other] = scores.get(other, 0) + weight
    scores.pop(slug, None)
    best = nsmallest(MOST_RELATED, [(-score, positions[other], other) for other, score in scores.items()])
    return tuple(
        (other, tuple(sorted(own & terms_of(other), key=lambda term: (len(holders[term]), term))[:3]))
        for _, _, other in best
    )
