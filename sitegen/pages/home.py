"""The home page, the page for addresses that are not there, and those at old addresses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import partial

from sitegen.addresses import Addresses
from sitegen.crossref import Site
from sitegen.dates import PartialDate, month_name
from sitegen.outputs import Emitted, Page, whole
from sitegen.pages.parts import entry_view, frame, label_of, language_name, notes_by_article, site_language
from sitegen.taxonomies import member_address, month_address
from sitegen.urls import Permalink, relative
from sitegen.views import BarView, HomeView, Link, NotFoundView, RankView, RedirectView, SaidView
from sitegen.words import INTERFACE, translate

LATEST = 12
LATEST_NOTES = 4
RANKED = 12
MOST_BARS = 60
BAR_HEIGHT = 64


def home_pages(addresses: Addresses) -> Iterable[Emitted]:
    """Home, the page for addresses that are not there, and a page at each old address."""
    yield Emitted(Permalink(""), _home, "home.html")
    yield Emitted(Permalink("404.html"), _not_found, "404.html", ("about",))
    for article in addresses.articles:
        for alias in article.aliases:
            page = Permalink(alias.strip("/") + "/")
            yield Emitted(page, partial(_redirect, page, article.slug), "redirect.html", ("about", "listed"))


def _home(site: Site) -> Page:
    return Page(Permalink(""), "home.html", home_view(site), whole, language=site_language(site.about.value))


def _not_found(site: Site) -> Page:
    lang = site_language(site.about.value)
    return Page(Permalink("404.html"), "404.html", not_found_view(site), whole, language=lang)


def _redirect(page: Permalink, slug: str, site: Site) -> Page:
    article = site.listed[slug].value
    canonical = site.config.base_url + article.permalink if site.config.base_url else ""
    around = frame(site.about.value, page, article.title, canonical=canonical, noindex=True)
    view = RedirectView(around, relative(page, article.permalink), article.title)
    return Page(page, "redirect.html", view, whole, language=site_language(site.about.value))


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
