"""Bodies into documents: plain text or Markdown to sanitised mark-up with headings."""

from __future__ import annotations

import re

import msgspec

from sitegen.markup import attributes_of, flatten, map_tags, tag
from sitegen.model import Article, Document, Heading, MarkdownOptions
from sitegen.render.budget import TooMuchError, check_tags
from sitegen.render.doubts import doubts_about
from sitegen.render.engines import engine_of
from sitegen.render.plain import render_plain
from sitegen.sanitise import dropped_addresses, sanitise_body
from sitegen.urls import is_external

__all__ = ["doubts_about", "render"]

# Headings get ids that are ours; what is written as an entity, or not at all, is so in one way only.
_NOT_AS_IT_IS = ("<h", "&", "\xa0", "\r", "\0")
_HEADING = re.compile(r"<h([2-6])([^>]*)>(.*?)</h\1>", re.DOTALL)
_FOOTNOTE = re.compile(r'<sup\b[^>]*><a class="footnote-ref"[^>]*>[^<]*</a></sup>')
_ID = re.compile(r' id="([^"]*)"')
_REFERENCE = re.compile(r'<(?:a|img)\b[^>]* (?:href|src)="([^"]*)"')


def render(article: Article, options: MarkdownOptions) -> Document:
    """The document of an article. `options` say how Markdown is read.

    Markdown that would take too long is shown as plain text; the document says why.
    """
    if article.markup == "plain":
        source = render_plain(article.body)
        return Document(source, (), ()) if _needs_no_gate(source) else _document(source)
    try:
        source = _marked_tables(engine_of(options.engine).body(article.body, options.active))
        if "<" in article.body:
            check_tags(source)
    except TooMuchError as failure:
        return msgspec.structs.replace(_document(render_plain(article.body)), simplified=str(failure))
    return msgspec.structs.replace(_document(source), dropped=dropped_addresses(source))


def _needs_no_gate(source: str) -> bool:
    """Whether the mark-up of a plain text is paragraphs of characters that the gate for mark-up lets through as they are."""
    return not any(sign in source for sign in _NOT_AS_IT_IS)


def _document(source: str) -> Document:
    html = sanitise_body(source)
    return Document(html, _headings(html), _references(html))


def _headings(html: str) -> tuple[Heading, ...]:
    found = []
    for level, raw, inner in _HEADING.findall(html):
        anchor = _ID.search(raw)
        text = flatten(_FOOTNOTE.sub("", inner)).text
        if anchor and text:
            found.append(Heading(int(level), attributes_of(raw)["id"], text))
    return tuple(found)


def _references(html: str) -> tuple[str, ...]:
    if " href=" not in html and " src=" not in html:
        return ()
    values = [next(iter(attributes_of(f'href="{raw}"').values())) for raw in _REFERENCE.findall(html)]
    return tuple(sorted({v for v in values if not is_external(v) and not v.startswith("#")}))


def _marked_tables(html: str) -> str:
    """Alignment of table cells as a class: a style attribute would not pass the page's policy."""
    if "text-align" not in html:
        return html

    def change(slash: str, name: str, raw: str) -> str | None:
        if slash or name not in {"td", "th"} or "style" not in raw:
            return None
        attributes = attributes_of(raw)
        side = re.search(r"text-align:\s*(left|center|right)", attributes.pop("style", ""))
        if not side:
            return None
        classes = f"{attributes.get('class', '')} align-{side[1]}".strip()
        return tag(name, (attributes | {"class": classes}).items())

    return map_tags(html, change)
