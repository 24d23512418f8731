"""One article through the stages, without an archive around it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from sitegen.annotate import Annotated, LinkRules, annotate
from sitegen.discover import Found, digest_of
from sitegen.glossary.lexicon import Lexicon
from sitegen.glossary.senses import Senses
from sitegen.model import Article, Document, Engine, MarkdownOptions, Place, Record, Term
from sitegen.parse import parse_article
from sitegen.reader import decode
from sitegen.render import render

FRONT = "---\ntitle: A title\ndate: 2024\nlanguage: en\n"
FIRST_LINE = " date 2024 A title\n"
RULES = LinkRules("section", 0, "warning")


def markdown_source(body: str, meta: str = "") -> str:
    """A Markdown source whose front matter has `meta` besides what every article needs."""
    return f"{FRONT}{meta}---\n{body}"


def article_of(source: str | bytes, name: str = "one.md") -> Article:
    """The article of a source."""
    data = source.encode() if isinstance(source, str) else source
    parsed = parse_article(Found(name, data, digest_of(data)), None, "content", "en")
    assert parsed.article, parsed.problems
    return parsed.article


def document_of(source: str | bytes, name: str = "one.md", engine: Engine = "markdown") -> Document:
    """The document that its body is rendered to."""
    return render(article_of(source, name), MarkdownOptions(engine))


def annotated(
    source: str | bytes,
    terms: Sequence[Term],
    *,
    name: str = "one.md",
    rules: LinkRules = RULES,
    engine: Engine = "markdown",
) -> Annotated:
    """A source with its terms linked and its notes placed."""
    article = article_of(source, name)
    data = source.encode() if isinstance(source, str) else source
    head = decode(data, name)[0][: article.body_start]
    lexicon = Lexicon(sorted(terms, key=lambda term: term.id))
    document = render(article, MarkdownOptions(engine))
    return annotate(document, article, head, lexicon, Senses(lexicon), rules, {}, engine)


def places_of(record: Record) -> dict[str, list[Place]]:
    """What concordances show of an article, by term."""
    return {one.term: msgspec.msgpack.decode(one.encoded, type=list[Place]) for one in record.places}
