"""The pages of the glossary: one for each term, and the list of all."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import groupby

import msgspec

from sitegen.crossref import Mentioned, Site
from sitegen.model import GlossaryEntry, Place, Record
from sitegen.outputs import Output, Page
from sitegen.pages.jsonld import glossary_json, term_json
from sitegen.pages.parts import (
    card,
    cite,
    entry_view,
    facts,
    fragment,
    frame,
    label_of,
    language_name,
    notes_by_article,
    site_language,
)  # fmt: skip
from sitegen.urls import Permalink, relative, slugify
from sitegen.views import (
    DefinitionView,
    EntryView,
    GlossaryView,
    LetterView,
    Link,
    MentionsView,
    PlaceView,
    RelationView,
    TermView,
)  # fmt: skip
from sitegen.words import name_of, translate

_DECODER = msgspec.msgpack.Decoder(tuple[Place, ...])
INVERSES = {
    "successor-of": "succeeded-by",
    "part-of": "has-part",
    "made-by": "maker-of",
    "variant-of": "has-variant",
    "uses": "used-by",
    "broader": "narrower",
}


def term_pages(site: Site) -> Iterable[Output]:
    """The glossary and a page for each term."""
    lang = site_language(site)
    shown: dict[str, EntryView] = {}
    for entry in site.entries.values():
        view = term_view(site, entry, shown)
        yield Page(Permalink(f"terms/{entry.term.id}/"), "term.html", view, language=lang)
    yield Page(Permalink("glossary/"), "glossary.html", glossary_view(site), language=lang)


def term_view(site: Site, entry: GlossaryEntry, shown: dict[str, EntryView]) -> TermView:
    """What a term's page shows. `shown` has the articles that other terms' pages show already."""
    term = entry.term
    lang = site_language(site)
    page = Permalink(f"terms/{term.id}/")
    label = label_of(entry, lang)
    crumbs = ((translate("Home", lang), ""), (translate("Glossary", lang), "glossary/"))
    mentioned = site.mentioned.get(term.id, ())
    definitions = _definitions(site, entry)
    return TermView(
        frame=frame(
            site,
            page,
            label,
            description=definitions[0].text if definitions else "",
            crumbs=crumbs,
            json_ld=term_json(site, entry, lang, crumbs) if site.config.base_url else "",
        ),
        id=term.id,
        label=label,
        kind=name_of(term.kind, lang),
        names=_names(entry, label, lang),
        misspellings=tuple(
            sorted({f for forms in (term.misspelt, term.mistranslated) for g in forms.values() for f in g})
        ),
        definitions=definitions,
        facts=facts(entry, lang),
        relations=_relations(site, entry, page),
        mentions=sum(one.places.count for one in mentioned),
        articles=tuple(MentionsView(_entry(one.record, page, lang, shown), _places(one, page)) for one in mentioned),
        notes=notes_by_article(site.notes_of_term.get(term.id, ()), page, lang),
        sources=tuple(cite(s, lang) for s in term.sources),
    )


def _definitions(site: Site, entry: GlossaryEntry) -> tuple[DefinitionView, ...]:
    texts = entry.term.definition
    lang = site_language(site)
    if isinstance(texts, str):
        return (DefinitionView(lang, "", fragment(texts)),) if texts else ()
    ordered = sorted(texts, key=lambda k: (k != lang, k))
    return tuple(
        DefinitionView(
            lang if k == "any" else k,
            "" if k in ("any", lang) else language_name(k, lang),
            fragment(texts[k]),
        )
        for k in ordered
    )


def _names(entry: GlossaryEntry, label: str, lang: str) -> tuple[Link, ...]:
    """Other labels and listed forms, each with its language."""
    term = entry.term
    named: dict[tuple[str, str], None] = {}
    if isinstance(term.label, dict):
        named.update({(text, key): None for key, text in term.label.items()})
    named.update({(form, key): None for key, group in sorted(term.forms.items()) for form in group})
    return tuple(
        Link(text, "" if key == "any" else language_name(key, lang), lang="" if key == "any" else key)
        for text, key in named
        if text != label
    )


def _relations(site: Site, entry: GlossaryEntry, page: Permalink) -> tuple[RelationView, ...]:
    lang = site_language(site)
    found: dict[str, list[Link]] = {}
    own = [(relation.is_, relation.term) for relation in entry.term.related]
    derived = [(INVERSES[is_], other) for is_, other in site.inverse.get(entry.term.id, ())]
    for is_, other in [*own, *derived]:
        if other in site.entries:
            link = Link(label_of(site.entries[other], lang), relative(page, f"terms/{other}/"))
            found.setdefault(is_, []).append(link)
    return tuple(RelationView(name_of(is_, lang), tuple(links)) for is_, links in found.items())


def _entry(record: Record, page: Permalink, lang: str, shown: dict[str, EntryView]) -> EntryView:
    """An article's entry; all terms stand equally deep, so that one serves them all."""
    slug = record.article.slug
    if slug not in shown:
        shown[slug] = entry_view(record, page, lang)
    return shown[slug]


def _places(mentioned: Mentioned, page: Permalink) -> tuple[PlaceView, ...]:
    article = mentioned.record.article
    shown = article.meta.show == "full"
    address = relative(page, article.permalink)
    return tuple(
        PlaceView(
            place.before if shown else "",
            place.surface,
            place.after if shown else "",
            f"{address}#{place.anchor}" if shown else address,
            article.language,
            place.misspelt,
        )
        for place in _DECODER.decode(mentioned.places.encoded)
    )


def _letter(label: str) -> str:
    first = unicodedata.normalize("NFD", label)[:1].upper()[:1]
    return first if first.isalpha() else "0–9"


def glossary_view(site: Site) -> GlossaryView:
    """All terms by the letter that their label starts with."""
    lang = site_language(site)
    page = Permalink("glossary/")
    cards = sorted((card(site, term, page, lang) for term in site.entries), key=lambda c: _collation(c.label))
    letters = tuple(
        LetterView(letter, f"letter-{slugify(letter) or 'other'}", tuple(group))
        for letter, group in groupby(cards, key=lambda c: _letter(c.label))
    )
    title = translate("Glossary", lang)
    json_ld = glossary_json(site, f"{site.config.title}: {title}") if site.config.base_url else ""
    crumbs = ((translate("Home", lang), ""),)
    kinds = tuple(sorted({one.kind for one in cards}))
    return GlossaryView(frame(site, page, title, crumbs=crumbs, json_ld=json_ld), letters, kinds, len(cards))


def _collation(label: str) -> tuple[bool, str, str]:
    base = "".join(c for c in unicodedata.normalize("NFD", label) if not unicodedata.combining(c))
    return base[:1].isalpha(), base.casefold(), label
