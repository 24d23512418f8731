"""Sources into the articles to publish, parsed anew only where something changed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import msgspec

from sitegen.build.keys import key_of
from sitegen.discover import Source, Sources, read_source
from sitegen.model import Article
from sitegen.parse import Parsed, parse_article
from sitegen.problems import Problem, error
from sitegen.store import Store

_DECODER = msgspec.msgpack.Decoder(Parsed)


def read_articles(sources: Sources, folder: str, language: str, store: Store, problems: list[Problem]) -> list[Article]:
    """The articles of a content folder in the order of their paths, without their bodies.

    `folder` is what problems call it, `language` is that of a text that does not tell its own. Raises ChangedError.
    """
    beside = _sidecars(sources, folder, problems)
    pairs = [(source, beside.get(source.stem)) for source in sources.articles]
    keys = [_key(source, sidecar, folder, language) for source, sidecar in pairs]
    articles = []
    for (source, sidecar), key, stored in zip(pairs, keys, store.get_each(keys), strict=True):
        if stored is None:
            parsed = _parsed(source, sidecar, folder, language)
            store.put(key, msgspec.msgpack.encode(parsed))
        else:
            parsed = _DECODER.decode(stored)
        problems += parsed.problems
        if parsed.article:
            articles.append(parsed.article)
    return articles


def _sidecars(sources: Sources, folder: str, problems: list[Problem]) -> dict[str, Source]:
    """Sidecars by the stems of their articles, and a problem for each that is not one article's."""
    sidecars: dict[str, Source] = {}
    for sidecar in sources.sidecars:
        if sidecar.stem in sidecars:
            other = sidecars[sidecar.stem].path
            problems.append(error(f"{folder}/{sidecar.path}", 0, f"{folder}/{other} is a sidecar too", "keep one"))
        sidecars[sidecar.stem] = sidecar
    owners: dict[str, str] = {}
    for source in sources.articles:
        stem = source.stem
        if stem in owners and stem in sidecars:
            message = f"is a sidecar for {owners[stem]} and {source.path}"
            problems.append(error(f"{folder}/{sidecars[stem].path}", 0, message, "rename one of them"))
        owners[stem] = source.path
    for stem, sidecar in sorted(sidecars.items()):
        if stem not in owners:
            remedy = "name it as the article, with .yaml in place of .txt or .md"
            problems.append(error(f"{folder}/{sidecar.path}", 0, "is a sidecar without an article", remedy))
    return sidecars


def _key(source: Source, sidecar: Source | None, folder: str, language: str) -> str:
    beside = (sidecar.path, sidecar.digest) if sidecar else None
    return key_of("parsed", source.path, source.digest, beside, folder, language)


def _parsed(source: Source, sidecar: Source | None, folder: str, language: str) -> Parsed:
    parsed = parse_article(read_source(source), read_source(sidecar) if sidecar else None, folder, language)
    if parsed.article is None:
        return parsed
    # The body is read again where it is needed, so that all bodies are never held at once.
    return msgspec.structs.replace(parsed, article=msgspec.structs.replace(parsed.article, body=""))


def shown(articles: Sequence[Article], today: datetime.date, *, drafts: bool) -> tuple[list[Article], dict[str, int]]:
    """The articles to publish on a day, and how many are left out for what reason."""
    kept = []
    hidden: dict[str, int] = {}
    for article in articles:
        meta = article.meta
        reason = ""
        if meta.status == "draft" and not drafts:
            reason = "drafts"
        elif meta.embargo and meta.embargo.first_day > today:
            reason = "embargoed"
        elif meta.expires and meta.expires.last_day < today:
            reason = "expired"
        if reason:
            hidden[reason] = hidden.get(reason, 0) + 1
        else:
            kept.append(article)
    return kept, hidden


def apart(articles: Sequence[Article], folder: str, problems: list[Problem]) -> list[Article]:
    """The articles without those whose address an earlier one has."""
    owners: dict[str, str] = {}
    kept = []
    for article in articles:
        first = owners.setdefault(article.slug, article.source)
        if first == article.source:
            kept.append(article)
        else:
            message = f"has the slug {article.slug!r}, as {folder}/{first} has"
            problems.append(error(f"{folder}/{article.source}", 0, message, "give one of them slug: …"))
    return kept
