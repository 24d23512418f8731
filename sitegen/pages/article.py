"""The page of an article, and its source beside it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from sitegen.crossref import Site
from sitegen.dates import PartialDate, month_name
from sitegen.markup import escape
from sitegen.model import Record
from sitegen.outputs import Output, Page
from sitegen.pages.jsonld import article_json, defined_term_json
from sitegen.pages.parts import (
    card,
    direction_of,
    entry_view,
    frame,
    language_name,
    note_view,
    page_language,
    when,
)  # fmt: skip
from sitegen.taxonomies import member_address, month_address, year_address
from sitegen.typography import set_line
from sitegen.urls import Permalink, absolute, host, relative, safe_href
from sitegen.views import ArticleView, CardView, EntryView, HeadingView, Link
from sitegen.words import translate

WORDS_A_MINUTE = 220


class TermsShown(msgspec.Struct, frozen=True):
    """What articles of one language show of the terms, by id, in the order of their labels."""

    cards: dict[str, CardView]
    ranks: dict[str, int]
    data: dict[str, msgspec.Raw]


def article_pages(site: Site) -> Iterable[Output]:
    """A page for each article."""
    records = site.records
    shown: dict[str, TermsShown] = {}
    for number, record in enumerate(records):
        newer = records[number - 1] if number else None
        older = records[number + 1] if number + 1 < len(records) else None
        language = page_language(site, record.article.language)
        if language not in shown:
            shown[language] = _terms_shown(site, record.article.permalink, language)
        yield Page(
            record.article.permalink,
            "article.html",
            article_view(site, record, newer, older, shown[language]),
            record.body if record.article.meta.show == "full" else "",
            language,
        )


def _terms_shown(site: Site, page: Permalink, language: str) -> TermsShown:
    """The terms that articles mention; all articles stand equally deep, so that one page serves for all."""
    cards = sorted(
        (card(site, term, page, language) for term in site.mentioned), key=lambda c: (c.label.casefold(), c.id)
    )
    return TermsShown(
        {one.id: one for one in cards},
        {one.id: rank for rank, one in enumerate(cards)},
        {one.id: defined_term_json(site, one.id, one.label) for one in cards},
    )


def article_view(
    site: Site, record: Record, newer: Record | None, older: Record | None, shown: TermsShown
) -> ArticleView:
    """What an article's page shows. `shown` is in the language of the page."""
    article, meta = record.article, record.article.meta
    page = article.permalink
    lang = page_language(site, article.language)
    crumbs = ((translate("Home", lang), ""), (translate("Archive", lang), "archive/"), *_time(article.date, lang))
    notes = tuple(note_view(record, p, page, lang, n) for n, p in enumerate(record.notes, 1))
    full = meta.show == "full"
    placeless = [(note, p) for note, p in zip(notes, record.notes, strict=True) if p.start < 0 and full]
    terms = sorted((p.term for p in record.places) if full else (), key=shown.ranks.__getitem__)
    base = site.config.base_url
    translations = site.translations.get(article.slug, ())
    versions = (record, *translations) if base and translations else ()
    alternates = tuple(Link("", absolute(base, r.article.permalink), lang=r.article.language) for r in versions)
    origin = safe_href(meta.source_url) if meta.source_url else None
    translation = meta.translation
    return ArticleView(
        frame=frame(
            site,
            page,
            article.title,
            language=lang,
            description=escape(meta.summary or record.excerpt),
            crumbs=crumbs,
            json_ld=article_json(site, record, crumbs, [shown.data[term] for term in terms]) if base else "",
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
        publisher=_member(site, record, "publishers", meta.publisher),
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
        cards=tuple(shown.cards[term] for term in terms),
        related=tuple(
            entry_view(other, page, lang, ", ".join(shown.cards[t].label for t in terms_shared))
            for other, terms_shared in site.related.get(article.slug, ())
        ),
        translations=tuple(entry_view(r, page, lang) for r in translations),
        newer=_neighbour(newer, record, lang),
        older=_neighbour(older, record, lang),
        tags=tuple(Link(t, relative(page, member_address("tags", t))) for t in meta.tags),
        minutes=max(1, round(record.words / WORDS_A_MINUTE)),
        body=record.body,
    )


def _time(date: PartialDate | None, lang: str) -> Iterable[tuple[str, str]]:
    """The lists of an article's year and month, as crumbs."""
    if date is None:
        return
    yield f"{date.year}", year_address(date)
    if month := month_address(date):
        yield month_name(date.month, lang), month


def _neighbour(other: Record | None, record: Record, lang: str) -> EntryView | None:
    return entry_view(other, record.article.permalink, lang) if other else None


def _member(site: Site, record: Record, taxonomy: str, name: str) -> Link | None:
    if not name:
        return None
    return Link(name, relative(record.article.permalink, member_address(taxonomy, name)))
