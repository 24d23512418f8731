"""Lists of articles: home, archive by time, taxonomies, the page for what is not there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

import msgspec

from sitegen.crossref import Site
from sitegen.dates import PartialDate, month_name
from sitegen.model import About, Listed, Record
from sitegen.outputs import Output, Page, whole
from sitegen.pages.parts import (
    entry_view,
    frame,
    label_of,
    language_name,
    notes_by_article,
    site_language,
)  # fmt: skip
from sitegen.sealed import Sealed
from sitegen.taxonomies import TAXONOMIES, Member, member_address, members, month_address, year_address
from sitegen.urls import Permalink, relative
from sitegen.views import (
    BarView,
    GroupView,
    HomeView,
    IndexView,
    Link,
    ListView,
    NotFoundView,
    RankView,
    RedirectView,
    SaidView,
)  # fmt: skip
from sitegen.words import INTERFACE, translate

LATEST = 12
LATEST_NOTES = 4
RANKED = 12
MOST_BARS = 60
BAR_HEIGHT = 64


def list_pages(site: Site) -> Iterable[Output]:
    """Home, the archive, taxonomies and the page for addresses that are not there."""
    lang = site_language(site.about.value)
    yield Page(Permalink(""), "home.html", home_view(site), whole, language=lang)
    yield from _archive(site)
    for taxonomy, name in TAXONOMIES:
        yield from _taxonomy(site, taxonomy, name)
    yield Page(Permalink("404.html"), "404.html", not_found_view(site), whole, language=lang)
    yield from _redirects(site)


def not_found_view(site: Site) -> NotFoundView:
    """What the page for addresses that are not there shows."""
    lang = site_language(site.about.value)
    root = _base_path(site)
    title = translate("Not found", lang)
    spoken = [lang, *(code for code in site.config.languages if code in INTERFACE and code != lang)]
    said = tuple(
        SaidView(
            code,
            translate("Not found", code),
            translate("There is no page at this address. It may have moved, or the address may have a slip.", code),
        )
        for code in spoken
    )
    sitemap = f"{root}sitemap.xml" if site.config.base_url else ""
    return NotFoundView(frame(site.about.value, Permalink("404.html"), title, root=root, noindex=True), said, sitemap)


def _base_path(site: Site) -> str:
    """The path of the site on its host: a page that answers at any depth can't use relative links."""
    base = site.config.base_url
    return "/" + base.split("/", 3)[3] if base else "/"


class ListSeen(msgspec.Struct, frozen=True):
    """All that a list of articles is made of: groups with their heading and the permalink of a list of their own.

    `feed` is the permalink of the list's own feed.
    """

    about: Sealed[About]
    page: Permalink
    heading: str
    what: str
    groups: tuple[tuple[str, str, tuple[Sealed[Listed], ...]], ...]
    crumbs: tuple[tuple[str, str], ...]
    around: tuple[Link, ...]
    feed: str


def list_view(seen: ListSeen) -> ListView:
    """What a list of articles shows."""
    about, page = seen.about.value, seen.page
    lang = site_language(about)
    return ListView(
        frame(about, page, seen.heading, crumbs=((translate("Home", lang), ""), *seen.crumbs), feed=seen.feed),
        seen.heading,
        seen.what,
        sum(len(articles) for _, _, articles in seen.groups),
        tuple(
            GroupView(
                heading,
                relative(page, target) if target else "",
                tuple(entry_view(one.value, page, lang) for one in articles),
            )
            for heading, target, articles in seen.groups
        ),
        seen.around,
    )


def _year_of(record: Record, lang: str) -> tuple[str, str]:
    date = record.article.date
    return (f"{date.year}", year_address(date)) if date else (translate("Undated", lang), "")


def _month_of(record: Record, lang: str) -> tuple[str, str]:
    date = record.article.date
    address = month_address(date) if date else None
    if date is None or address is None:
        return translate("Month not known", lang), ""
    name = month_name(date.month, lang)
    return name[:1].upper() + name[1:], address


def _list(
    site: Site, page: Permalink, heading: str, what: str, records: Sequence[Record],
    by: Callable[[Record], tuple[str, str]], crumbs: tuple[tuple[str, str], ...], around: tuple[Link, ...] = (),
) -> Page:  # fmt: skip
    fed = what == "languages" and any(record.article.meta.robots != "noindex" for record in records)
    groups = tuple(
        (name, target, tuple(site.listed[record.article.slug] for record in group))
        for (name, target), group in groupby(records, key=by)
    )
    seen = ListSeen(site.about, page, heading, what, groups, crumbs, around, f"{page}feed.xml" if fed else "")
    return Page(page, "list.html", seen, list_view, language=site_language(site.about.value))


