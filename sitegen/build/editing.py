"""An archive that was read before, after some of its files were saved again: only these are read."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import msgspec

from sitegen.build.articles import Read, named_articles, read_articles, shown
from sitegen.build.content import Reading, problems_of, problems_of_terms, read_terms
from sitegen.build.records import annotated_records, common_settings
from sitegen.build.slices import read_slices
from sitegen.config import Archive
from sitegen.discover import Source, Sources, look_again
from sitegen.glossary.terms import Glossary
from sitegen.problems import Problem
from sitegen.progress import unseen
from sitegen.replacing import replaced, with_entries
from sitegen.store import Store


class _Saved(NamedTuple):
    """Articles that differ, and the sidecars beside them, as they are now."""

    articles: tuple[Source, ...]
    sidecars: tuple[Source, ...]


def read_again(before: Reading, archive: Archive, files: Collection[str], store: Store) -> Reading | None:
    """An archive after files at some paths in its content folder were saved again.

    None where that is not all that an edit comes to, and the whole archive is to be read: where files came or went,
    where terms are found otherwise, where articles change their addresses or can't be shown. Raises ChangedError and
    LostError.
    """
    config, options = archive.config, before.options
    if config != before.archive.config:
        return None
    sources = look_again(before.sources, archive.content, config.content, files, time.time_ns())
    # Pictures have sizes, which any article may show.
    if sources is None or sources.pictures != before.sources.pictures:
        return None
    terms = _terms(before, sources, store)
    if terms is None:
        return None
    glossary, of_terms = terms
    saved = _saved(before.sources, sources)
    failed: list[Problem] = []
    language = config.languages[0]
    named = named_articles(_only(sources, saved), config.content, language, before.common, failed)
    slices = read_slices(before.settings.terms, named, store)
    read = read_articles(named, slices, config.content, language, store, failed)
    if len(shown(read, options.today, drafts=options.drafts)[0]) < len(read) or not _stand(before, read):
        return None
    permalinks = before.site.addresses.permalinks
    records = annotated_records(before.settings, read, slices, sources, permalinks, store, unseen)
    site = before.site
    if saved.articles:
        known = {**site.sources, **{one.path: one for one in saved.articles}}
        site = replaced(site, records, known)
    if glossary is not before.glossary:
        site = with_entries(site, glossary.entries)
    return msgspec.structs.replace(
        before,
        archive=archive,
        sources=sources,
        glossary=glossary,
        site=site,
        problems=before.problems | dict.fromkeys((one.path for one in saved.articles), ()) | problems_of(read, records),
        of_terms=of_terms,
        others=(*before.others, *failed),
    )


def _terms(before: Reading, sources: Sources, store: Store) -> tuple[Glossary, tuple[Problem, ...]] | None:
    """The glossary with its problems; the one before where it has errors now. None where terms are found otherwise."""
    if sources.glossary == before.sources.glossary:
        return before.glossary, before.of_terms
    config = before.archive.config
    glossary = read_terms(sources.glossary, config.content, store)
    problems = problems_of_terms(glossary)
    if any(problem.severity == "error" for problem in problems):
        return before.glossary, problems
    return (glossary, problems) if common_settings(config, glossary)[0] == before.settings else None


def _saved(before: Sources, after: Sources) -> _Saved:
    """The articles that differ themselves or by their sidecars, in folders that have the same files."""
    stems = {new.stem for old, new in zip(before.sidecars, after.sidecars, strict=True) if old.digest != new.digest}
    articles = tuple(
        new
        for old, new in zip(before.articles, after.articles, strict=True)
        if old.digest != new.digest or (stems and new.stem in stems)
    )
    return _Saved(articles, tuple(side for one in articles for side in _beside(one, after.sidecars)))


def _beside(article: Source, sidecars: Sequence[Source]) -> Iterator[Source]:
    """The sidecars of an article among all in the order of their paths."""
    start = f"{article.stem}."
    for at in range(bisect_left(sidecars, start, key=_path), len(sidecars)):
        if not sidecars[at].path.startswith(start):
            return
        if sidecars[at].stem == article.stem:
            yield sidecars[at]


def _path(source: Source) -> str:
    return source.path


def _only(sources: Sources, saved: _Saved) -> Sources:
    return msgspec.structs.replace(sources, articles=saved.articles, sidecars=saved.sidecars)


def _stand(before: Reading, read: Sequence[Read]) -> bool:
    """Whether articles stand in the site where they did."""
    sealed = before.site.sealed
    articles = [one.article for one in read]
    return all(a.slug in sealed and sealed[a.slug].value.article.source == a.source for a in articles)
