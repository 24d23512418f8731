"""The pages of the glossary: one for each term, and the list of all."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache, partial
from itertools import groupby
from typing import Any

import msgspec

from sitegen.addresses import Addresses
from sitegen.crossref import Mentioned, Site
from sitegen.model import About, GlossaryEntry, Listed, Place, PlacedNote, Places
from sitegen.outputs import LINES, Emitted, Page
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
from sitegen.sealed import Sealed
from sitegen.urls import Permalink, relative, slugify
from sitegen.views import (
    CardView,
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
_ENCODER = msgspec.msgpack.Encoder()
_MENTIONED = msgspec.msgpack.Decoder(list[tuple[bytes, Listed, Places]])
INVERSES = {
    "successor-of": "succeeded-by",
    "part-of": "has-part",
    "made-by": "maker-of",
    "variant-of": "has-variant",
    "uses": "used-by",
    "broader": "narrower",
}


class TermPageSeen(msgspec.Struct, frozen=True):
    """All that a term's page is made of; `relations` are kinds of relation with terms' ids and labels."""

    about: Sealed[About]
    entry: GlossaryEntry
    relations: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    mentioned: tuple[Mentioned, ...]
    notes: tuple[tuple[Listed, PlacedNote], ...]

    def __reduce__(self) -> tuple[Any, ...]:
        """For another process; the many mentions in MessagePack, which takes a fifth of the time."""
        mentioned = _ENCODER.encode([(one.article.seal, one.article.value, one.places) for one in self.mentioned])
        return _unpacked, (self.about, self.entry, self.relations, mentioned, self.notes)


def _unpacked(about: Sealed[About], entry: GlossaryEntry, relations: Any, mentioned: bytes, notes: Any) -> TermPageSeen:
    found = [Mentioned(Sealed(article, seal), places) for seal, article, places in _MENTIONED.decode(mentioned)]
    return TermPageSeen(about, entry, relations, tuple(found), notes)


class GlossarySeen(msgspec.Struct, frozen=True):
    """All that the glossary's page is made of, its cards in their order."""

    about: Sealed[About]
    cards: tuple[Sealed[CardView], ...]


def term_pages(addresses: Addresses) -> Iterable[Emitted]:
    """The glossary and a page for each term."""
    for term in addresses.terms:
        yield Emitted(Permalink(f"terms/{term}/"), partial(_page, term), "term.html", ("about", "notes"), term=term)
    yield Emitted(Permalink("glossary/"), _glossary, "glossary.html", ("about", "terms"))


def _page(term: str, site: Site) -> Page:
    entry = site.entries[term]
    seen = TermPageSeen(
        site.about,
        msgspec.structs.replace(entry, file="", line=0),
        _relations(site, entry),
        site.mentioned.get(term, ()),
        site.notes_of_term.get(term, ()),
    )
    language = site_language(site.about.value)
    weight = 1 + sum(one.places.count for one in seen.mentioned) // LINES
    return Page(Permalink(f"terms/{term}/"), "term.html", seen, term_view, language=language, weight=weight)


def _glossary(site: Site) -> Page:
    lang = site_language(site.about.value)
    page = Permalink("glossary/")
    cards = sorted((card(site, term, page, lang) for term in site.entries), key=lambda c: _collation(c.label))
    seen_cards = tuple(Sealed(one) for one in cards)
    return Page(
        page,
        "glossary.html",
        GlossarySeen(site.about, seen_cards),
        glossary_view,
        language=lang,
        weight=1 + len(cards) // LINES,
    )


