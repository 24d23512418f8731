"""Footnotes in the shape in which Python-Markdown writes them: at the end, in their order, with the ways back."""

from __future__ import annotations

import re

from sitegen.markup import element, escape, tag

_FIT_FOR_IDS = re.compile(r"[^\s\"'<>&]{1,100}")
_CLOSED = "</p>\n"


class _Footnote:
    """A footnote: its number, what its ids are made of, its pieces of mark-up, and the ids of what refers to it."""

    def __init__(self, number: int, name: str) -> None:
        self.number = number
        self.name = name
        self.pieces: list[str] = []
        self.referring: list[str] = []


class Footnotes:
    """The footnotes of a text, numbered as they are defined, and the references to them."""

    def __init__(self) -> None:
        self._footnotes: list[_Footnote] = []
        self._by_label: dict[str, _Footnote] = {}
        self._references: list[tuple[str, list[str], int]] = []

    def begin(self, label: str) -> list[str]:
        """Begin a footnote: where its mark-up is to be put, piece by piece."""
        number = len(self._footnotes) + 1
        known = label.casefold() in self._by_label
        name = label if _FIT_FOR_IDS.fullmatch(label) and not known else f"note-{number}"
        footnote = _Footnote(number, name)
        self._footnotes.append(footnote)
        if not known:
            self._by_label[label.casefold()] = footnote
        return footnote.pieces

    def refer(self, label: str, pieces: list[str]) -> None:
        """Leave a place among some pieces for a reference: its number is known at the end."""
        self._references.append((label, pieces, len(pieces)))
        pieces.append("")

    def finish(self, pieces: list[str]) -> None:
        """Fill in the references, and put the footnotes, also those that nothing refers to, behind a text's pieces."""
        for label, around, place in self._references:
            footnote = self._by_label.get(label.casefold())
            around[place] = _reference(footnote) if footnote else escape(f"[^{label}]")
        if not self._footnotes:
            return
        pieces.append('<div class="footnote">\n<hr>\n<ol>\n')
        for footnote in self._footnotes:
            pieces += [tag("li", [("id", f"fn-{footnote.name}")]), "\n", *_with_ways_back(footnote), "</li>\n"]
        pieces.append("</ol>\n</div>\n")


def _reference(footnote: _Footnote) -> str:
    again = len(footnote.referring)
    own = f"fnref{again + 1 if again else ''}-{footnote.name}"
    footnote.referring.append(own)
    link = element("a", str(footnote.number), [("class", "footnote-ref"), ("href", f"#fn-{footnote.name}")])
    return f"{tag('sup', [('id', own)])}{link}</sup>"


def _with_ways_back(footnote: _Footnote) -> list[str]:
    """The pieces of a footnote, with the ways back in its last paragraph or in one of their own."""
    if not footnote.referring:
        return footnote.pieces
    title = ("title", str(footnote.number))
    back = [
        element("a", "↩", [("class", "footnote-backref"), ("href", f"#{own}"), title]) for own in footnote.referring
    ]
    if footnote.pieces and footnote.pieces[-1] == _CLOSED:
        return [*footnote.pieces[:-1], "&#160;", *back, _CLOSED]
    return [*footnote.pieces, "<p>", *back, _CLOSED]
