"""Where a line may not break, by the habits of a language's printers; the characters stay as they are."""

from __future__ import annotations

import re

from sitegen.markup import Span, escape, flatten, tag, wrap

# Digits in groups of three are one number in every language that divides them by spaces.
_NUMBERS = re.compile(r"(?<![\w.,])\d{1,3}(?: \d{3})+(?![\w])")
# French puts a space before its high signs and inside its quotes, which is no place to break a line.
_FRENCH = re.compile(rf"« \S|(?<=\S) [?!:;»%€$]+|{_NUMBERS.pattern}")
_GROUP = re.compile(r" [0-9]")
_OPEN = tag("span", [("class", "whole")])


def kept_together(text: str, language: str) -> list[tuple[int, int]]:
    """The ranges of a text, in order and apart, inside which no line may break."""
    if language.partition("-")[0] == "fr":
        return [found.span() for found in _FRENCH.finditer(text)] if " " in text else []
    # This is found much faster than the pattern, and few texts have it.
    if not _GROUP.search(text):
        return []
    return [found.span() for found in _NUMBERS.finditer(text)]


def kept_span(start: int, end: int) -> Span:
    """The mark-up that keeps a range of a text on one line."""
    return Span(start, end, _OPEN, "</span>", _OPEN)


def set_line(text: str, language: str) -> str:
    """A text such as a title as mark-up, with what belongs together kept on one line."""
    source = escape(text)
    ranges = kept_together(text, language)
    if not ranges:
        return source
    flat = flatten(source)
    # A title's own white space at its ends is no text of the mark-up.
    shift = text.find(flat.text[:1])
    return wrap(flat, [kept_span(start - shift, end - shift) for start, end in ranges if start >= shift])
