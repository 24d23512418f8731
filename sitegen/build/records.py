"""The first map: articles into records, each with its annotated body in the store under its digest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from sitegen.annotate import Annotated, LinkRules, annotate
from sitegen.build.keys import key_of
from sitegen.config import Archive
from sitegen.discover import Sources, digest_of
from sitegen.glossary.lexicon import Lexicon
from sitegen.glossary.senses import Senses
from sitegen.glossary.terms import Glossary
from sitegen.ledger import encoded as in_lines
from sitegen.markup import Target
from sitegen.model import Article, Document, Record, Term
from sitegen.pictures import Pictures
from sitegen.problems import Problem
from sitegen.progress import Follow
from sitegen.reader import decode
from sitegen.render import doubts_about, render
from sitegen.sealed import Sealed, encoded
from sitegen.store import Store
from sitegen.urls import Permalink, relative, resolve_reference


def annotated_records(
    archive: Archive, articles: Sequence[Article], sources: Sources, glossary: Glossary, store: Store, follow: Follow
) -> list[Sealed[Record]]:
    """The records of articles, in the order given; what the store has is not worked out again."""
    config = archive.config
    terms = [_matching_part(entry.term) for entry in glossary.entries]
    lexicon_key = key_of(terms)
    rules = LinkRules(config.links.density, config.links.cap, config.links.undecided)
    data = {found.path: found for found in sources.articles}
    addresses = {article.source: article.permalink for article in articles}
    pictures = Pictures(archive.content, sources.pictures)
    compiled: list[tuple[Lexicon, Senses]] = []
    records = []
    for article in follow(articles, "articles"):
        document_key = key_of("document", article.markup, article.body, config.markdown)
        references = _references(article, document_key, config.markdown.extensions, store)
        targets = _targets(article, references, addresses, pictures) if references else {}
        key = key_of("annotated", document_key, msgspec.structs.replace(article, body=""), lexicon_key, rules, targets)
        stored = store.get(key)
        if stored is not None:
            record = msgspec.msgpack.decode(stored, type=Record)
            records.append(Sealed(record, bytes.fromhex(digest_of(stored))))
            store.keep(record.body)
            store.keep(record.ledger)
            continue
        if not compiled:
            lexicon = Lexicon(terms)
            compiled.append((lexicon, Senses(lexicon)))
        found = data[article.source]
        text = decode(found.data, article.source, article.meta.encoding or "utf-8")[0]
        document = _document(article, document_key, config.markdown.extensions, store)
        annotated = annotate(document, article, text[: article.body_start], *compiled[0], rules, targets)
        doubts = tuple(doubts_about(document, article, targets, f"{config.content}/{article.source}"))
        records.append(_keep(annotated, doubts, key, store, article, targets, pictures))
    return records


def _matching_part(term: Term) -> Term:
    """A term without what plays no part in finding it: a new definition re-annotates nothing."""
    return msgspec.structs.replace(term, definition={}, facts=(), sources=())


def _keep(
    annotated: Annotated,
    doubts: tuple[Problem, ...],
    key: str,
    store: Store,
    article: Article,
    targets: Mapping[str, Target],
    pictures: Pictures,
) -> Sealed[Record]:
    """Put a body and the lines of its ledger into the store under their digests; the record names them."""
    body = msgspec.msgpack.encode(annotated.blocks)
    lines = in_lines(annotated.mentions)
    used = []
    for reference in targets:
        resolved = resolve_reference(article.source, reference)
        if resolved and resolved[0] in pictures:
            used.append((resolved[0], article.permalink + targets[reference].address))
    record = msgspec.structs.replace(
        annotated.record,
        body=_put(store, body),
        ledger=_put(store, lines),
        pictures=tuple(sorted(used)),
        problems=(*annotated.record.problems, *doubts),
        article=msgspec.structs.replace(article, body=""),
    )
    written = encoded(record)
    store.put(key, written)
    return Sealed(record, bytes.fromhex(digest_of(written)))


def _put(store: Store, value: bytes) -> str:
    digest = digest_of(value)
    store.put(digest, value)
    return digest


def _references(article: Article, document_key: str, extensions: tuple[str, ...], store: Store) -> tuple[str, ...]:
    """The references of an article's document, without the document where the store has them."""
    if article.markup == "plain":
        return ()
    key = key_of("references", document_key)
    stored = store.get(key)
    if stored is not None:
        store.keep(document_key)
        return msgspec.msgpack.decode(stored, type=tuple[str, ...])
    references = _document(article, document_key, extensions, store).references
    store.put(key, msgspec.msgpack.encode(references))
    return references


def _document(article: Article, key: str, extensions: tuple[str, ...], store: Store) -> Document:
    # To read plain text anew is cheaper than to keep what it was.
    if article.markup == "plain":
        return render(article, extensions)
    stored = store.get(key)
    if stored is not None:
        return msgspec.msgpack.decode(stored, type=Document)
    document = render(article, extensions)
    store.put(key, msgspec.msgpack.encode(document))
    return document


def _targets(
    article: Article, references: Sequence[str], addresses: Mapping[str, Permalink], pictures: Pictures
) -> dict[str, Target]:
    targets: dict[str, Target] = {}
    for reference in references:
        resolved = resolve_reference(article.source, reference)
        if resolved is None:
            continue
        path, fragment = resolved
        if path in addresses:
            anchor = "#s-" + fragment[1:] if len(fragment) > 1 else ""
            targets[reference] = Target(relative(article.permalink, addresses[path]) + anchor)
        elif path in pictures:
            targets[reference] = Target(path.rsplit("/", 1)[-1], *pictures.size(path))
    return targets
