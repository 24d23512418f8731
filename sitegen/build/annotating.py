"""One article's way from its source to its annotated body: what workers do, in this process or in others."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import msgspec

from sitegen.annotate import LinkRules, annotate
from sitegen.discover import Source, digest_of, read_source
from sitegen.glossary.lexicon import Lexicon
from sitegen.glossary.senses import Senses
from sitegen.ledger import encoded as in_lines
from sitegen.markup import Target
from sitegen.model import Article, Document, MarkdownOptions, Record, Term
from sitegen.reader import decode
from sitegen.render import doubts_about, render


class Settings(msgspec.Struct, frozen=True):
    """What all articles have in common. `folder` is what problems call the content folder; `terms` are encoded."""

    folder: str
    markdown: MarkdownOptions
    rules: LinkRules
    terms: bytes


class Task(msgspec.Struct, frozen=True):
    """An article to annotate: without its body, with its source.

    `document` has its rendered body, encoded, where that is known. `targets` has what its references lead to, None
    where the references are not known yet; `pictures` are the paths of those that it uses, with their addresses.
    """

    article: Article
    file: str
    data: bytes | None = None
    document: bytes | None = None
    targets: dict[str, Target] | None = None
    pictures: tuple[tuple[str, str], ...] = ()


class Done(msgspec.Struct, frozen=True):
    """What became of a task: the document, encoded, if it was made now, and, unless its references are to be resolved
    first, the record with the body and the lines of the ledger that it names."""

    references: tuple[str, ...]
    document: bytes | None = None
    record: Record | None = None
    body: bytes = b""
    ledger: bytes = b""


def carry_out(settings: Settings, task: Task) -> Done:
    """Render and annotate an article. Raises ChangedError for a source that is no more what it was."""
    article, text = _whole(task)
    document, made = _document(settings, task, article)
    if task.targets is None and document.references:
        return Done(document.references, made)
    targets = task.targets or {}
    annotated = annotate(
        document,
        article,
        text[: article.body_start],
        *linker(settings.terms),
        settings.rules,
        targets,
        settings.markdown.engine,
    )
    doubts = doubts_about(document, article, targets, f"{settings.folder}/{article.source}")
    body = msgspec.msgpack.encode(annotated.blocks)
    ledger = in_lines(annotated.mentions)
    record = msgspec.structs.replace(
        annotated.record,
        article=task.article,
        body=digest_of(body),
        ledger=digest_of(ledger),
        pictures=task.pictures,
        problems=(*annotated.record.problems, *doubts),
    )
    return Done(document.references, made, record, body, ledger)


def carry_out_batch(settings: bytes, tasks: bytes) -> bytes:
    """What `carry_out` gives for tasks that come from another process: everything encoded in MessagePack."""
    known = msgspec.msgpack.decode(settings, type=Settings)
    given = msgspec.msgpack.decode(tasks, type=tuple[Task, ...])
    return msgspec.msgpack.encode([carry_out(known, task) for task in given])


def decode_batch(done: bytes) -> Sequence[Done]:
    """What a batch gave, decoded."""
    return msgspec.msgpack.decode(done, type=tuple[Done, ...])


def _whole(task: Task) -> tuple[Article, str]:
    """The article with its body, and the whole text of its source."""
    article = task.article
    found = read_source(Source(article.source, article.digest, task.file, task.data))
    text = decode(found.data, article.source, article.meta.encoding or "utf-8")[0]
    return msgspec.structs.replace(article, body=text[article.body_start :]), text


def _document(settings: Settings, task: Task, article: Article) -> tuple[Document, bytes | None]:
    """The rendered body, and its encoding if it was made now and is to be kept."""
    if task.document is not None:
        return msgspec.msgpack.decode(task.document, type=Document), None
    document = render(article, settings.markdown)
    # To read plain text anew is cheaper than to keep what it was.
    return document, None if article.markup == "plain" else msgspec.msgpack.encode(document)


@lru_cache(maxsize=2)
def linker(terms: bytes) -> tuple[Lexicon, Senses]:
    """The compiled lexicon of terms, and what decides about their senses."""
    lexicon = Lexicon(msgspec.msgpack.decode(terms, type=list[Term]))
    return lexicon, Senses(lexicon)
