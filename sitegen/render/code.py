"""Listings of code through Pygments, in the shape in which Python-Markdown writes them."""

from __future__ import annotations

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.lexers.special import TextLexer
from pygments.util import ClassNotFound

from sitegen.markup import element
from sitegen.render.budget import colours_fit

_FORMATTER = HtmlFormatter(cssclass="codehilite", wrapcode=True)


class Listings:
    """The listings of a text: coloured, if that is wanted, as long as there is not too much code in it."""

    def __init__(self, coloured: bool) -> None:
        self._coloured = coloured
        self._total = 0

    def markup(self, code: str, language: str) -> str:
        """The mark-up of a listing in a language, "" for one that does not tell."""
        self._total += len(code)
        if self._coloured and colours_fit(code, self._total):
            return str(highlight(code, _lexer(language), _FORMATTER))
        classes = [("class", f"language-{language}")] if language else []
        return f"<pre>{element('code', code, classes)}</pre>\n"


def _lexer(language: str) -> Lexer:
    try:
        return get_lexer_by_name(language)
    except ClassNotFound:
        return TextLexer()
