"""What programs read: feeds and the sitemap."""

from __future__ import annotations

import msgspec


class FeedEntry(msgspec.Struct, frozen=True):
    """An entry of a feed; addresses are absolute."""

    id: str
    href: str
    title: str
    summary: str
    html: str
    lang: str
    updated: str
    published: str
    author: str


class FeedView(msgspec.Struct, frozen=True):
    """A feed, as Atom (RFC 4287) or JSON Feed 1.1."""

    title: str
    home: str
    self_: str
    id: str
    lang: str
    updated: str
    entries: tuple[FeedEntry, ...]


class SitemapView(msgspec.Struct, frozen=True):
    """A sitemap: address and date of last change ("" if not known), or the addresses of the sitemaps that it is in."""

    pages: tuple[tuple[str, str], ...]
    parts: tuple[str, ...] = ()
