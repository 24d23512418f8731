"""The pages of notes: all of them, and those of each kind, newest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial

from sitegen.addresses import Addresses
from sitegen.crossref import Site
from sitegen.dates import PartialDate
from sitegen.model import Listed, PlacedNote
from sitegen.outputs import Emitted, Page, whole
from sitegen.pages.parts import frame, label_of, language_name, notes_by_article, site_language, when
from sitegen.urls import Permalink, relative
from sitegen.views import Link, NotesView
from sitegen.words import translate

KINDS = ("correction", "context", "source", "translation", "dispute", "question")
KIND_NAMES = {
    "correction": "Corrections",
    "context": "Context",
    "source": "Sources",
    "translation": "Translation",
    "dispute": "Disputes",
    "question": "Questions",
}

Pairs = Sequence[tuple[Listed, PlacedNote]]


def note_pages(addresses: Addresses) -> Iterable[Emitted]:
    """The page of all notes, and one for each kind that there is."""
    for kind in ("", *(k for k in KINDS if k in addresses.kinds)):
        page = Permalink(f"notes/{kind}/" if kind else "notes/")
        yield Emitted(page, partial(_page, page, kind), "notes.html")


def _page(page: Permalink, kind: str, site: Site) -> Page:
    lang = site_language(site.about.value)
    counts: Counter[str] = Counter(placed.note.kind for _, placed in site.notes)
    title = translate("Notes", lang)
    heading = translate(KIND_NAMES[kind], lang) if kind else title
    pairs = [pair for pair in site.notes if kind in ("", pair[1].note.kind)]
    terms: dict[tuple[str, str], tuple[str, ...]] = {
        (article.slug, placed.note.id): tuple(sorted(placed.terms)) for article, placed in pairs
    }
    crumbs = ((translate("Home", lang), ""), *(((title, "notes/"),) if kind else ()))
    view = NotesView(
        frame(
            site.about.value,
            page,
            heading,
            crumbs=crumbs,
            feed=f"{page}feed.xml" if kind in ("", "correction") else "",
        ),
        heading,
        _kinds(page, kind, counts, lang),
        notes_by_article(pairs, page, lang, terms),
        _languages(pairs, lang),
        _terms(site, pairs, terms, lang),
        _months(pairs, lang),
    )
    return Page(page, "notes.html", view, whole, language=lang)


def _kinds(page: Permalink, kind: str, counts: Counter[str], lang: str) -> tuple[Link, ...]:
    every = Link(translate("All", lang), relative(page, "notes/"), counts.total(), current=not kind)
    others = (
        Link(translate(KIND_NAMES[k], lang), relative(page, f"notes/{k}/"), counts[k], k, current=k == kind)
        for k in KINDS
        if counts[k]
    )
    return (every, *others)


def _languages(pairs: Pairs, lang: str) -> tuple[Link, ...]:
    codes = {article.language for article, _ in pairs}
    links = (Link(language_name(code, lang), code) for code in codes)
    return tuple(sorted(links, key=lambda link: (link.text.casefold(), link.href)))


def _terms(site: Site, pairs: Pairs, terms: dict[tuple[str, str], tuple[str, ...]], lang: str) -> tuple[Link, ...]:
    found = {term for article, placed in pairs for term in terms.get((article.slug, placed.note.id), ())}
    links = (Link(label_of(site.entries[term], lang), term) for term in found)
    return tuple(sorted(links, key=lambda link: (link.text.casefold(), link.href)))


def _months(pairs: Pairs, lang: str) -> tuple[Link, ...]:
    dates = {placed.note.date for _, placed in pairs if placed.note.date and placed.note.date.month}
    months = {PartialDate(date.year, date.month) for date in dates}
    shown = ((when(month, lang), month) for month in sorted(months, reverse=True))
    return tuple(Link(said.text, str(month)) for said, month in shown if said)
