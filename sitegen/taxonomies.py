"""The ways in which a site sorts its articles, and the addresses of what it sorts them into."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec

from sitegen.addresses import Addressed, Addresses
from sitegen.dates import PartialDate
from sitegen.urls import Permalink, Slug, slugify

TAXONOMIES = (("tags", "Tags"), ("languages", "Languages"), ("publishers", "Publishers"))
ARCHIVE = Permalink("archive/")
# The articles that a list shows at most. A longer one leads to a list of each of its years, and these of their months:
# unlike pages with numbers, they stay what they are when something new comes.
LONGEST = 1000

# What a slug drops though it tells two names apart: "C", "C++" and "C#".
_TELLING = re.compile(r"[+#&*@%<>=|~^$€£°§]")


@lru_cache(maxsize=16384)
def member_address(taxonomy: str, name: str) -> Permalink:
    """The permalink of a member of a taxonomy; names that differ by case alone share it."""
    folded = unicodedata.normalize("NFC", name).casefold()
    slug = slugify(name)
    if _TELLING.search(folded) or not slug:
        slug = Slug(f"{slug}-{hashlib.blake2b(folded.encode(), digest_size=4).hexdigest()}".strip("-"))
    return Permalink(f"{taxonomy}/{slug}/")


class Member(msgspec.Struct, frozen=True):
    """A member of a taxonomy: the name that most of its articles give it, its address, its articles."""

    name: str
    address: Permalink
    articles: tuple[Addressed, ...]


def members_in(addresses: Addresses, taxonomy: str) -> tuple[Member, ...]:
    """The members of a taxonomy of a site, as `members` has them."""
    if taxonomy not in addresses.sorted_by:
        addresses.sorted_by[taxonomy] = members(addresses.articles, taxonomy)
    found: tuple[Member, ...] = addresses.sorted_by[taxonomy]
    return found


def members(articles: Sequence[Addressed], taxonomy: str) -> tuple[Member, ...]:
    """The members of a taxonomy in the order of their addresses, each with its articles in the order given."""
    named: dict[str, list[Addressed]] = {}
    for article in articles:
        for name in members_of(article, taxonomy):
            group = named.setdefault(name, [])
            if not group or group[-1] is not article:
                group.append(article)
    sharing: dict[Permalink, list[str]] = {}
    for name in named:
        sharing.setdefault(member_address(taxonomy, name), []).append(name)
    return tuple(
        Member(min(names, key=lambda n: (-len(named[n]), n)), address, _together([named[n] for n in names], articles))
        for address, names in sorted(sharing.items())
    )


def _together(groups: Sequence[Sequence[Addressed]], articles: Sequence[Addressed]) -> tuple[Addressed, ...]:
    """The articles of some groups, each once, in the order given."""
    if len(groups) == 1:
        return tuple(groups[0])
    slugs = {article.slug for group in groups for article in group}
    return tuple(article for article in articles if article.slug in slugs)


def members_of(article: Addressed, taxonomy: str) -> tuple[str, ...]:
    """The members of a taxonomy that an article has."""
    if taxonomy == "tags":
        return article.tags
    if taxonomy == "languages":
        return (article.language,)
    return (article.publisher,) if article.publisher else ()


def year_address(date: PartialDate, page: Permalink = ARCHIVE) -> Permalink:
    """The permalink of the list of a year, below that of all years."""
    return Permalink(f"{page}{date.year}/")


def month_address(date: PartialDate, page: Permalink = ARCHIVE) -> Permalink | None:
    """The permalink of the list of a month, below that of all years; None for a date that has none."""
    return Permalink(f"{page}{date.year}/{date.month:02}/") if date.month else None


def list_addresses(addresses: Addresses) -> Iterable[Permalink]:
    """The permalinks of all lists of a site's articles, sorted."""
    found: set[Permalink] = {Permalink(f"{taxonomy}/") for taxonomy, _ in TAXONOMIES}
    found.update(_lists_by_time(ARCHIVE, addresses.articles, months_of_all=True))
    for taxonomy, _ in TAXONOMIES:
        for member in members_in(addresses, taxonomy):
            found.add(member.address)
            if len(member.articles) > LONGEST:
                found.update(_lists_by_time(member.address, member.articles))
    return sorted(found)


def _lists_by_time(
    page: Permalink, articles: Iterable[Addressed], *, months_of_all: bool = False
) -> Iterable[Permalink]:
    """The lists of years below a list, and below those that are too long, or below all, those of months."""
    months = Counter((date.year, date.month) for article in articles if (date := article.date))
    years: Counter[int] = Counter()
    for (year, _), size in months.items():
        years[year] += size
    yield from (year_address(PartialDate(year), page) for year in years)
    for year, month in months:
        if months_of_all or years[year] > LONGEST:
            yield from filter(None, [month_address(PartialDate(year, month), page)])
