"""The ways in which a site sorts its articles, and the addresses of what it sorts them into."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec

from sitegen.dates import PartialDate
from sitegen.model import Record
from sitegen.urls import Permalink, Slug, slugify

TAXONOMIES = (("tags", "Tags"), ("languages", "Languages"), ("publishers", "Publishers"))


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
    records: tuple[Record, ...]


def members(records: Sequence[Record], taxonomy: str) -> tuple[Member, ...]:
    """The members of a taxonomy in the order of their addresses, each with its articles in the order given."""
    found: dict[Permalink, dict[str, Record]] = {}
    names: dict[Permalink, Counter[str]] = {}
    for record in records:
        for name in members_of(record, taxonomy):
            address = member_address(taxonomy, name)
            found.setdefault(address, {})[record.article.slug] = record
            names.setdefault(address, Counter())[name] += 1
    return tuple(
        Member(min(names[address], key=lambda n: (-names[address][n], n)), address, tuple(group.values()))
        for address, group in sorted(found.items())
    )


def members_of(record: Record, taxonomy: str) -> tuple[str, ...]:
    """The members of a taxonomy that an article has."""
    article = record.article
    if taxonomy == "tags":
        return article.meta.tags
    if taxonomy == "languages":
        return (article.language,)
    return (article.meta.publisher,) if article.meta.publisher else ()


def year_address(date: PartialDate) -> Permalink:
    """The permalink of the list of a year."""
    return Permalink(f"archive/{date.year}/")


def month_address(date: PartialDate) -> Permalink | None:
    """The permalink of the list of a month; None for a date that has none."""
    return Permalink(f"archive/{date.year}/{date.month:02}/") if date.month else None


def list_addresses(records: Sequence[Record]) -> Iterable[Permalink]:
    """The permalinks of all lists of articles, sorted."""
    found: set[Permalink] = {Permalink(f"{taxonomy}/") for taxonomy, _ in TAXONOMIES}
    for record in records:
        for taxonomy, _ in TAXONOMIES:
            found.update(member_address(taxonomy, name) for name in members_of(record, taxonomy))
        if date := record.article.date:
            found.add(year_address(date))
            if month := month_address(date):
                found.add(month)
    return sorted(found)
