"""What programs read: feeds, the sitemap, robots.txt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from sitegen.crossref import Site
from sitegen.dates import PartialDate
from sitegen.model import Listed, PlacedNote, Record, in_language
from sitegen.outputs import Asset, Output, Page, whole
from sitegen.pages.parts import fragment, language_name, site_language
from sitegen.taxonomies import list_addresses, members
from sitegen.urls import Permalink, absolute
from sitegen.views import FeedEntry, FeedView, SitemapView
from sitegen.words import name_of, translate

# XML 1.0 has all characters but these.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
UNDATED = "1970-01-01T00:00:00Z"


def xml_safe(text: str) -> str:
    """A text without the characters that XML 1.0 can't hold."""
    return _NOT_XML.sub("", text)


def feeds(site: Site) -> Iterable[Output]:
    """Atom and JSON feeds of the archive, of the notes, of the corrections and of each language, and the sitemap.

    Without a base address there are none: all of them need full addresses.
    """
    yield Asset(Permalink(".nojekyll"), b"")
    base = site.config.base_url
    lines = ["User-agent: *", "Allow: /"]
    if base:
        lines.append(f"Sitemap: {absolute(base, 'sitemap.xml')}")
    yield Asset(Permalink("robots.txt"), ("\n".join(lines) + "\n").encode())
    if not base:
        return
    lang = site_language(site.about.value)
    title = site.config.title
    size = site.config.feeds.size
    public = [r for r in site.records if r.article.meta.robots != "noindex"]
    yield from _feed(site, "", title, lang, [_article_entry(site, r) for r in public[:size]])
    noted = [_note_entry(site, a, p, lang) for a, p in site.notes[:size]]
    yield from _feed(site, "notes/", f"{title}: {translate('Notes', lang)}", lang, noted)
    corrections = [pair for pair in site.notes if pair[1].note.kind == "correction"]
    if corrections:
        corrected = [_note_entry(site, a, p, lang) for a, p in corrections[:size]]
        name = f"{title}: {translate('Corrections', lang)}"
        yield from _feed(site, "notes/correction/", name, lang, corrected)
    for member in members(public, "languages"):
        name = f"{title}: {language_name(member.name, lang)}"
        chosen = [_article_entry(site, r) for r in member.records[:size]]
        yield from _feed(site, member.address, name, member.name, chosen)
    yield Page(Permalink("sitemap.xml"), "sitemap.xml", _sitemap(site), sitemap_view, language=lang)


def _feed(site: Site, folder: str, title: str, lang: str, entries: Sequence[FeedEntry]) -> Iterable[Output]:
    base = site.config.base_url
    updated = max((e.updated for e in entries), default=UNDATED)
    view = FeedView(
        xml_safe(title),
        absolute(base, folder),
        absolute(base, f"{folder}feed.xml"),
        absolute(base, f"{folder}feed.xml"),
        lang,
        updated,
        tuple(entries),
    )
    yield Page(Permalink(f"{folder}feed.xml"), "feed.xml", view, whole, language=site_language(site.about.value))
    yield Asset(Permalink(f"{folder}feed.json"), _json_feed(view, absolute(base, f"{folder}feed.json")))


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
        html=xml_safe(fragment(body)),
        lang=lang if language == "any" else language,
        updated=_instant(note.date),
        published=_instant(note.date),
        author=xml_safe(note.author or site.config.title),
    )


class SitemapSeen(msgspec.Struct, frozen=True):
    """All that the sitemap is made of: permalinks, and dates of last change ("" if not known)."""

    base_url: str
    pages: tuple[tuple[str, str], ...]


def sitemap_view(seen: SitemapSeen) -> SitemapView:
    """What the sitemap shows."""
    return SitemapView(tuple((absolute(seen.base_url, page), date) for page, date in seen.pages))


def _sitemap(site: Site) -> SitemapSeen:
    kinds = sorted({placed.note.kind for _, placed in site.notes})
    pages = [("", ""), ("archive/", ""), ("glossary/", ""), ("notes/", "")]
    pages += [(f"notes/{kind}/", "") for kind in kinds]
    pages += [(address, "") for address in list_addresses(site.records)]
    pages += [
        (r.article.permalink, str(r.article.meta.updated or r.article.date or ""))
        for r in site.records
        if r.article.meta.robots != "noindex"
    ]
    pages += [(f"terms/{term}/", "") for term in site.entries]
    return SitemapSeen(site.config.base_url, tuple(pages))
