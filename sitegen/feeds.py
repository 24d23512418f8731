"""What programs read: feeds, the sitemap, robots.txt."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import islice

import msgspec

from sitegen.addresses import Addresses
from sitegen.crossref import Site
from sitegen.dates import PartialDate
from sitegen.model import Listed, PlacedNote, Record, in_language
from sitegen.outputs import LINES, Asset, Emitted, Page, fixed, whole
from sitegen.pages.parts import fragment, language_name, site_language
from sitegen.taxonomies import list_addresses, members
from sitegen.urls import Permalink, Slug, absolute
from sitegen.views import FeedEntry, FeedView, SitemapView
from sitegen.words import name_of, translate

# XML 1.0 has all characters but these.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
UNDATED = "1970-01-01T00:00:00Z"
# The addresses that a sitemap may have, by the protocol.
MOST_LOCATED = 50_000


def xml_safe(text: str) -> str:
    """A text without the characters that XML 1.0 can't hold."""
    return _NOT_XML.sub("", text)


class Feed(msgspec.Struct, frozen=True):
    """A feed: the folder that it is in, its language and title, and what gives its entries, newest first."""

    folder: str
    language: str
    title: str
    entries: Callable[[Site], Sequence[FeedEntry]]


def feeds(addresses: Addresses) -> Iterable[Emitted]:
    """Atom and JSON feeds of the archive, of the notes, of the corrections and of each language, and the sitemap.

    Without a base address there are none: all of them need full addresses.
    """
    base = addresses.config.base_url
    lines = ["User-agent: *", "Allow: /"]
    if base:
        lines.append(f"Sitemap: {absolute(base, 'sitemap.xml')}")
    for asset in (
        Asset(Permalink(".nojekyll"), b""),
        Asset(Permalink("robots.txt"), ("\n".join(lines) + "\n").encode()),
    ):
        yield fixed(asset)
    if not base:
        return
    for feed in _feeds(addresses):
        yield Emitted(Permalink(f"{feed.folder}feed.xml"), partial(_atom, feed), "feed.xml")
        yield Emitted(Permalink(f"{feed.folder}feed.json"), partial(_json, feed))
    yield from _sitemaps(addresses)


def _feeds(addresses: Addresses) -> Iterable[Feed]:
    lang, title, size = addresses.language, addresses.config.title, addresses.config.feeds.size
    public = [article for article in addresses.articles if article.public]
    yield Feed("", lang, title, partial(_articles, tuple(a.slug for a in public[:size])))
    yield Feed("notes/", lang, f"{title}: {translate('Notes', lang)}", partial(_notes, ""))
    if "correction" in addresses.kinds:
        name = f"{title}: {translate('Corrections', lang)}"
        yield Feed("notes/correction/", lang, name, partial(_notes, "correction"))
    for member in members(public, "languages"):
        name = f"{title}: {language_name(member.name, lang)}"
        slugs = tuple(article.slug for article in member.articles[:size])
        yield Feed(member.address, member.name, name, partial(_articles, slugs))


def _articles(slugs: Sequence[str], site: Site) -> Sequence[FeedEntry]:
    return [_article_entry(site, site.sealed[slug].value) for slug in slugs]


def _notes(kind: str, site: Site) -> Sequence[FeedEntry]:
    lang = site_language(site.about.value)
    notes = (pair for pair in site.notes if kind in ("", pair[1].note.kind))
    return [_note_entry(site, *pair, lang) for pair in islice(notes, site.config.feeds.size)]


def _view(feed: Feed, site: Site) -> FeedView:
    base = site.config.base_url
    entries = feed.entries(site)
    address = absolute(base, f"{feed.folder}feed.xml")
    updated = max((e.updated for e in entries), default=UNDATED)
    return FeedView(
        xml_safe(feed.title), absolute(base, feed.folder), address, address, feed.language, updated, tuple(entries)
    )


def _atom(feed: Feed, site: Site) -> Page:
    language = site_language(site.about.value)
    return Page(Permalink(f"{feed.folder}feed.xml"), "feed.xml", _view(feed, site), whole, language=language)


def _json(feed: Feed, site: Site) -> Asset:
    page = Permalink(f"{feed.folder}feed.json")
    return Asset(page, _json_feed(_view(feed, site), absolute(site.config.base_url, page)))


def _json_feed(view: FeedView, address: str) -> bytes:
    """JSON Feed 1.1."""
    items = [
        {
            "id": e.id,
            "url": e.href,
            "title": e.title,
            "language": e.lang,
            "date_published": e.published,
            "date_modified": e.updated,
            **({"content_html": e.html} if e.html else {"content_text": e.summary}),
            **({"authors": [{"name": e.author}]} if e.author else {}),
        }
        for e in view.entries
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": view.title,
        "home_page_url": view.home,
        "feed_url": address,
        "language": view.lang,
        "items": items,
    }
    return msgspec.json.format(msgspec.json.encode(feed), indent=1) + b"\n"


