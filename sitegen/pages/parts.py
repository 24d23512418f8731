"""What pages have in common: frames, links, notes, cards, entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import groupby

from babel import Locale, UnknownLocaleError

from sitegen.crossref import Site
from sitegen.dates import PartialDate, parse_date, spoken
from sitegen.markup import Target, escape, rewrite_references
from sitegen.model import About, Citation, Engine, Fact, GlossaryEntry, Listed, PlacedNote, in_language
from sitegen.render.engines import engine_of
from sitegen.sanitise import sanitise_fragment
from sitegen.urls import Permalink, absolute, encode, host, relative, safe_href
from sitegen.views import CardView, EntryView, FactView, Frame, Link, NotesOfArticle, NoteView, SourceView, When
from sitegen.words import INTERFACE, name_of, translate

RTL = frozenset({"ar", "fa", "he", "ur", "yi"})
SECTIONS = (("Archive", "archive/"), ("Glossary", "glossary/"), ("Notes", "notes/"))
STEPS = (1000, 500, 200, 100, 50, 20, 10)


def direction_of(language: str) -> str:
    """The direction that a language is written in, as HTML names it."""
    return "rtl" if language.partition("-")[0] in RTL else "ltr"


def site_language(about: About) -> str:
    """The language of the site's own pages."""
    return about.languages[0]


def page_language(about: About, language: str) -> str:
    """The language that an article's page speaks: its own, if the interface has it."""
    primary = language.partition("-")[0]
    return primary if primary in INTERFACE else site_language(about)