def term_view(seen: TermPageSeen) -> TermView:
    """What a term's page shows."""
    about, term = seen.about.value, seen.entry.term
    lang = site_language(about)
    page = Permalink(f"terms/{term.id}/")
    label = label_of(seen.entry, lang)
    crumbs = ((translate("Home", lang), ""), (translate("Glossary", lang), "glossary/"))
    definitions = _definitions(about, seen.entry)
    return TermView(
        frame=frame(
            about,
            page,
            label,
            description=definitions[0].text if definitions else "",
            crumbs=crumbs,
            json_ld=term_json(about, seen.entry, lang, crumbs) if about.base_url else "",
        ),
        id=term.id,
        label=label,
        kind=name_of(term.kind, lang),
        names=_names(seen.entry, label, lang),
        misspellings=tuple(
            sorted({f for forms in (term.misspelt, term.mistranslated) for g in forms.values() for f in g})
        ),
        definitions=definitions,
        facts=facts(seen.entry, lang),
        relations=tuple(
            RelationView(
                name_of(is_, lang), tuple(Link(name, relative(page, f"terms/{other}/")) for other, name in others)
            )
            for is_, others in seen.relations
        ),
        mentions=sum(one.places.count for one in seen.mentioned),
        articles=tuple(MentionsView(_entry(one.article.value, lang), _places(one, page)) for one in seen.mentioned),
        notes=notes_by_article(seen.notes, page, lang),
        sources=tuple(cite(s, lang) for s in term.sources),
    )


def _definitions(about: About, entry: GlossaryEntry) -> tuple[DefinitionView, ...]:
    texts = entry.term.definition
    lang = site_language(about)
    if isinstance(texts, str):
        return (DefinitionView(lang, "", fragment(texts, about.engine)),) if texts else ()
    ordered = sorted(texts, key=lambda k: (k != lang, k))
    return tuple(
        DefinitionView(
            lang if k == "any" else k,
            "" if k in ("any", lang) else language_name(k, lang),
            fragment(texts[k], about.engine),
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


def _relations(site: Site, entry: GlossaryEntry) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """A term's own relations and the inverses of those of others."""
    lang = site_language(site.about.value)
    found: dict[str, list[tuple[str, str]]] = {}
    own = [(relation.is_, relation.term) for relation in entry.term.related]
    derived = [(INVERSES[is_], other) for is_, other in site.inverse.get(entry.term.id, ())]
    for is_, other in [*own, *derived]:
        if other in site.entries:
            found.setdefault(is_, []).append((other, label_of(site.entries[other], lang)))
    return tuple((is_, tuple(others)) for is_, others in found.items())


@lru_cache(maxsize=16384)
def _entry(article: Listed, lang: str) -> EntryView:
    """An article's entry; all terms' pages stand equally deep, so that one serves them all."""
    return entry_view(article, Permalink("terms/any/"), lang)


def _places(mentioned: Mentioned, page: Permalink) -> tuple[PlaceView, ...]:
    article = mentioned.article.value
    address = relative(page, article.permalink)
    return tuple(
        PlaceView(
            place.before if article.full else "",
            place.surface,
            place.after if article.full else "",
            f"{address}#{place.anchor}" if article.full else address,
            article.language,
            place.misspelt,
        )
        for place in _DECODER.decode(mentioned.places.encoded)
    )


def _letter(label: str) -> str:
    first = unicodedata.normalize("NFD", label)[:1].upper()[:1]
    return first if first.isalpha() else "0–9"


def glossary_view(seen: GlossarySeen) -> GlossaryView:
    """All terms by the letter that their label starts with."""
    about = seen.about.value
    lang = site_language(about)
    page = Permalink("glossary/")
    cards = [one.value for one in seen.cards]
    letters = tuple(
        LetterView(letter, f"letter-{slugify(letter) or 'other'}", tuple(group))
        for letter, group in groupby(cards, key=lambda c: _letter(c.label))
    )
    title = translate("Glossary", lang)
    json_ld = glossary_json(about, f"{about.title}: {title}") if about.base_url else ""
    crumbs = ((translate("Home", lang), ""),)
    kinds = tuple(sorted({one.kind for one in cards}))
    return GlossaryView(frame(about, page, title, crumbs=crumbs, json_ld=json_ld), letters, kinds, len(cards))


def _collation(label: str) -> tuple[bool, str, str]:
    base = "".join(c for c in unicodedata.normalize("NFD", label) if not unicodedata.combining(c))
    return base[:1].isalpha(), base.casefold(), label
