"""Structured data of pages in schema.org's vocabulary, as JSON-LD."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from sitegen.markup import text_of
from sitegen.model import About, GlossaryEntry, Note, Record, in_language
from sitegen.pages.parts import fragment, label_of, page_language
from sitegen.urls import absolute, safe_href
from sitegen.words import name_of

RATINGS = {"true": 5, "mixed": 3, "false": 1}


def script_json(value: dict[str, Any]) -> str:
    """JSON that may stand in a script element: no `<`, no line separators of JavaScript."""
    text = msgspec.json.encode(value, order="deterministic").decode()
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _clean(value: dict[str, Any]) -> dict[str, Any]:
    return {key: item for key, item in value.items() if item not in ("", None, [], {})}


def crumbs_json(about: About, crumbs: tuple[tuple[str, str], ...], name: str) -> dict[str, Any]:
    """A BreadcrumbList from the home page to a page."""
    items: list[dict[str, Any]] = [
        {"@type": "ListItem", "position": n, "name": text, "item": absolute(about.base_url, target)}
        for n, (text, target) in enumerate(crumbs, 1)
    ]
    items.append({"@type": "ListItem", "position": len(items) + 1, "name": name})
    return {"@type": "BreadcrumbList", "itemListElement": items}


def defined_term_json(about: About, term: str, label: str) -> str:
    """A DefinedTerm as the data of articles that mention it have it, in JSON."""
    value = {"@type": "DefinedTerm", "@id": absolute(about.base_url, f"terms/{term}/"), "name": label}
    return msgspec.json.encode(value, order="deterministic").decode()


def article_json(about: About, record: Record, crumbs: tuple[tuple[str, str], ...], mentions: Sequence[str]) -> str:
    """A NewsArticle with its corrections (schema.org `correction`, CorrectionComment) and `mentions`, each in JSON."""
    article = record.article
    meta = article.meta
    base = about.base_url
    address = absolute(base, article.permalink)
    news = _clean(
        {
            "@type": "NewsArticle",
            "@id": address,
            "url": address,
            "headline": article.title,
            "inLanguage": article.language,
            "datePublished": str(article.date or ""),
            "dateModified": str(meta.updated or ""),
            "description": meta.summary,
            "author": [{"@type": "Person", "name": name} for name in meta.authors],
            "publisher": {"@type": "Organization", "name": meta.publisher} if meta.publisher else None,
            "isBasedOn": safe_href(meta.source_url),
            "keywords": list(meta.tags),
            "correction": _corrections(about, record),
            "mentions": [msgspec.Raw(term.encode()) for term in mentions],
        }
    )
    reviews = [
        _review(about, record, placed.note, placed.note.verdict)
        for placed in record.notes
        if placed.note.verdict and placed.note.kind == "correction"
    ]
    graph = [news, *(reviews if meta.show == "full" else ()), crumbs_json(about, crumbs, article.title)]
    return script_json({"@context": "https://schema.org", "@graph": graph})


def _corrections(about: About, record: Record) -> list[dict[str, Any]]:
    if record.article.meta.show != "full":
        return []
    own = record.article.language
    address = absolute(about.base_url, record.article.permalink)
    corrections = [placed for placed in record.notes if placed.note.kind == "correction"]
    said = [in_language(placed.bodies, (own,)) for placed in corrections]
    return [
        _clean(
            {
                "@type": "CorrectionComment",
                "url": f"{address}#note-{placed.note.id}",
                "text": text_of(body),
                "inLanguage": own if language == "any" else language,
                "datePublished": str(placed.note.date or ""),
            }
        )
        for placed, (body, language) in zip(corrections, said, strict=True)
    ]


def _review(about: About, record: Record, note: Note, verdict: str) -> dict[str, Any]:
    """A ClaimReview of what a correction with a verdict corrects, rated from 1 (false) to 5 (true)."""
    base = about.base_url
    article = record.article
    address = absolute(base, article.permalink)
    claim = {
        "@type": "Claim",
        "datePublished": str(article.date or ""),
        "appearance": {"@type": "NewsArticle", "@id": address},
        "author": {"@type": "Organization", "name": article.meta.publisher} if article.meta.publisher else None,
    }
    publisher = {"@type": "Organization", "name": about.title, "url": absolute(base, "")}
    return _clean(
        {
            "@type": "ClaimReview",
            "url": f"{address}#note-{note.id}",
            "claimReviewed": note.was or note.quote or article.title,
            "itemReviewed": _clean(claim),
            "reviewRating": {
                "@type": "Rating",
                "ratingValue": RATINGS[verdict],
                "bestRating": 5,
                "worstRating": 1,
                "alternateName": name_of(verdict, page_language(about, article.language)),
            },
            "author": {"@type": "Person", "name": note.author} if note.author else publisher,
            "publisher": publisher if note.author else None,
            "datePublished": str(note.date or ""),
        }
    )


def term_json(about: About, entry: GlossaryEntry, language: str, crumbs: tuple[tuple[str, str], ...]) -> str:
    """A DefinedTerm of the site's DefinedTermSet."""
    base = about.base_url
    address = absolute(base, f"terms/{entry.term.id}/")
    definition, _ = in_language(entry.term.definition, (language,))
    label = label_of(entry, language)
    term = _clean(
        {
            "@type": "DefinedTerm",
            "@id": address,
            "url": address,
            "name": label,
            "termCode": entry.term.id,
            "description": text_of(fragment(definition, about.engine)),
            "inDefinedTermSet": absolute(base, "glossary/"),
        }
    )
    graph = [term, crumbs_json(about, crumbs, label)]
    return script_json({"@context": "https://schema.org", "@graph": graph})


def glossary_json(about: About, name: str) -> str:
    """The DefinedTermSet that the glossary is."""
    address = absolute(about.base_url, "glossary/")
    return script_json(
        {
            "@context": "https://schema.org",
            "@type": "DefinedTermSet",
            "@id": address,
            "url": address,
            "name": name,
        }
    )
