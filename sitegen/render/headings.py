"""Headings with ids of their words, as Python-Markdown gives them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sitegen.markup import tag
from sitegen.urls import slugify


class _Heading:
    """A heading: what it is written with, the pieces it is in, the place of its tag among them, and its words."""

    def __init__(self, written: Mapping[str, Any], pieces: list[str]) -> None:
        self.name = written["level"].lower()
        self.id = written["id"] or ""
        classes = [("class", " ".join(written["classes"]))] if written["classes"] else []
        self.attributes = [*classes, *((name, value or "") for name, value in written["attrs"] if name.isalpha())]
        self.pieces = pieces
        self.place = len(pieces)
        self.words: list[str] = []


class Headings:
    """The headings of a text. Which id one without an id of its own gets is known when all have been read."""

    def __init__(self, named: bool) -> None:
        self._named = named
        self._headings: list[_Heading] = []

    def begin(self, written: Mapping[str, Any], pieces: list[str]) -> list[str]:
        """Begin a heading, leaving a place for its tag among some pieces: where its words are to be put.

        `written` has its level (`H1` to `H6`), its id, classes and other attributes.
        """
        heading = _Heading(written, pieces)
        pieces.append("")
        self._headings.append(heading)
        return heading.words

    def finish(self) -> None:
        """Fill in the tags, with ids that no other heading has if headings are to be named."""
        taken = {heading.id for heading in self._headings}
        numbers: dict[str, int] = {}
        for heading in self._headings:
            anchor = heading.id
            if not anchor and self._named:
                name = anchor = slugify("".join(heading.words)) or "section"
                while anchor in taken:
                    numbers[name] = numbers.get(name, 0) + 1
                    anchor = f"{name}_{numbers[name]}"
                taken.add(anchor)
            ids = [("id", anchor)] if anchor else []
            heading.pieces[heading.place] = tag(heading.name, [*ids, *heading.attributes])
