"""From an archive on disk to its site: what is read, what is shown, what is wrong."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from typing import TypeVar

import msgspec

from sitegen.build.annotating import Settings
from sitegen.build.articles import Read, apart, named_articles, read_articles, shown
from sitegen.build.inputs import read_sources
from sitegen.build.keys import key_of
from sitegen.build.records import annotated_records, begin_early, common_settings
from sitegen.build.reporting import Content, Options
from sitegen.build.slices import keep_slices, read_slices
from sitegen.config import Archive
from sitegen.crossref import Site, crossref, order
from sitegen.discover import ChangedError, Source, Sources, read_source
from sitegen.glossary.terms import Glossary, read_glossary, shared_forms
from sitegen.ledger import decoded
from sitegen.model import Mention, Record
from sitegen.problems import Problem, ProblemError, warning
from sitegen.progress import Follow, unseen
from sitegen.reader import decode, read_bytes
from sitegen.related import Related, related_articles
from sitegen.sealed import Sealed
from sitegen.store import LostError, Store

T = TypeVar("T")

PATIENCE = 5


def read_mentions(archive: Archive, options: Options, store: Store) -> tuple[Content, dict[str, tuple[Mention, ...]]]:
    """The content of an archive with the mentions in each source."""

    def work() -> tuple[Content, dict[str, tuple[Mention, ...]]]:
        content = read_content(archive, options, store)
        return content, mentions_of(content.site, store)

    return settled(store, work)


def settled(store: Store, work: Callable[[], T]) -> T:
    """What some work gives: from an empty store where it lost what it had, again where sources changed meanwhile.

    Raises ChangedError if they don't come to rest.
    """
    for _ in range(PATIENCE):
        try:
            return work()
        except LostError:
            store.clear()
        except ChangedError:
            continue
    return work()


class Reading(msgspec.Struct, frozen=True):
    """An archive as it was read: its sources and what came of them.

    `common` is a key of the settings but for their terms; `problems` are those of each article by its path, `of_terms`
    those of the glossary, `others` all else.
    """

    archive: Archive
    options: Options
    sources: Sources
    glossary: Glossary
    settings: Settings
    common: str
    site: Site
    hidden: dict[str, int]
    problems: dict[str, tuple[Problem, ...]]
    of_terms: tuple[Problem, ...]
    others: tuple[Problem, ...]

    @property
    def content(self) -> Content:
        """What the commands that don't write look at."""
        problems = [*self.others, *self.of_terms, *(one for group in self.problems.values() for one in group)]
        return Content(self.site, tuple(sorted(strict(problems, self.options))), self.hidden)


def read_content(archive: Archive, options: Options, store: Store) -> Content:
    """Read an archive and work out its site, with every problem on the way. Raises ChangedError and LostError."""
    return read_archive(archive, options, store).content


def read_archive(
    archive: Archive,
    options: Options,
    store: Store,
    follow: Follow = unseen,
    executor: Executor | None = None,
    sources: Sources | None = None,
    before: Site | None = None,
) -> Reading:
    """Read an archive and work out its site, with every problem on the way. Raises ChangedError and LostError.

    `sources` are those of the archive, where they were looked at already. What is as it was in a site before is the
    same in memory.
    """
    config = archive.config
    sources = sources or read_sources(archive)
    glossary = read_terms(sources.glossary, config.content, store)
    others = [*sources.problems]
    if not config.base_url:
        message = "has no base_url: there will be no feeds, no sitemap and no canonical addresses"
        others.append(warning(archive.file, 0, message, 'add base_url = "https://…/", or say --base-url'))
    settings, common = common_settings(config, glossary)
    named = named_articles(sources, config.content, config.languages[0], common, others)
    if executor is not None:
        begin_early(executor, settings.terms, sum(not store.holds(one.key) for one in named))
    slices = read_slices(settings.terms, named, store, executor)
    held = {one.seal: one for one in before.sealed.values()} if before else {}
    read = read_articles(named, slices, config.content, config.languages[0], store, others, held)
    problems = {one.article.source: one.problems for one in read}
    read, hidden = shown(read, options.today, drafts=options.drafts)
    read = apart(read, config.content, others)
    permalinks = {one.article.source: one.article.permalink for one in read}
    records = annotated_records(settings, read, slices, sources, permalinks, store, follow, executor, held)
    keep_slices(settings.terms, named, slices, store)
    problems |= problems_of(read, records)
    files = {one.path: one for one in (*sources.articles, *sources.pictures)}
    related = _related([record.value for record in records], store)
    site = crossref(config, records, glossary.entries, files, related, before)
    of_terms = problems_of_terms(glossary)
    return Reading(
        archive, options, sources, glossary, settings, common, site, hidden, problems, of_terms, tuple(others)
    )


def problems_of(read: Sequence[Read], records: Sequence[Sealed[Record]]) -> dict[str, tuple[Problem, ...]]:
    """The problems of articles, of parsing and of annotating them, by path."""
    pairs = zip(read, records, strict=True)
    return {one.article.source: (*one.problems, *record.value.problems) for one, record in pairs}


def problems_of_terms(glossary: Glossary) -> tuple[Problem, ...]:
    """The problems of a glossary."""
    return (*glossary.problems, *shared_forms(glossary.entries))


def _related(records: Sequence[Record], store: Store) -> Related:
    """Related articles, worked out anew only where one mentions other terms than before."""
    ordered = sorted(records, key=order, reverse=True)
    key = key_of("related", [(one.article.slug, one.spoken_of) for one in ordered])
    stored = store.get(key)
    if stored is not None:
        return msgspec.msgpack.decode(stored, type=Related)
    related = related_articles([(one.article.slug, tuple(places.term for places in one.places)) for one in ordered])
    store.put(key, msgspec.msgpack.encode(related))
    return related


def read_terms(sources: Sequence[Source], folder: str, store: Store) -> Glossary:
    """The glossary, read anew only where one of its files changed."""
    key = key_of("glossary", folder, [(source.path, source.digest) for source in sources])
    stored = store.get(key)
    if stored is not None:
        return msgspec.msgpack.decode(stored, type=Glossary)
    glossary = read_glossary([read_source(source) for source in sources], folder)
    store.put(key, msgspec.msgpack.encode(glossary))
    return glossary


def strict(problems: Iterable[Problem], options: Options) -> list[Problem]:
    """Problems as the options weigh them: strict ones are all errors."""
    if not options.strict:
        return list(problems)
    return [msgspec.structs.replace(problem, severity="error") for problem in problems]


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
