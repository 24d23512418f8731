"""From an archive on disk to its site: what is read, what is shown, what is wrong."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterable, Sequence

import msgspec

from sitegen.build.records import annotated_records
from sitegen.config import Archive
from sitegen.crossref import Site, crossref
from sitegen.discover import Found, Sources, discover
from sitegen.glossary.terms import read_glossary, shared_forms
from sitegen.ledger import decoded
from sitegen.model import Article, Mention
from sitegen.parse import Parsed, parse_article
from sitegen.problems import Problem, ProblemError, error, warning
from sitegen.progress import Follow, unseen
from sitegen.reader import decode, read_bytes
from sitegen.store import Store, once_more


class Options(msgspec.Struct, frozen=True):
    """How one build is to go. `today` decides about embargoes and expiry."""

    today: datetime.date
    drafts: bool = False
    strict: bool = False
    keep_going: bool = False


class Content(msgspec.Struct, frozen=True):
    """Everything up to the site: what the commands that don't write look at."""

    site: Site
    problems: tuple[Problem, ...]
    hidden: dict[str, int]


def read_mentions(archive: Archive, options: Options, store: Store) -> tuple[Content, dict[str, tuple[Mention, ...]]]:
    """The content of an archive with the mentions in each source."""

    def work() -> tuple[Content, dict[str, tuple[Mention, ...]]]:
        content = read_content(archive, options, store)
        return content, mentions_of(content.site, store)

    return once_more(store, work)


def read_content(archive: Archive, options: Options, store: Store, follow: Follow = unseen) -> Content:
    """Read an archive and work out its site, with every problem on the way."""
    config = archive.config
    sources = discover(archive.content, config.content)
    glossary = read_glossary(sources.glossary, config.content)
    problems = [*sources.problems, *glossary.problems, *shared_forms(glossary.entries)]
    if not config.base_url:
        message = "has no base_url: there will be no feeds, no sitemap and no canonical addresses"
        problems.append(warning(archive.file, 0, message, 'add base_url = "https://…/", or say --base-url'))
    parsed = _parse_all(sources, config.content, config.languages[0], problems)
    articles, hidden = _shown(parsed, options)
    articles = _apart(articles, config.content, problems)
    records = annotated_records(archive, articles, sources, glossary, store, follow)
    problems += [problem for record in records for problem in record.value.problems]
    site = crossref(config, records, glossary.entries)
    return Content(site, tuple(sorted(strict(problems, options))), hidden)


def strict(problems: Iterable[Problem], options: Options) -> list[Problem]:
    """Problems as the options weigh them: strict ones are all errors."""
    if not options.strict:
        return list(problems)
    return [msgspec.structs.replace(problem, severity="error") for problem in problems]


def _parse_all(sources: Sources, folder: str, language: str, problems: list[Problem]) -> list[Article]:
    sidecars: dict[str, Found] = {}
    for sidecar in sources.sidecars:
        if sidecar.stem in sidecars:
            other = sidecars[sidecar.stem].path
            problems.append(error(f"{folder}/{sidecar.path}", 0, f"{folder}/{other} is a sidecar too", "keep one"))
        sidecars[sidecar.stem] = sidecar
    owners: dict[str, str] = {}
    articles = []
    for found in sources.articles:
        if found.stem in owners and found.stem in sidecars:
            message = f"is a sidecar for {owners[found.stem]} and {found.path}"
            problems.append(error(f"{folder}/{sidecars[found.stem].path}", 0, message, "rename one of them"))
        owners[found.stem] = found.path
        result: Parsed = parse_article(found, sidecars.get(found.stem), folder, language)
        problems += result.problems
        if result.article:
            articles.append(result.article)
    for stem, sidecar in sorted(sidecars.items()):
        if stem not in owners:
            remedy = "name it as the article, with .yaml in place of .txt or .md"
            problems.append(error(f"{folder}/{sidecar.path}", 0, "is a sidecar without an article", remedy))
    return articles


def _shown(articles: Sequence[Article], options: Options) -> tuple[list[Article], dict[str, int]]:
    """The articles to publish, and how many are left out for what reason."""
    shown = []
    hidden: dict[str, int] = {}
    for article in articles:
        meta = article.meta
        reason = ""
        if meta.status == "draft" and not options.drafts:
            reason = "drafts"
        elif meta.embargo and meta.embargo.first_day > options.today:
            reason = "embargoed"
        elif meta.expires and meta.expires.last_day < options.today:
            reason = "expired"
        if reason:
            hidden[reason] = hidden.get(reason, 0) + 1
        else:
            shown.append(article)
    return shown, hidden


def _apart(articles: Sequence[Article], folder: str, problems: list[Problem]) -> list[Article]:
    """The articles without those whose address an earlier one has."""
    owners: dict[str, str] = {}
    apart = []
    for article in articles:
        first = owners.setdefault(article.slug, article.source)
        if first == article.source:
            apart.append(article)
        else:
            message = f"has the slug {article.slug!r}, as {folder}/{first} has"
            problems.append(error(f"{folder}/{article.source}", 0, message, "give one of them slug: …"))
    return apart


def mentions_of(site: Site, store: Store) -> dict[str, tuple[Mention, ...]]:
    """The mentions of each article in order, by the path of its source, sorted by slug. Raises LostError."""
    records = sorted(site.records, key=lambda r: r.article.slug)
    return {record.article.source: decoded(store.need(record.ledger)) for record in records}


def texts_of(archive: Archive, site: Site) -> dict[str, str]:
    """The text of each article's source by its path, as far as it can be read."""
    texts = {}
    for record in site.records:
        source = record.article.source
        name = f"{archive.config.content}/{source}"
        with contextlib.suppress(ProblemError):
            data = read_bytes(archive.content / source, name)
            texts[source] = decode(data, name, record.article.meta.encoding or "utf-8")[0]
    return texts
