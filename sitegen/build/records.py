"""The first map: articles into records, each with its annotated body in the store under its digest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor

import msgspec

from sitegen.annotate import LinkRules
from sitegen.build.annotating import Done, Settings, Task, carry_out, carry_out_batch, decode_batch, linker
from sitegen.build.articles import NOTHING, Kept, Read, record_key
from sitegen.build.executing import MARKDOWN_ARTICLE, PLAIN_ARTICLE, batched, in_order, is_worth_it
from sitegen.build.keys import key_of
from sitegen.config import Config
from sitegen.discover import Sources, digest_of
from sitegen.glossary.terms import Glossary
from sitegen.markup import Target
from sitegen.model import Record, Term
from sitegen.pictures import Pictures
from sitegen.progress import Follow
from sitegen.render.engines import engine_of
from sitegen.sealed import Sealed
from sitegen.store import Store
from sitegen.urls import Permalink, relative, resolve_reference

# Articles that go to another process together.
BATCH = 100

_RECORDS = msgspec.msgpack.Decoder(Record)
_REFERENCES = msgspec.msgpack.Decoder(tuple[str, ...])


class _Item(msgspec.Struct, frozen=True):
    """An article on its way: what was read of it, under which key its document is kept, what its task is.

    `referring` says that it is known to have references, whether they lead somewhere or not.
    """

    read: Read
    document_key: str
    task: Task
    referring: bool


def common_settings(config: Config, glossary: Glossary) -> tuple[Settings, str]:
    """What records depend on besides their articles, and a key of all of it but the terms."""
    terms = [_matching_part(entry.term) for entry in glossary.entries]
    rules = LinkRules(config.links.density, config.links.cap, config.links.undecided)
    settings = Settings(config.content, config.markdown, rules, msgspec.msgpack.encode(terms))
    return settings, key_of(msgspec.structs.replace(settings, terms=b""))


def _matching_part(term: Term) -> Term:
    """A term without what plays no part in finding it: a new definition re-annotates nothing."""
    return msgspec.structs.replace(term, definition={}, facts=(), sources=())


def begin_early(executor: Executor, terms: bytes, articles: int) -> None:
    """Have processes begin where so many articles are to be annotated, before they would carry all of them along."""
    if is_worth_it(articles * PLAIN_ARTICLE):
        # Processes that are forked from this one have it too.
        linker(terms)
        executor.submit(int)


def annotated_records(
    settings: Settings,
    read: Sequence[Read],
    slices: dict[str, bytes],
    sources: Sources,
    permalinks: Mapping[str, Permalink],
    store: Store,
    follow: Follow,
    executor: Executor | None = None,
    held: Mapping[bytes, Sealed[Record]] = NOTHING,
) -> list[Sealed[Record]]:
    """The records of articles, in the order given; what the store has is not worked out again.

    `slices` has by the articles' keys what each sees of the glossary, as far as known; what becomes known is added.
    `permalinks` are those of all articles that others may refer to, by path. What is to be worked out goes to
    `executor` in batches, if there is one. `held` are records by their seals that are in memory already.
    Raises ChangedError.
    """
    references = _References(permalinks, sources, store)
    found = {one.article.source: one.record for one in read if one.record is not None}
    missing = _items([one for one in read if one.record is None], settings, sources, references, store)
    # The second time round are those whose references became known by the first.
    while missing:
        missing = _from_store(missing, slices, store, found, held)
        missing = _worked_out(missing, settings, slices, references, store, follow, executor, found)
    return [found[one.article.source] for one in read]


def _items(
    read: Sequence[Read], settings: Settings, sources: Sources, references: _References, store: Store
) -> list[_Item]:
    files = {source.path: source for source in sources.articles}
    items = []
    for one in read:
        article = one.article
        key = key_of(
            "document", article.markup, article.digest, article.body_start, article.meta.encoding, settings.markdown
        )
        task = Task(article, files[article.source].file, files[article.source].data)
        known: tuple[str, ...] | None = ()
        if article.markup != "plain":
            stored = store.get(_references_key(key))
            known = None if stored is None else _REFERENCES.decode(stored)
        items.append(_Item(one, key, references.resolved(task, known), bool(known)))
    return items


def _references_key(document_key: str) -> str:
    return key_of("references", document_key)


def _record_key(item: _Item, seen: bytes) -> str:
    if not item.referring:
        return record_key(item.read.key, seen)
    return key_of("annotated", item.read.key, item.task.targets, item.task.pictures, seen)


def _from_store(
    items: Sequence[_Item],
    slices: Mapping[str, bytes],
    store: Store,
    found: dict[str, Sealed[Record]],
    held: Mapping[bytes, Sealed[Record]],
) -> list[_Item]:
    """The items whose records the store does not have; those of the others go to `found`."""
    missing = [item for item in items if not item.referring or item.read.key not in slices]
    known = [item for item in items if item.referring and item.read.key in slices]
    keys = [_record_key(item, slices[item.read.key]) for item in known]
    for item, stored in zip(known, store.get_each(keys), strict=True):
        if stored is None:
            missing.append(item)
            continue
        sealed = held.get(stored.digest) or Sealed(_RECORDS.decode(stored.value), stored.digest)
        record = sealed.value
        store.keep((record.body, record.ledger, item.document_key))
        found[item.task.article.source] = sealed
    return missing


def _worked_out(
    items: Sequence[_Item],
    settings: Settings,
    slices: dict[str, bytes],
    references: _References,
    store: Store,
    follow: Follow,
    executor: Executor | None,
    found: dict[str, Sealed[Record]],
) -> list[_Item]:
    """Work records out; give the items whose references were not known and lead somewhere."""
    tasks = [_with_document(item, store) for item in items]
    waiting = []
    ready = sum(task.document is not None or task.article.markup == "plain" for task in tasks)
    seconds = ready * PLAIN_ARTICLE + (len(tasks) - ready) * MARKDOWN_ARTICLE
    results = _carried_out(settings, follow(tasks, "articles"), seconds, executor)
    for item, done in zip(items, results, strict=True):
        known = _Item(
            item.read, item.document_key, references.resolved(item.task, done.references), bool(done.references)
        )
        if done.document is not None:
            store.put(item.document_key, done.document)
            store.put(_references_key(item.document_key), msgspec.msgpack.encode(done.references))
        if done.record is not None:
            slices[item.read.key] = done.seen
            found[item.task.article.source] = _put(known, done.record, done, store)
        else:
            waiting.append(known)
    return waiting


def _put(item: _Item, record: Record, done: Done, store: Store) -> Sealed[Record]:
    """Put what was worked out into the store, where the next build looks for it first."""
    # The same article as another process was told of: to hold it once is enough.
    record = msgspec.structs.replace(record, article=item.task.article)
    store.put(item.read.key, done.texts)
    for name, value in ((record.body, done.body), (record.ledger, done.ledger)):
        store.put(name, value, bytes.fromhex(name))
    # In the order in which it is: of texts in several languages the first may count.
    if item.referring:
        written = msgspec.msgpack.encode(record)
        digest = bytes.fromhex(digest_of(written))
        store.put(_record_key(item, done.seen), written, digest)
        return Sealed(record, digest)
    keys = [item.read.parsed_key]
    if item.task.article.markup != "plain":
        keys += [item.document_key, _references_key(item.document_key)]
    kept = msgspec.msgpack.encode(Kept(item.read.problems, record, tuple(keys)))
    digest = bytes.fromhex(digest_of(kept))
    store.put(_record_key(item, done.seen), kept, digest)
    return Sealed(record, digest)


def _with_document(item: _Item, store: Store) -> Task:
    stored = store.get(item.document_key) if item.task.article.markup != "plain" else None
    return msgspec.structs.replace(item.task, document=stored) if stored is not None else item.task


def _carried_out(
    settings: Settings, tasks: Iterable[Task], seconds: float, executor: Executor | None
) -> Iterator[Done]:
    """What becomes of tasks that cost some seconds, in their order."""
    if executor is None or not is_worth_it(seconds):
        for task in tasks:
            yield carry_out(settings, task)
        return
    # Processes that are forked from this one have them too.
    linker(settings.terms)
    engine_of(settings.markdown.engine)
    common = msgspec.msgpack.encode(settings)
    batches = batched((msgspec.structs.replace(task, data=None) for task in tasks), BATCH)
    for done in in_order(executor, carry_out_batch, ((common, msgspec.msgpack.encode(batch)) for batch in batches)):
        yield from decode_batch(done)


class _References:
    """Where the relative references of articles lead: to other articles, and to pictures."""

    def __init__(self, permalinks: Mapping[str, Permalink], sources: Sources, store: Store) -> None:
        self._addresses = permalinks
        self._pictures = Pictures(sources.pictures)
        self._store = store

    def resolved(self, task: Task, references: Sequence[str] | None) -> Task:
        """A task with what its article's references lead to; as it is while they are not known."""
        if references is None:
            return task
        targets: dict[str, Target] = {}
        pictures = []
        article = task.article
        for reference in references:
            resolved = resolve_reference(article.source, reference)
            if resolved is None:
                continue
            path, fragment = resolved
            if path in self._addresses:
                anchor = "#s-" + fragment[1:] if len(fragment) > 1 else ""
                targets[reference] = Target(relative(article.permalink, self._addresses[path]) + anchor)
            elif path in self._pictures:
                name = path.rsplit("/", 1)[-1]
                targets[reference] = Target(name, *self._size(path))
                pictures.append((path, article.permalink + name))
        return msgspec.structs.replace(task, targets=targets, pictures=tuple(sorted(set(pictures))))

    def _size(self, path: str) -> tuple[int, int]:
        key = key_of("size", self._pictures.digest(path))
        stored = self._store.get(key)
        if stored is not None:
            return msgspec.msgpack.decode(stored, type=tuple[int, int])
        size = self._pictures.size(path)
        self._store.put(key, msgspec.msgpack.encode(size))
        return size