def _archive(site: Site) -> Iterable[Output]:
    lang = site_language(site.about.value)
    title = translate("Archive", lang)
    page = Permalink("archive/")

    def year(record: Record) -> tuple[str, str]:
        return _year_of(record, lang)

    def month(record: Record) -> tuple[str, str]:
        return _month_of(record, lang)

    around = tuple(Link(translate(name, lang), relative(page, f"{tax}/")) for tax, name in TAXONOMIES)
    yield _list(site, page, title, "archive", site.records, year, (), around)
    dated = [r for r in site.records if r.article.date]
    for number, group in groupby(dated, key=lambda r: (r.article.date or PartialDate(1)).year):
        records = list(group)
        crumbs = ((title, "archive/"),)
        address = year_address(PartialDate(number))
        yield _list(site, address, f"{number}", "year", records, month, crumbs)
        for (name, target), inner in groupby(records, key=month):
            if target:
                here = Permalink(target)
                heading = f"{name} {number}" if lang not in ("zh", "ja") else f"{number}年{name}"
                yield _list(
                    site,
                    here,
                    heading,
                    "month",
                    list(inner),
                    lambda _: ("", ""),
                    (*crumbs, (f"{number}", address)),
                )


def _taxonomy(site: Site, taxonomy: str, name: str) -> Iterable[Output]:
    lang = site_language(site.about.value)
    title = translate(name, lang)
    page = Permalink(f"{taxonomy}/")

    def shown(member: Member) -> str:
        return language_name(member.name, lang) if taxonomy == "languages" else member.name

    found = sorted(members(site.records, taxonomy), key=lambda m: (shown(m).casefold(), m.address))
    links = tuple(Link(shown(m), relative(page, m.address), len(m.records)) for m in found)
    crumbs = ((translate("Home", lang), ""), (translate("Archive", lang), "archive/"))
    view = IndexView(frame(site.about.value, page, title, crumbs=crumbs), title, links)
    yield Page(page, "index.html", view, whole, language=lang)
    for member in found:
        yield _list(
            site, member.address, shown(member), taxonomy, member.records,
            lambda record: _year_of(record, lang), ((title, f"{taxonomy}/"),),
        )  # fmt: skip


def _redirects(site: Site) -> Iterable[Output]:
    lang = site_language(site.about.value)
    for record in site.records:
        for alias in record.article.meta.aliases:
            page = Permalink(alias.strip("/") + "/")
            target = record.article.permalink
            canonical = site.config.base_url + target if site.config.base_url else ""
            around = frame(site.about.value, page, record.article.title, canonical=canonical, noindex=True)
            view = RedirectView(around, relative(page, target), record.article.title)
            yield Page(page, "redirect.html", view, whole, language=lang)


def _bars(site: Site) -> tuple[BarView, ...]:
    months = Counter(
        (r.article.date.year, r.article.date.month) for r in site.records if r.article.date and r.article.date.month
    )
    if not months:
        return ()
    lang = site_language(site.about.value)
    (year, month), last = min(months), max(months)
    span = []
    while (year, month) <= last:
        span.append((year, month))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    most = max(months.values())
    return tuple(
        BarView(
            x * 10,
            max(3, round(BAR_HEIGHT * months[key] / most)) if months[key] else 0,
            f"{month_name(key[1], lang)} {key[0]}",
            month_address(PartialDate(*key)) or "",
            months[key],
        )
        for x, key in enumerate(span[-MOST_BARS * 3 :])
    )


def home_view(site: Site) -> HomeView:
    """What the home page shows."""
    lang = site_language(site.about.value)
    page = Permalink("")
    listed = [site.listed[record.article.slug].value for record in site.records[:LATEST]]
    totals = site.totals
    ranked = sorted(totals, key=lambda t: (-totals[t], t))[:RANKED]
    most = max((totals[t] for t in ranked), default=1)
    languages = Counter(r.article.language for r in site.records)
    years = sorted(r.article.date.year for r in site.records if r.article.date)
    return HomeView(
        frame=frame(site.about.value, page, site.config.title),
        description=site.config.description,
        articles=len(site.records),
        terms=len(site.entries),
        noted=len(site.notes),
        bars=_bars(site),
        first_year=str(years[0]) if years else "",
        last_year=str(years[-1]) if years else "",
        latest=tuple(entry_view(one, page, lang) for one in listed),
        ranks=tuple(
            RankView(Link(label_of(site.entries[t], lang), f"terms/{t}/", totals[t]), round(100 * totals[t] / most))
            for t in ranked
        ),
        notes=notes_by_article(site.notes[:LATEST_NOTES], page, lang),
        languages=tuple(
            Link(language_name(code, lang), relative(page, member_address("languages", code)), count)
            for code, count in languages.most_common()
        ),
    )
