"""Python-Markdown on the short way: what can't find anything in a text is not tried on it.

Each pattern and processor of Python-Markdown needs some sign in the text before it does anything.
Where the sign is missing, to pass it by gives the same mark-up; the plain converter is the oracle.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast
from xml.etree import ElementTree

import markdown
from markdown.blockprocessors import ParagraphProcessor
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.inlinepatterns import Pattern
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor
from markdown.util import STX, AtomicString

# One of two that must stand in a text for an inline pattern to match there. A pattern that is not here is always tried.
_SIGNS = {
    "backtick": ("`", "`"),
    "escape": ("\\", "\\"),
    "footnote": ("[^", "[^"),
    "reference": ("[", "["),
    "link": ("[", "["),
    "image_link": ("![", "!["),
    "image_reference": ("![", "!["),
    "short_reference": ("[", "["),
    "short_image_ref": ("![", "!["),
    "autolink": ("<", "<"),
    "automail": ("<", "<"),
    "linebreak": ("  \n", "  \n"),
    "html": ("<", "<"),
    "entity": ("&", "&"),
    "em_strong": ("*", "_"),
}
_ANY_SIGN = re.compile(r"[`\\\[<&*_]|  \n")
_ANYTHING = re.compile("")
# Patterns that find something only if the document defines references.
_REFERRING = ("reference", "image_reference", "short_reference", "short_image_ref")
# What starts with a letter on every line can only be a paragraph, unless it is a table or a definition's term.
_PROSE = re.compile(r"[^\W\d_][^\n|]*(?:\n[^\W\d_][^\n|]*)*")


def quicken(converter: markdown.Markdown) -> None:
    """Make a converter pass by what can't find anything. Its extensions must be registered already."""
    converter.block_level_elements = cast(list[str], frozenset(converter.block_level_elements))
    if "fenced_code_block" in converter.preprocessors:
        fenced = converter.preprocessors["fenced_code_block"]
        converter.preprocessors.register(_Unless(fenced, ("```", "~~~")), "fenced_code_block", 25)
    html = converter.preprocessors["html_block"]
    converter.preprocessors.register(_Unless(html, ("<", "&")), "html_block", 20)
    converter.parser.blockprocessors.register(_Prose(converter.parser), "prose", 1000)
    converter.treeprocessors.register(_Inline(converter), "inline", 20)
    converter.treeprocessors.register(_Unescape(converter), "unescape", 0)
    if "attr_list" in converter.treeprocessors:
        converter.treeprocessors.register(_Attributes(converter), "attr_list", 8)


class _Unless(Preprocessor):
    """A preprocessor that is passed by where none of some signs stands in the text."""

    def __init__(self, inner: Preprocessor, signs: tuple[str, ...]) -> None:
        super().__init__(inner.md)
        self._inner = inner
        self._signs = signs

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        return self._inner.run(lines) if any(sign in text for sign in self._signs) else lines


class _Prose(ParagraphProcessor):
    """Takes paragraphs before the processors that could only refuse them."""

    def test(self, parent: ElementTree.Element, block: str) -> bool:
        return _PROSE.fullmatch(block) is not None


class _Inline(InlineProcessor):
    """Tries a pattern on a text only where its sign stands. Signs never come to a text, they only go."""

    def __init__(self, md: markdown.Markdown) -> None:
        super().__init__(md)
        names = {md.inlinePatterns.get_index_for_name(name): name for name in _SIGNS if name in md.inlinePatterns}
        self._hint = _ANY_SIGN if len(names) == len(md.inlinePatterns) else _ANYTHING
        self._patterns = [
            (number, pattern, *(_SIGNS[names[number]] if number in names else ("", "")))
            for number, pattern in enumerate(md.inlinePatterns)
        ]
        self._without_references = [one for one in self._patterns if names.get(one[0]) not in _REFERRING]
        self._tried = self._patterns

    def run(self, tree: ElementTree.Element, ancestors: list[str] | None = None) -> ElementTree.Element:
        self._tried = self._patterns if self.md.references else self._without_references
        return super().run(tree, ancestors)

    # These names are what Python makes of the private ones that are used and replaced here.
    _InlineProcessor__applyPattern: Callable[[Pattern, str, int, int], tuple[str, bool, int]]

    def _InlineProcessor__handleInline(self, data: str, first: int = 0) -> str:  # noqa: N802
        if isinstance(data, AtomicString) or not self._hint.search(data):
            return data
        for number, pattern, sign, other in self._tried:
            if number < first:
                continue
            start, matched = 0, True
            while matched and (sign in data or other in data):
                data, matched, start = self._InlineProcessor__applyPattern(pattern, data, number, start)
        return data


class _Unescape(UnescapeTreeprocessor):
    def unescape(self, text: str) -> str:
        return super().unescape(text) if STX in text else text


class _Attributes(AttrListTreeprocessor):
    def run(self, doc: ElementTree.Element) -> None:
        if any("{" in (element.text or "") or "{" in (element.tail or "") for element in doc.iter()):
            super().run(doc)
