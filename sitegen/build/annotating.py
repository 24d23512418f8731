"""One article's way from its source to its annotated body: what workers do, in this process or in others."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import msgspec

from sitegen.annotate import LinkRules, annotate
from sitegen.discover import Source, digest_of, read_source
from sitegen.glossary.folding import folded_already
from sitegen.glossary.lexicon import Lexicon
from sitegen.glossary.senses import Senses
from sitegen.glossary.slices import Slices
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
    first, the record with the body and the lines of the ledger that it names.

    With the record come the folded texts in which terms were looked for, encoded, and the digest of the slice of the
    glossary that they see.
    """

    references: tuple[str, ...]
    document: bytes | None = None
    record: Record | None = None
    body: bytes = b""
    ledger: bytes = b""
    texts: bytes = b""
    seen: bytes = b""


def carry_out(settings: Settings, task: Task) -> Done:
    """Render and annotate an article. Raises ChangedError for a source that is no more what it was."""
    article, text = _whole(task)
    document, made = _document(settings, task, article)
    if task.targets is None and document.references:
        return Done(document.references, made)
    targets = task.targets or {}
    lexicon, senses, slices = linker(settings.terms)
    head, engine = text[: article.body_start], settings.markdown.engine
    annotated = annotate(document, article, head, lexicon, senses, settings.rules, targets, engine)
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
    texts = msgspec.msgpack.encode([sight.folded.shape for sight in annotated.sights])
    return Done(document.references, made, record, body, ledger, texts, slices.slice_of(annotated.sights))


def carry_out_batch(settings: bytes, tasks: bytes) -> bytes:
    """What `carry_out` gives for tasks that come from another process: everything encoded in MessagePack."""
    known = msgspec.msgpack.decode(settings, type=Settings)
    given = msgspec.msgpack.decode(tasks, type=tuple[Task, ...])
    return msgspec.msgpack.encode([carry_out(known, task) for task in given])


def slices_of_batch(terms: bytes, batch: Sequence[bytes]) -> list[bytes]:
    """The digest of the slice of the glossary that each article sees, by its texts as `carry_out` gave them.

    b"" stands for what is not known, in both.
    """
    _, senses, slices = linker(terms)
    digests = []
    for texts in batch:
        shapes = msgspec.msgpack.decode(texts, type=tuple[str, ...]) if texts else ()
        digests.append(slices.slice_of(senses.sight(folded_already(shape)) for shape in shapes) if texts else b"")
    return digests


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
def linker(terms: bytes) -> tuple[Lexicon, Senses, Slices]:
    """The compiled lexicon of terms, what decides about their senses, and what tells how much of them a text sees."""
    lexicon = Lexicon(msgspec.msgpack.decode(terms, type=list[Term]))
    senses = Senses(lexicon)
    return lexicon, senses, Slices(lexicon, senses)
