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
from sitegen.outputs import LINES, Emitted, Page, whole
from sitegen.pages.parts import entry_view, frame, language_name, site_language
from sitegen.sealed import Sealed
from sitegen.taxonomies import ARCHIVE, LONGEST, TAXONOMIES, Member, members_in, month_address, year_address
from sitegen.urls import Permalink, Slug, relative
from sitegen.views import GroupView, IndexView, Link, ListView
from sitegen.words import translate

Crumbs = tuple[tuple[str, str], ...]


class Listing(msgspec.Struct, frozen=True):
    """Which articles a list has: groups with their heading, the permalink of a list of their own, and their size.

    A group of a list that would be too long shows none of its articles. `feed` is the permalink of the list's own feed.
    """

    page: Permalink
    heading: str
    what: str
    groups: tuple[tuple[str, str, int, tuple[Slug, ...]], ...]
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
    groups = []
    parts = []
    for (heading, target, size, shown), articles in zip(listing.groups, seen.articles, strict=True):
        href = relative(page, target) if target else ""
        if shown:
            groups.append(GroupView(heading, href, tuple(entry_view(one.value, page, lang) for one in articles)))
        else:
            parts.append(Link(heading, href, size))
    return ListView(
        frame(about, page, listing.heading, crumbs=crumbs, feed=listing.feed),
        listing.heading,
        listing.what,
        sum(size for _, _, size, _ in listing.groups),
        tuple(parts),
        tuple(groups),
        listing.around,
    )


def _list(
    page: Permalink, heading: str, what: str, articles: Sequence[Addressed],
    by: Callable[[Addressed], tuple[str, str]], crumbs: Crumbs, around: tuple[Link, ...] = (),
) -> Emitted:  # fmt: skip
    def output(site: Site) -> Page:
        fed = what == "languages" and any(article.public for article in articles)
        groups = []
        for (name, target), group in groupby(articles, key=by):
            slugs = tuple(article.slug for article in group)
            groups.append((name, target, len(slugs), slugs if _is_shown(articles) or not target else ()))
        feed = f"{page}feed.xml" if fed else ""
        return _page(Listing(page, heading, what, tuple(groups), crumbs, around, feed), site)

    return Emitted(page, output, "list.html", ("about", "addresses", "listed"))


def _is_shown(articles: Sequence[Addressed]) -> bool:
    """Whether a list of some articles shows them all."""
    return len(articles) <= LONGEST


def _page(listing: Listing, site: Site) -> Page:
    articles = tuple(tuple(map(site.listed.__getitem__, slugs)) for _, _, _, slugs in listing.groups)
    seen = ListSeen(site.about, listing, articles)
    weight = 1 + sum(map(len, articles)) // LINES
    return Page(listing.page, "list.html", seen, list_view, language=site_language(site.about.value), weight=weight)


def _archive(addresses: Addresses) -> Iterable[Emitted]:
    lang = addresses.language
    title = translate("Archive", lang)
    around = tuple(Link(translate(name, lang), relative(ARCHIVE, f"{tax}/")) for tax, name in TAXONOMIES)
    yield _list(ARCHIVE, title, "archive", addresses.articles, partial(_year_of, ARCHIVE, lang), (), around)
    yield from _years(ARCHIVE, "", addresses.articles, ((title, ARCHIVE),), lang)


def _year_of(page: Permalink, lang: str, article: Addressed) -> tuple[str, str]:
    """The name of an article's year, and the permalink of the list of that year below another."""
    date = article.date
    return (f"{date.year}", year_address(date, page)) if date else (translate("Undated", lang), "")


def _month_of(page: Permalink, lang: str, article: Addressed) -> tuple[str, str]:
    date = article.date
    address = month_address(date, page) if date else None
    if date is None or address is None:
        return translate("Month not known", lang), ""
    name = month_name(date.month, lang)
    return name[:1].upper() + name[1:], address


def _years(
    page: Permalink, heading: str, articles: Sequence[Addressed], crumbs: Crumbs, lang: str
) -> Iterable[Emitted]:
    """The lists of the years below a list, and of the months below these; `heading` is what they are lists of."""
    dated = [article for article in articles if article.date]
    for number, group in groupby(dated, key=lambda article: (article.date or PartialDate(1)).year):
        of_year = list(group)
        address = year_address(PartialDate(number), page)
        own = page == ARCHIVE or not _is_shown(of_year)
        by = partial(_month_of, page if own else ARCHIVE, lang)
        yield _list(address, _joined(heading, f"{number}"), "year", of_year, by, crumbs)
        for (name, target), inner in groupby(of_year, key=by) if own else ():
            if target:
                when = f"{name} {number}" if lang not in ("zh", "ja") else f"{number}年{name}"
                above = (*crumbs, (f"{number}", address))
                here = Permalink(target)
                yield _list(here, _joined(heading, when), "month", list(inner), lambda _: ("", ""), above)


def _joined(heading: str, when: str) -> str:
    return f"{heading}, {when}" if heading else when


def _taxonomy(addresses: Addresses, taxonomy: str, name: str) -> Iterable[Emitted]:
    lang = addresses.language
    title = translate(name, lang)
    page = Permalink(f"{taxonomy}/")

    def shown(member: Member) -> str:
        return language_name(member.name, lang) if taxonomy == "languages" else member.name

    found = sorted(members_in(addresses, taxonomy), key=lambda m: (shown(m).casefold(), m.address))
    links = tuple(Link(shown(m), relative(page, m.address), len(m.articles)) for m in found)
    yield Emitted(page, partial(_index, page, title, links), "index.html", ("about", "addresses"))
    for member in found:
        name, address, articles = shown(member), member.address, member.articles
        crumbs = ((title, f"{taxonomy}/"),)
        below = ARCHIVE if _is_shown(articles) else address
        yield _list(address, name, taxonomy, articles, partial(_year_of, below, lang), crumbs)
        if below == address:
            yield from _years(address, name, articles, (*crumbs, (name, address)), lang)


def _index(page: Permalink, title: str, links: tuple[Link, ...], site: Site) -> Page:
    lang = site_language(site.about.value)
    crumbs = ((translate("Home", lang), ""), (translate("Archive", lang), "archive/"))
    view = IndexView(frame(site.about.value, page, title, crumbs=crumbs), title, links)
    return Page(page, "index.html", view, whole, language=lang)
