"""Markdown through pulldown-cmark (its package is pyromark), written in the shape in which Python-Markdown writes it.

The engine gives events. What it would write of them itself has no ids of headings, no way back from a
footnote and no colours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from pyromark import Options, events

from sitegen.markup import escape, tag
from sitegen.render.budget import TooMuchError, check_length
from sitegen.render.code import Listings
from sitegen.render.footnotes import Footnotes
from sitegen.render.headings import Headings
from sitegen.render.plain import render_plain

MOST_DEEP = 100
MOST_CELLS = 100_000

# The extensions that are the engine's. `toc` and `fenced_code` are done here, what `sane_lists` does CommonMark does.
_OPTIONS = {
    "tables": Options.ENABLE_TABLES,
    "footnotes": Options.ENABLE_FOOTNOTES,
    "def_list": Options.ENABLE_DEFINITION_LIST,
    "attr_list": Options.ENABLE_HEADING_ATTRIBUTES,
}
# What is written for an event that needs no thought, by its name.
_OPENING = {
    "Paragraph": "<p>",
    "Emphasis": "<em>",
    "Strong": "<strong>",
    "Item": "<li>",
    "BlockQuote": "<blockquote>\n",
    "DefinitionList": "<dl>\n",
    "DefinitionListTitle": "<dt>",
    "DefinitionListDefinition": "<dd>",
    "HtmlBlock": "",
}
_CLOSING = {
    "Paragraph": "</p>\n",
    "Emphasis": "</em>",
    "Strong": "</strong>",
    "Link": "</a>",
    "Item": "</li>\n",
    "BlockQuote": "</blockquote>\n",
    "DefinitionList": "</dl>\n",
    "DefinitionListTitle": "</dt>\n",
    "DefinitionListDefinition": "</dd>\n",
    "TableHead": "</tr>\n</thead>\n<tbody>\n",
    "TableRow": "</tr>\n",
    "Table": "</tbody>\n</table>\n",
    "HtmlBlock": "",
}


def render_commonmark(body: str, extensions: tuple[str, ...]) -> str:
    """Mark-up of a Markdown text, not yet sanitised. Raises TooMuchError.

    Of the extensions, `toc` gives headings ids and `fenced_code` gives code its colours.
    """
    check_length(body)
    writer = _Writer("toc" in extensions, "fenced_code" in extensions)
    # The types of events are many, and say no more than the names in them.
    event: Any
    for event in events(body, options=_options(extensions)):
        kind, value = _named(event)
        writer.take[kind](writer, value)
    return writer.finished()


def render_fragment(text: str) -> str:
    """Mark-up of a short Markdown text such as a note or a definition, not yet sanitised.

    One that is too much is shown as plain text.
    """
    try:
        return render_commonmark(text, ())
    except TooMuchError:
        return render_plain(text)


@lru_cache(maxsize=4)
def _options(extensions: tuple[str, ...]) -> Options:
    chosen = Options(0)
    for name in extensions:
        chosen |= _OPTIONS.get(name, Options(0))
    return chosen


def _named(what: Any) -> tuple[str, Any]:
    """The name of an event or of a tag, and what comes with it."""
    if type(what) is str:
        return what, None
    pair: tuple[str, Any]
    (pair,) = what.items()
    return pair


class _Writer:
    """What is written of a text, and what is open in it. `take` does what is to be done with the next event."""

    def __init__(self, named: bool, coloured: bool) -> None:
        self.take = _WRITING
        self._listings = Listings(coloured)
        self._footnotes = Footnotes()
        self._headings = Headings(named)
        self._words: list[str] | None = None
        self._pieces: list[str] = []
        self._outer: list[list[str]] = []
        self._depth = 0
        self._columns: tuple[str, ...] = ()
        self._cell, self._column, self._cells = "td", 0, 0
        self._picture: Mapping[str, Any] = {}
        self._language = ""
        # The words of a picture's description or of a listing, and what is open in the description.
        self._apart: list[str] = []
        self._open_apart = 0

    def finished(self) -> str:
        """All that was written, headings with their ids, and the footnotes behind it."""
        self._headings.finish()
        self._footnotes.finish(self._pieces)
        return "".join(self._pieces).rstrip("\n")

    def text(self, text: str) -> None:
        if self._words is not None:
            self._words.append(text)
        self._pieces.append(escape(text))

    def code(self, text: str) -> None:
        self._pieces.append("<code>")
        self.text(text)
        self._pieces.append("</code>")

    def soft_break(self, _: None) -> None:
        self._pieces.append("\n")

    def hard_break(self, _: None) -> None:
        self._pieces.append("<br>\n")

    def rule(self, _: None) -> None:
        self._pieces.append("<hr>\n")

    def raw(self, markup: str) -> None:
        self._pieces.append(markup)

    def refer(self, label: str) -> None:
        self._footnotes.refer(label, self._pieces)

    def start(self, what: Any) -> None:
        self._depth += 1
        if self._depth > MOST_DEEP:
            raise TooMuchError(f"has more than {MOST_DEEP} elements inside one another")
        name, value = _named(what)
        if name in _OPENING:
            self._pieces.append(_OPENING[name])
        else:
            _STARTS[name](self, value)

    def end(self, what: Any) -> None:
        self._depth -= 1
        name, value = _named(what)
        if name in _CLOSING:
            self._pieces.append(_CLOSING[name])
        else:
            _ENDS[name](self, value)

    def start_heading(self, written: Mapping[str, Any]) -> None:
        self._words = self._headings.begin(written, self._pieces)

    def end_heading(self, level: str) -> None:
        self._words = None
        self._pieces.append(f"</{level.lower()}>\n")

    def start_list(self, first: int | None) -> None:
        opening = "<ul>" if first is None else "<ol>" if first == 1 else tag("ol", [("start", str(first))])
        self._pieces.append(f"{opening}\n")

    def end_list(self, numbered: bool) -> None:
        self._pieces.append("</ol>\n" if numbered else "</ul>\n")

    def start_table(self, columns: tuple[str, ...]) -> None:
        self._columns = columns
        self._pieces.append("<table>\n")

    def start_head(self, _: None) -> None:
        self._cell, self._column = "th", 0
        self._pieces.append("<thead>\n<tr>\n")

    def start_row(self, _: None) -> None:
        self._cell, self._column = "td", 0
        self._pieces.append("<tr>\n")

    def start_cell(self, _: None) -> None:
        self._cells += 1
        if self._cells > MOST_CELLS:
            raise TooMuchError(f"has more than {MOST_CELLS:,} cells of tables")
        side = _ALIGNMENTS[self._columns[self._column]]
        self._column += 1
        self._pieces.append(tag(self._cell, [("class", side)]) if side else f"<{self._cell}>")

    def end_cell(self, _: None) -> None:
        self._pieces.append(f"</{self._cell}>\n")

    def start_link(self, link: Mapping[str, Any]) -> None:
        scheme = "mailto:" if link["link_type"] == "Email" else ""
        self._pieces.append(tag("a", [("href", scheme + _address(link)), *_title(link)]))

    def start_picture(self, picture: Mapping[str, Any]) -> None:
        self._picture = picture
        self._apart, self._open_apart = [], 0
        self.take = _DESCRIBING

    def start_listing(self, kind: str | Mapping[str, str]) -> None:
        self._language = "" if isinstance(kind, str) else (kind["Fenced"].split() or [""])[0]
        self._apart = []
        self.take = _LISTING

    def start_footnote(self, label: str) -> None:
        self._outer.append(self._pieces)
        self._pieces = self._footnotes.begin(label)

    def end_footnote(self, _: None) -> None:
        self._pieces = self._outer.pop()

    def put_apart(self, text: str) -> None:
        self._apart.append(text)

    def put_space_apart(self, _: None) -> None:
        self._apart.append(" ")

    def pass_by(self, _: Any) -> None:
        """Leave out what a picture's description can't have."""

    def open_in_description(self, _: Any) -> None:
        self._open_apart += 1

    def close_in_description(self, _: Any) -> None:
        if self._open_apart:
            self._open_apart -= 1
            return
        described = [("src", _address(self._picture)), ("alt", "".join(self._apart)), *_title(self._picture)]
        self._pieces.append(tag("img", described))
        self._leave()

    def end_listing(self, _: Any) -> None:
        self._pieces.append(self._listings.markup("".join(self._apart), self._language))
        self._leave()

    def _leave(self) -> None:
        self._depth -= 1
        self.take = _WRITING


_Taking = Callable[[_Writer, Any], None]
_STARTS: dict[str, _Taking] = {
    "Heading": _Writer.start_heading,
    "CodeBlock": _Writer.start_listing,
    "List": _Writer.start_list,
    "Table": _Writer.start_table,
    "TableHead": _Writer.start_head,
    "TableRow": _Writer.start_row,
    "TableCell": _Writer.start_cell,
    "Link": _Writer.start_link,
    "Image": _Writer.start_picture,
    "FootnoteDefinition": _Writer.start_footnote,
}
_ENDS: dict[str, _Taking] = {
    "Heading": _Writer.end_heading,
    "List": _Writer.end_list,
    "TableCell": _Writer.end_cell,
    "FootnoteDefinition": _Writer.end_footnote,
}
# What is done with each kind of event: in the text, in the description of a picture, in a listing.
_WRITING: dict[str, _Taking] = {
    "Text": _Writer.text,
    "Start": _Writer.start,
    "End": _Writer.end,
    "Code": _Writer.code,
    "SoftBreak": _Writer.soft_break,
    "HardBreak": _Writer.hard_break,
    "Rule": _Writer.rule,
    "Html": _Writer.raw,
    "InlineHtml": _Writer.raw,
    "FootnoteReference": _Writer.refer,
}
_DESCRIBING: dict[str, _Taking] = {
    "Text": _Writer.put_apart,
    "Start": _Writer.open_in_description,
    "End": _Writer.close_in_description,
    "Code": _Writer.put_apart,
    "SoftBreak": _Writer.put_space_apart,
    "HardBreak": _Writer.put_space_apart,
    "InlineHtml": _Writer.pass_by,
    "FootnoteReference": _Writer.pass_by,
}
_LISTING: dict[str, _Taking] = {"Text": _Writer.put_apart, "End": _Writer.end_listing}
_ALIGNMENTS = {"None": "", "Left": "align-left", "Center": "align-center", "Right": "align-right"}


def _address(written: Mapping[str, Any]) -> str:
    """An address as it is written; in angle brackets it may have spaces."""
    return str(written["dest_url"]).replace(" ", "%20")


def _title(written: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [("title", written["title"])] if written["title"] else []
