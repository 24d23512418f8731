"""Lists of articles: the archive by time, and taxonomies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import groupby

import msgspec

from sitegen.addresses import Addressed, Addresses
from sitegen.crossref import Site
from sitegen.dates import PartialDate, month_name
from sitegen.model import About, Listed
from sitegen.outputs import Emitted, Page, whole
from sitegen.pages.parts import entry_view, frame, language_name, site_language
from sitegen.sealed import Sealed
from sitegen.taxonomies import TAXONOMIES, Member, members, month_address, year_address
from sitegen.urls import Permalink, Slug, relative
from sitegen.views import GroupView, IndexView, Link, ListView
from sitegen.words import translate


class Listing(msgspec.Struct, frozen=True):
    """Which articles a list has: groups with their heading and the permalink of a list of their own.

    `feed` is the permalink of the list's own feed.
    """

    page: Permalink
    heading: str
    what: str
    groups: tuple[tuple[str, str, tuple[Slug, ...]], ...]
    crumbs: tuple[tuple[str, str], ...]
    around: tuple[Link, ...]
    feed: str


class ListSeen(msgspec.Struct, frozen=True):
    """All that a list of articles is made of; `articles` are those of each of its groups."""

    about: Sealed[About]
    listing: Listing
    articles: tuple[tuple[Sealed[Listed], ...], ...]


def list_pages(addresses: Addresses) -> Iterable[Emitted]:
    """The archive, and taxonomies."""
    yield from _archive(addresses)
    for taxonomy, name in TAXONOMIES:
        yield from _taxonomy(addresses, taxonomy, name)


def list_view(seen: ListSeen) -> ListView:
    """What a list of articles shows."""
    about, listing, page = seen.about.value, seen.listing, seen.listing.page
    lang = site_language(about)
    crumbs = ((translate("Home", lang), ""), *listing.crumbs)
    return ListView(
        frame(about, page, listing.heading, crumbs=crumbs, feed=listing.feed),
        listing.heading,
        listing.what,
        sum(map(len, seen.articles)),
        tuple(
            GroupView(
                heading,
                relative(page, target) if target else "",
                tuple(entry_view(one.value, page, lang) for one in articles),
            )
            for (heading, target, _), articles in zip(listing.groups, seen.articles, strict=True)
        ),
        listing.around,
    )


def _year_of(article: Addressed, lang: str) -> tuple[str, str]:
    date = article.date
    return (f"{date.year}", year_address(date)) if date else (translate("Undated", lang), "")


def _month_of(article: Addressed, lang: str) -> tuple[str, str]:
    date = article.date
    address = month_address(date) if date else None
    if date is None or address is None:
        return translate("Month not known", lang), ""
    name = month_name(date.month, lang)
    return name[:1].upper() + name[1:], address


def _list(
    page: Permalink, heading: str, what: str, articles: Sequence[Addressed],
    by: Callable[[Addressed], tuple[str, str]], crumbs: tuple[tuple[str, str], ...], around: tuple[Link, ...] = (),
) -> Emitted:  # fmt: skip
    def output(site: Site) -> Page:
        fed = what == "languages" and any(article.public for article in articles)
        groups = tuple(
            (name, target, tuple(article.slug for article in group))
            for (name, target), group in groupby(articles, key=by)
        )
        return _page(Listing(page, heading, what, groups, crumbs, around, f"{page}feed.xml" if fed else ""), site)

    return Emitted(page, output, "list.html", ("about", "addresses", "listed"))


def _page(listing: Listing, site: Site) -> Page:
    articles = tuple(tuple(map(site.listed.__getitem__, slugs)) for _, _, slugs in listing.groups)
    seen = ListSeen(site.about, listing, articles)
    return Page(listing.page, "list.html", seen, list_view, language=site_language(site.about.value))


def _archive(addresses: Addresses) -> Iterable[Emitted]:
    lang = addresses.language
    title = translate("Archive", lang)
    page = Permalink("archive/")

    def year(article: Addressed) -> tuple[str, str]:
        return _year_of(article, lang)

    def month(article: Addressed) -> tuple[str, str]:
        return _month_of(article, lang)

    around = tuple(Link(translate(name, lang), relative(page, f"{tax}/")) for tax, name in TAXONOMIES)
    yield _list(page, title, "archive", addresses.articles, year, (), around)
    dated = [article for article in addresses.articles if article.date]
    for number, group in groupby(dated, key=lambda article: (article.date or PartialDate(1)).year):
        articles = list(group)
        crumbs = ((title, "archive/"),)
        address = year_address(PartialDate(number))
        yield _list(address, f"{number}", "year", articles, month, crumbs)
        for (name, target), inner in groupby(articles, key=month):
            if target:
                here = Permalink(target)
                heading = f"{name} {number}" if lang not in ("zh", "ja") else f"{number}年{name}"
                yield _list(
                    here,
                    heading,
                    "month",
                    list(inner),
                    lambda _: ("", ""),
                    (*crumbs, (f"{number}", address)),
                )


def _taxonomy(addresses: Addresses, taxonomy: str, name: str) -> Iterable[Emitted]:
    lang = addresses.language
    title = translate(name, lang)
    page = Permalink(f"{taxonomy}/")

    def shown(member: Member) -> str:
        return language_name(member.name, lang) if taxonomy == "languages" else member.name

    found = sorted(members(addresses.articles, taxonomy), key=lambda m: (shown(m).casefold(), m.address))
    links = tuple(Link(shown(m), relative(page, m.address), len(m.articles)) for m in found)
    yield Emitted(page, partial(_index, page, title, links), "index.html", ("about", "addresses"))
    for member in found:
        yield _list(
            member.address, shown(member), taxonomy, member.articles,
            lambda article: _year_of(article, lang), ((title, f"{taxonomy}/"),),
        )  # fmt: skip


def _index(page: Permalink, title: str, links: tuple[Link, ...], site: Site) -> Page:
    lang = site_language(site.about.value)
    crumbs = ((translate("Home", lang), ""), (translate("Archive", lang), "archive/"))
    view = IndexView(frame(site.about.value, page, title, crumbs=crumbs), title, links)
    return Page(page, "index.html", view, whole, language=lang)
