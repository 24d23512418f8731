"""Sources into the articles to publish, parsed anew only where something changed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import msgspec

from sitegen.build.keys import key_of
from sitegen.discover import Source, Sources, read_source
from sitegen.model import Article, Record
from sitegen.parse import Parsed, parse_article
from sitegen.problems import Problem, error
from sitegen.sealed import Sealed
from sitegen.store import Store, Stored


class Kept(msgspec.Struct, frozen=True):
    """All that comes of a source that refers to no other: the problems of parsing it, and its record.

    `keys` are those under which the store has what it was made of.
    """

    problems: tuple[Problem, ...]
    record: Record
    keys: tuple[str, ...]


class Named(msgspec.Struct, frozen=True):
    """A source with its sidecar; `key` is of all that its record depends on but the terms.

    Under it the store has the folded texts of the article, in which terms are looked for.
    """

    source: Source
    sidecar: Source | None
    key: str


class Read(msgspec.Struct, frozen=True):
    """An article without its body; `key` is that of its source, `record` is what comes of it where the store has that.

    `parsed_key` is the one under which the store has the article alone, `problems` are those of parsing.
    """

    article: Article
    key: str
    problems: tuple[Problem, ...]
    parsed_key: str = ""
    record: Sealed[Record] | None = None


NOTHING: Mapping[bytes, Sealed[Record]] = {}
_PARSED = msgspec.msgpack.Decoder(Parsed)
_KEPT = msgspec.msgpack.Decoder(Kept)


def named_articles(sources: Sources, folder: str, language: str, common: str, problems: list[Problem]) -> list[Named]:
    """The sources of a content folder in the order of their paths, with their sidecars.

    `folder` is what problems call it, `language` is that of a text that does not tell its own; `common` is a key of
    all else but terms that records depend on.
    """
    beside = _sidecars(sources, folder, problems)
    pairs = [(source, beside.get(source.stem)) for source in sources.articles]
    return [Named(*pair, _key("texts", *pair, folder, language, common)) for pair in pairs]


def read_articles(
    named: Sequence[Named],
    slices: Mapping[str, bytes],
    folder: str,
    language: str,
    store: Store,
    problems: list[Problem],
    held: Mapping[bytes, Sealed[Record]] = NOTHING,
) -> list[Read]:
    """The articles of sources, in their order, with the records that the store has. Raises ChangedError.

    `slices` are the digests of what each text sees of the glossary, by the keys of the sources, as far as known;
    `problems` get those of sources that are no articles. `held` are records by their seals that are in memory already.
    """
    stored = store.get_each([record_key(one.key, slices[one.key]) for one in named if one.key in slices])
    read = []
    for one in named:
        found = next(stored) if one.key in slices else None
        if found is not None:
            read.append(_from_store(one.key, found, store, held))
            continue
        parsed_key = _key("parsed", one.source, one.sidecar, folder, language, "")
        parsed = _parsed(one.source, one.sidecar, folder, language, parsed_key, store)
        if parsed.article is None:
            problems += parsed.problems
        else:
            read.append(Read(parsed.article, one.key, parsed.problems, parsed_key))
    return read


def record_key(key: str, seen: bytes) -> str:
    """The key of what comes of a source that refers to no other, where its texts see some slice of the glossary."""
    return key_of("kept", key, seen)


def _from_store(key: str, stored: Stored, store: Store, held: Mapping[bytes, Sealed[Record]]) -> Read:
    kept = _KEPT.decode(stored.value)
    sealed = held.get(stored.digest) or Sealed(kept.record, stored.digest)
    record = sealed.value
    store.keep((record.body, record.ledger, *kept.keys))
    return Read(record.article, key, kept.problems, record=sealed)


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


def _key(kind: str, source: Source, sidecar: Source | None, folder: str, language: str, common: str) -> str:
    beside = (sidecar.path, sidecar.digest) if sidecar else None
    return key_of(kind, source.path, source.digest, beside, folder, language, common)


def _parsed(source: Source, sidecar: Source | None, folder: str, language: str, key: str, store: Store) -> Parsed:
    stored = store.get(key)
    if stored is not None:
        return _PARSED.decode(stored)
    parsed = parse_article(read_source(source), read_source(sidecar) if sidecar else None, folder, language)
    if parsed.article is not None:
        # The body is read again where it is needed, so that all bodies are never held at once.
        parsed = msgspec.structs.replace(parsed, article=msgspec.structs.replace(parsed.article, body=""))
    store.put(key, msgspec.msgpack.encode(parsed))
    return parsed


def shown(read: Sequence[Read], today: datetime.date, *, drafts: bool) -> tuple[list[Read], dict[str, int]]:
    """The articles to publish on a day, and how many are left out for what reason."""
    kept = []
    hidden: dict[str, int] = {}
    for one in read:
        meta = one.article.meta
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
            kept.append(one)
    return kept, hidden


def apart(read: Sequence[Read], folder: str, problems: list[Problem]) -> list[Read]:
    """The articles without those whose address an earlier one has."""
    owners: dict[str, str] = {}
    kept = []
    for one in read:
        article = one.article
        first = owners.setdefault(article.slug, article.source)
        if first == article.source:
            kept.append(one)
        else:
            message = f"has the slug {article.slug!r}, as {folder}/{first} has"
            problems.append(error(f"{folder}/{article.source}", 0, message, "give one of them slug: …"))
    return kept