@lru_cache(maxsize=512)
def language_name(language: str, shown_in: str) -> str:
    """A language's name in another, with a capital, or its code if nobody named it."""
    try:
        name = Locale.parse(language, sep="-").get_display_name(shown_in.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return language
    return name[:1].upper() + name[1:] if name else language


@lru_cache(maxsize=16384)
def when(date: PartialDate | None, language: str) -> When | None:
    """A date for a page in a language."""
    return When(spoken(date, language), str(date)) if date else None


def frame(
    about: About,
    page: Permalink,
    title: str,
    *,
    language: str = "",
    description: str = "",
    crumbs: tuple[tuple[str, str], ...] = (),
    json_ld: str = "",
    kind: str = "website",
    alternates: tuple[Link, ...] = (),
    canonical: str = "",
    noindex: bool = False,
    root: str | None = None,
    feed: str = "",
) -> Frame:
    """The frame of a page. `description` is mark-up; `crumbs` are texts and permalinks from the home page down.

    `feed` is the permalink of the page's own feed.
    """
    lang = language or site_language(about)
    base = about.base_url
    up = (relative(page, "") if page else "./") if root is None else root
    up = "" if up == "./" else up

    def to(target: str) -> str:
        return (up + encode(target)) or "./"

    nav = tuple(Link(translate(text, lang), to(target), current=page.startswith(target)) for text, target in SECTIONS)
    feeds = (
        (
            Link(about.title, to("feed.xml"), lang="application/atom+xml"),
            Link(about.title, to("feed.json"), lang="application/feed+json"),
        )
        if base
        else ()
    )
    return Frame(
        lang=lang,
        title=title,
        site_title=about.title,
        root=up or "./",
        description=description or escape(about.description),
        canonical=canonical or (absolute(base, page) if base else ""),
        alternates=alternates,
        feeds=feeds,
        nav=nav,
        crumbs=tuple(Link(text, to(target)) for text, target in crumbs),
        assets=to("assets/"),
        json_ld=json_ld,
        kind=kind,
        noindex=noindex,
        direction=direction_of(lang),
        own_feed=to(feed) if feed and base else "",
    )


def cite(citation: Citation, language: str) -> SourceView:
    """A citation; an address that content may not link to is left out."""
    href = (safe_href(citation.url) or "") if citation.url else ""
    publisher = citation.publisher or host(citation.url)
    return SourceView(citation.title, href, publisher, when(citation.date, language))


def note_view(
    article: Listed,
    placed: PlacedNote,
    page: Permalink,
    language: str,
    number: int = 0,
    *,
    named: bool = False,
    terms: tuple[str, ...] = (),
) -> NoteView:
    """A note as a page in a language shows it; `named` says with a link to its article."""
    note = placed.note
    body, body_language = in_language(placed.bodies, (language, article.language))
    address = relative(page, article.permalink) if page != article.permalink else ""
    return NoteView(
        id=note.id,
        kind=note.kind,
        kind_name=name_of(note.kind, language),
        state=placed.state,
        status=note.status,
        body=_led_from(page, body, placed, article.permalink),
        lang=language if body_language == "any" else body_language,
        quote=note.quote if placed.state != "applied" else "",
        was=note.was,
        now=note.now,
        verdict=note.verdict or "",
        author=note.author,
        date=when(note.date, language),
        sources=tuple(cite(s, language) for s in note.sources),
        # The page of an article that may not be shown has no notes to lead to.
        href=f"{address}#note-{note.id}" if article.full else address,
        passage=address + _passage(placed) if article.full else address,
        number=number,
        article=Link(article.title, address, lang=article.language) if named else None,
        reason=placed.reason,
        terms=terms,
    )


def _led_from(page: Permalink, body: str, placed: PlacedNote, home: Permalink) -> str:
    """A note's body with its links to terms as they lead from a page; they were made for its article's."""
    terms = [f"terms/{term}/" for term in placed.linked] if page.count("/") != home.count("/") else []
    return rewrite_references(body, {relative(home, t): Target(relative(page, t)) for t in terms}) if terms else body


def _passage(placed: PlacedNote) -> str:
    if placed.start >= 0:
        return f"#passage-{placed.note.id}"
    return "#title" if placed.note.target == "title" else f"#note-{placed.note.id}"


def notes_by_article(
    notes: Sequence[tuple[Listed, PlacedNote]],
    page: Permalink,
    language: str,
    terms: Mapping[tuple[str, str], tuple[str, ...]] | None = None,
) -> tuple[NotesOfArticle, ...]:
    """Notes as lists show them, those that follow one another on one article under its title.

    `terms` has the terms that a note speaks of by slug and note id, where the list is to be filtered by them.
    """
    spoken_of = terms or {}
    return tuple(
        NotesOfArticle(
            Link(article.title, relative(page, article.permalink), lang=article.language),
            when(article.date, language),
            tuple(
                note_view(one, placed, page, language, named=True, terms=spoken_of.get((one.slug, placed.note.id), ()))
                for one, placed in group
            ),
        )
        for article, group in (
            (members[0][0], members)
            for _, found in groupby(notes, key=lambda pair: pair[0].slug)
            for members in [list(found)]
        )
    )


@lru_cache(maxsize=32768)
def fragment(text: str, engine: Engine) -> str:
    """Short Markdown as sanitised mark-up."""
    return sanitise_fragment(engine_of(engine).fragment(text))


def label_of(entry: GlossaryEntry, language: str) -> str:
    """A term's label for a page in a language."""
    return in_language(entry.term.label, (language,))[0]


def rounded(count: int) -> str:
    """A count that changes seldom, so that a mention somewhere does not change every page."""
    return next((f"{step}+" for step in STEPS if count >= step), str(count))


def card(site: Site, term: str, page: Permalink, language: str) -> CardView:
    """A term's card on a page."""
    entry = site.entries[term]
    text, text_language = in_language(entry.term.definition, (language, *site.about.value.languages))
    maker = next((r.term for r in entry.term.related if r.is_ == "made-by"), "")
    return CardView(
        id=term,
        label=label_of(entry, language),
        kind=name_of(entry.term.kind, language),
        maker=label_of(site.entries[maker], language) if maker in site.entries else "",
        definition=fragment(text, site.about.value.engine),
        lang=language if text_language == "any" else text_language,
        facts=facts(entry, language)[:4],
        href=relative(page, f"terms/{term}/"),
        mentions=rounded(len(site.mentioned.get(term, ()))),
    )


def facts(entry: GlossaryEntry, language: str) -> tuple[FactView, ...]:
    """A term's facts with their sources."""
    return tuple(_fact(fact, language) for fact in entry.term.facts)


def _fact(fact: Fact, language: str) -> FactView:
    name = name_of(fact.name, language)
    return FactView(
        name[:1].upper() + name[1:],
        "en" if name == fact.name and language != "en" else "",
        f"{fact.value}\u00a0{fact.unit}" if fact.unit else fact.value,
        _as_date(fact.value, language),
        cite(fact.source, language),
    )


def _as_date(value: str, language: str) -> When | None:
    try:
        return when(parse_date(value), language) if len(value) > 4 else None
    except ValueError:
        return None


def entry_view(article: Listed, page: Permalink, language: str, reason: str = "") -> EntryView:
    """An article as a line of a list on a page."""
    return EntryView(
        title=article.title,
        href=relative(page, article.permalink),
        lang=article.language,
        language=language_name(article.language, language) if article.language != language else "",
        date=when(article.date, language),
        publisher=article.publisher,
        summary=article.summary,
        notes=article.notes,
        reason=reason,
    )
