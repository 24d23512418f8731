"""What an editor should know about a rendered body: what was left out of it, and what leads nowhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sitegen.model import Article, Document
from sitegen.problems import Problem, warning
from sitegen.urls import is_external, resolve_reference, safe_href


def doubts_about(document: Document, article: Article, known: Collection[str], file: str) -> Iterator[Problem]:
    """Warnings about an article's document. `known` are the references that lead somewhere."""
    if document.simplified:
        message = f"is shown as plain text: it {document.simplified}"
        yield warning(file, 0, message, "split it, or write it as .txt")
    for address in document.dropped:
        passed = safe_href(address)
        what = "asks for a picture from elsewhere" if passed and is_external(passed) else "has an address left out"
        remedy = "put the picture beside the article" if passed else "write http, https, mailto or a relative address"
        yield warning(file, _line(article, address), f"{what}: {address!r}", remedy)
    for reference in document.references:
        path = reference.partition("#")[0].partition("?")[0]
        if reference not in known and not path.endswith("/") and resolve_reference(article.source, reference):
            message = f"points to {reference!r}, where nothing is published"
            yield warning(file, _line(article, reference), message, "mend the address, or put the file there")


def _line(article: Article, address: str) -> int:
    written = (address, address.replace("%20", " ")) if address else ()
    at = max((article.body.find(one) for one in written), default=-1)
    return article.body_line + article.body.count("\n", 0, at) if at >= 0 else 0