def _instant(date: PartialDate | None) -> str:
    return f"{date.first_day.isoformat()}T00:00:00Z" if date else UNDATED


def _article_entry(site: Site, record: Record) -> FeedEntry:
    article = record.article
    address = absolute(site.config.base_url, article.permalink)
    meta = article.meta
    return FeedEntry(
        id=address,
        href=address,
        title=xml_safe(article.title),
        summary=xml_safe(record.excerpt),
        html="",
        lang=article.language,
        updated=_instant(meta.updated or article.date),
        published=_instant(article.date),
        author=xml_safe(", ".join(meta.authors) or meta.publisher or site.config.title),
    )


def _note_entry(site: Site, article: Listed, placed: PlacedNote, lang: str) -> FeedEntry:
    note = placed.note
    # The id stays the note's own where the article's page does not show it.
    address = f"{absolute(site.config.base_url, article.permalink)}#note-{note.id}"
    shown = address if article.full else address.partition("#")[0]
    body, language = in_language(note.body, (lang, article.language))
    quote = f"“{note.quote}” " if note.quote else ""
    return FeedEntry(
        id=address,
        href=shown,
        title=xml_safe(f"{name_of(note.kind, lang)}: {article.title}"),
        summary=xml_safe(quote),
        html=xml_safe(fragment(body, site.about.value.engine)),
        lang=lang if language == "any" else language,
        updated=_instant(note.date),
        published=_instant(note.date),
        author=xml_safe(note.author or site.config.title),
    )


class SitemapSeen(msgspec.Struct, frozen=True):
    """All that a sitemap is made of: permalinks, and dates of last change ("" if not known); permalinks of sitemaps."""

    base_url: str
    pages: tuple[tuple[str, str], ...] = ()
    parts: tuple[str, ...] = ()


def sitemap_view(seen: SitemapSeen) -> SitemapView:
    """What a sitemap shows."""
    return SitemapView(
        tuple((absolute(seen.base_url, page), date) for page, date in seen.pages),
        tuple(absolute(seen.base_url, part) for part in seen.parts),
    )


def _sitemaps(addresses: Addresses) -> Iterable[Emitted]:
    """The sitemap; one that would be too long is an index of others (https://www.sitemaps.org/protocol.html)."""
    whole_one = Permalink("sitemap.xml")
    lists = ("", "archive/", "glossary/", "notes/", *(f"notes/{kind}/" for kind in sorted(addresses.kinds)))
    lists += (*list_addresses(addresses), *(f"terms/{term}/" for term in addresses.terms))
    articles = [article.slug for article in reversed(addresses.articles)]
    if len(lists) + len(articles) <= MOST_LOCATED:
        yield Emitted(whole_one, partial(_sitemap, whole_one, lists, articles), "sitemap.xml")
        return
    # From the oldest on: most of them stay what they are when an article comes.
    groups: list[tuple[Sequence[str], Sequence[Slug]]] = [
        (lists[n : n + MOST_LOCATED], ()) for n in range(0, len(lists), MOST_LOCATED)
    ]
    groups += [((), articles[n : n + MOST_LOCATED]) for n in range(0, len(articles), MOST_LOCATED)]
    parts = tuple(Permalink(f"sitemap-{number}.xml") for number in range(1, len(groups) + 1))
    for part, (some_lists, some_articles) in zip(parts, groups, strict=True):
        yield Emitted(part, partial(_sitemap, part, some_lists, some_articles), "sitemap.xml")
    yield Emitted(whole_one, partial(_sitemap_index, whole_one, parts), "sitemap.xml")


def _sitemap(permalink: Permalink, lists: Sequence[str], articles: Sequence[Slug], site: Site) -> Page:
    pages = [(page, "") for page in lists]
    records = (site.sealed[slug].value for slug in articles)
    pages += [
        (record.article.permalink, str(record.article.meta.updated or record.article.date or ""))
        for record in records
        if record.article.meta.robots != "noindex"
    ]
    seen = SitemapSeen(site.config.base_url, pages=tuple(pages))
    weight = 1 + len(pages) // LINES
    return Page(permalink, "sitemap.xml", seen, sitemap_view, language=site_language(site.about.value), weight=weight)


def _sitemap_index(permalink: Permalink, parts: tuple[Permalink, ...], site: Site) -> Page:
    seen = SitemapSeen(site.config.base_url, parts=parts)
    return Page(permalink, "sitemap.xml", seen, sitemap_view, language=site_language(site.about.value))
