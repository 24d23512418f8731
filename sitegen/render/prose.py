"""Paragraphs of which it is plain what Python-Markdown makes: they are folded out of a text, and in again afterwards.

What is folded, with the lists between, has none but the plainest mark-up, written as nearly everyone writes it, and
stands where nothing around it can reach it. Python-Markdown, which sees one word in place of neighbouring paragraphs,
is the oracle.
"""

from __future__ import annotations

import re
from collections.abc import Callable

# What a paragraph holds that is neither a sign of Markdown nor of HTML. Nothing here is tried twice: what can't go on
# is given up, so that no text takes more time than its length.
_PLAIN = r"[^\n\r\t\x02\x03\ue000`\\\[<>&*_{|]"
_STRESSED = rf"(?![\s*]){_PLAIN}++(?<!\s)"
_STRONG = rf"\*\*({_STRESSED})\*\*(?!\*)"
_EMPHASIS = rf"\*({_STRESSED})\*(?!\*)"
_LINK = r"\[(?<!!\[)((?!\^)[^\n\r\t\x02\x03\ue000`\\\[\]<>&*_{|]++)\]\(([A-Za-z0-9:/.?=%#~+,@_-]++)\)"
_CODE = r"`((?!\s*+`)[^\n\r\t\x02\x03\ue000`\\<>&{|]++)`(?!`)"
_AND = r"&(?!#|\w*+;)"
_MARKED = re.compile(f"{_STRONG}|{_EMPHASIS}|{_LINK}|{_CODE}|{_AND}")
# What starts so can't be the line of a list, a heading, a table, a definition or code.
_BEGINNING = r"(?=[^\W\d_]|[\"'(“‘«„¿¡]|\d++[^\d.)\s]|\d++ |\*\*?[^\W\d_]|\[[^\W\d_]|`[^\W\d_])"
_LINE = rf"{_BEGINNING}(?:{_PLAIN}++|{_STRONG}|{_EMPHASIS}|{_LINK}|{_CODE}|{_AND})++(?<!\s)"
# What comes after a paragraph may be the definition that makes it a term, what comes after a list may go on with it.
_PARAGRAPH = rf"{_LINE}(?:\n{_LINE})*+(?=\n\n(?!\n* {{0,3}}:)|\n?\Z)"
_LIST = rf"- {_LINE}(?:\n- {_LINE})*+(?=\n\n{_BEGINNING}|\n?\Z)"
_PARAGRAPHS = re.compile(rf"{_PARAGRAPH}(?:\n\n(?:{_PARAGRAPH}|{_LIST}))*+")
# What reaches from where it stands to the end of the text, and what does so from anywhere.
_REACHING = ("<", "```", "~~~")
_EVERYWHERE = ("\ue000", "\r", "\n*[", "///")
_FOLDED = re.compile("<p>x([0-9]+)\ue000</p>")


def by_paragraphs(text: str, convert: Callable[[str], str]) -> str:
    """The mark-up of a Markdown text, of which `convert`, Python-Markdown, sees what it is needed for."""
    folded, runs = _folded(text)
    if not runs:
        return convert(text)
    if folded in (_place(0), _place(0) + "\n"):
        return _shown(runs[0])
    markup, number = _FOLDED.subn(lambda found: _shown(runs[int(found[1])]), convert(folded))
    return markup if number == len(runs) else convert(text)


def _folded(text: str) -> tuple[str, list[str]]:
    """A text with a word for each run of plain paragraphs, and the runs."""
    runs: list[str] = []
    if text.startswith("*[") or any(sign in text for sign in _EVERYWHERE):
        return text, runs
    limit = min((place for sign in _REACHING if (place := text.find(sign)) >= 0), default=len(text))
    parts = []
    start = end = 0
    while start < limit:
        if text[start] == "\n":
            start += 1
            continue
        parts.append(text[end:start])
        found = _PARAGRAPHS.match(text, start)
        if found and found.end() <= limit:
            parts.append(_place(len(runs)))
            runs.append(found[0])
            end = found.end()
        else:
            end = text.find("\n\n", start)
            end = len(text) if end < 0 else end
            parts.append(text[start:end])
        start = end + 2
    parts.append(text[end:])
    return "".join(parts), runs


def _place(number: int) -> str:
    return f"x{number}\ue000"


def _shown(run: str) -> str:
    marked = _MARKED.sub(_marked, run)
    if "\n\n- " not in marked:
        return "<p>" + marked.replace("\n\n", "</p>\n<p>") + "</p>"
    return "\n".join(map(_block, marked.split("\n\n")))


def _block(text: str) -> str:
    if not text.startswith("- "):
        return f"<p>{text}</p>"
    return "<ul>\n<li>" + text[2:].replace("\n- ", "</li>\n<li>") + "</li>\n</ul>"


def _marked(found: re.Match[str]) -> str:
    strong, stressed, words, address, code = found.groups()
    if strong:
        return f"<strong>{strong}</strong>"
    if stressed:
        return f"<em>{stressed}</em>"
    if address:
        return f'<a href="{address}">{words}</a>'
    if code:
        return f"<code>{code.strip()}</code>"
    return "&amp;"
