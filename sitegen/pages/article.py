"""The page of an article, and its source beside it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from operator import itemgetter

import msgspec

from sitegen.addresses import Addresses
from sitegen.crossref import Site, listed
from sitegen.dates import PartialDate, month_name
from sitegen.markup import escape
from sitegen.model import About, Listed, Record
from sitegen.outputs import Emitted, Facet, Page
from sitegen.pages.jsonld import article_json, defined_term_json
from sitegen.pages.parts import (
    card,
    direction_of,
    entry_view,
    frame,
    label_of,
    language_name,
    note_view,
    page_language,
    when,
)  # fmt: skip
from sitegen.sealed import Common, Sealed
from sitegen.taxonomies import member_address, month_address, year_address
from sitegen.typography import set_line
from sitegen.urls import Permalink, absolute, host, relative, safe_href
from sitegen.views import ArticleView, CardView, HeadingView, Link
from sitegen.words import translate

SEES: tuple[Facet, ...] = ("about", "addresses", "listed", "related")
WORDS_A_MINUTE = 220


class TermSeen(msgspec.Struct, frozen=True):
    """A term as articles show it: its card, and its data in JSON ("" where there is no base address)."""

    card: CardView
    data: str


class ArticleSeen(msgspec.Struct, frozen=True):
    """All that an article's page is made of. `language` is the page's; `terms` are in the order of their labels.

    `record` is without what goes elsewhere: where it mentions which term, and its problems.
    `related` are other articles with the labels of the terms shared; `aside` are the terms that only notes speak of.
    """

    about: Sealed[About]
    language: str
    record: Sealed[Record]
    newer: Sealed[Listed] | None
    older: Sealed[Listed] | None
    related: tuple[tuple[Sealed[Listed], tuple[str, ...]], ...]
    translations: tuple[Sealed[Listed], ...]
    terms: tuple[Sealed[TermSeen], ...]
    aside: tuple[Sealed[TermSeen], ...]


def article_pages(addresses: Addresses) -> Iterable[Emitted]:
    """A page for each article."""
    for article in addresses.articles:
        yield Emitted(article.permalink, partial(_page, article.slug), "article.html", SEES, article.slug)


def _page(slug: str, site: Site) -> Page:
    record = site.sealed[slug].value
    article = record.article
    full = article.meta.show == "full"
    language = page_language(site.about.value, article.language)
    around, number = site.addresses.articles, site.addresses.positions[slug]
    own = {p.term for p in record.places} if full else set()
    linked = {term for note in record.notes for term in note.linked if full}
    aside = linked & site.mentioned.keys() - own if linked else linked
    seen = ArticleSeen(
        about=site.about,
        language=language,
        record=site.sealed[slug].part(msgspec.structs.replace(record, places=(), problems=())),
        newer=site.listed[around[number - 1].slug] if number else None,
        older=site.listed[around[number + 1].slug] if number + 1 < len(around) else None,
        related=tuple(
            (other, tuple(label_of(site.entries[term], language) for term in shared))
            for other, shared in site.related_to(slug)
        ),
        translations=site.translations_of(slug),
        terms=_terms(site, own, article.permalink, language),
        aside=_terms(site, aside, article.permalink, language),
    )
    return Page(article.permalink, "article.html", seen, article_view, record.body if full else "", language)


def _terms(site: Site, terms: Iterable[str], page: Permalink, language: str) -> tuple[Sealed[TermSeen], ...]:
    """Terms as an article shows them, in the order of their labels."""
    shown = site.shown_terms.setdefault(language, {})
    found = [shown.get(term) or _term(site, term, page, language) for term in terms]
    found.sort(key=itemgetter(0))
    return tuple(map(itemgetter(1), found))


def _term(site: Site, term: str, page: Permalink, language: str) -> tuple[tuple[str, str], Sealed[TermSeen]]:
    """A term with its rank; all articles stand equally deep, so that one page serves for all."""
    about = site.about.value
    shown = card(site, term, page, language)
    seen = TermSeen(shown, defined_term_json(about, term, shown.label) if about.base_url else "")
    ranked = site.shown_terms[language][term] = (_label(shown), Common(seen))
    return ranked


def article_view(seen: ArticleSeen) -> ArticleView:
    """What an article's page shows."""
    about, record, lang = seen.about.value, seen.record.value, seen.language
    article, meta = record.article, record.article.meta
    page = article.permalink
    crumbs = ((translate("Home", lang), ""), (translate("Archive", lang), "archive/"), *_time(article.date, lang))
    this = listed(record)
    notes = tuple(note_view(this, p, page, lang, n) for n, p in enumerate(record.notes, 1))
    full = meta.show == "full"
    placeless = [(note, p) for note, p in zip(notes, record.notes, strict=True) if p.start < 0 and full]
    base = about.base_url
    translations = [one.value for one in seen.translations]
    versions = (this, *translations) if base and translations else ()
    alternates = tuple(Link("", absolute(base, one.permalink), lang=one.language) for one in versions)
    origin = safe_href(meta.source_url) if meta.source_url else None
    translation = meta.translation
    return ArticleView(
        frame=frame(
            about,
            page,
            article.title,
            language=lang,
            description=escape(meta.summary or record.excerpt),
            crumbs=crumbs,
            json_ld=article_json(about, record, crumbs, [one.value.data for one in seen.terms]) if base else "",
            kind="article",
            alternates=alternates,
            noindex=meta.robots == "noindex",
        ),
        title=article.title,
        line=set_line(article.title, article.language),
        lang=article.language,
        direction=direction_of(article.language),
        date=when(article.date, lang),
        updated=when(meta.updated, lang),
        retrieved=when(meta.retrieved, lang),
        publisher=_member(record, "publishers", meta.publisher),
        language=Link(
            language_name(article.language, lang),
            relative(page, member_address("languages", article.language)),
        ),
        detected=article.language_detected,
        machine=bool(translation and translation.by == "machine"),
        translated_from=language_name(translation.language, lang) if translation and translation.language else "",
        engine=translation.engine if translation else "",
        authors=meta.authors,
        source=Link(host(origin) or origin, origin) if origin else None,
        rights=meta.rights,
        digest=article.digest,
        source_file=Link(article.source, "source" + article.source[article.source.rindex(".") :] if full else ""),
        show=meta.show,
        excerpt=record.excerpt,
        contents=tuple(HeadingView(h.level, f"#{h.id}", h.text) for h in record.headings) if full else (),
        corrected=full and any(p.was_start >= 0 for p in record.notes),
        notes=notes if full else (),
        on_title=tuple(note for note, p in placeless if p.note.target == "title"),
        on_whole=tuple(note for note, p in placeless if p.note.target == "article"),
        lost=tuple(note for note, p in placeless if p.state == "orphan"),
        cards=tuple(sorted((one.value.card for one in (*seen.terms, *seen.aside)), key=_label)),
        related=tuple(entry_view(other.value, page, lang, ", ".join(shared)) for other, shared in seen.related),
        translations=tuple(entry_view(r, page, lang) for r in translations),
        newer=entry_view(seen.newer.value, page, lang) if seen.newer else None,
        older=entry_view(seen.older.value, page, lang) if seen.older else None,
        tags=tuple(Link(t, relative(page, member_address("tags", t))) for t in meta.tags),
        minutes=max(1, round(record.words / WORDS_A_MINUTE)),
        body=record.body,
    )


def _label(one: CardView) -> tuple[str, str]:
    return one.label.casefold(), one.id


def _time(date: PartialDate | None, lang: str) -> Iterable[tuple[str, str]]:
    """The lists of an article's year and month, as crumbs."""
    if date is None:
        return
    yield f"{date.year}", year_address(date)
    if month := month_address(date):
        yield month_name(date.month, lang), month


def _member(record: Record, taxonomy: str, name: str) -> Link | None:
    if not name:
        return None
    return Link(name, relative(record.article.permalink, member_address(taxonomy, name)))
