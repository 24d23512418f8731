"""What Markdown would take too long over: counted in the text, so that every machine decides alike."""

from __future__ import annotations

import re

LONGEST = 1_000_000
MOST_OPEN = 1000
MOST_CODE = 20_000
LONGEST_CODE_LINE = 500

# What takes Python-Markdown time by the square of its number: signs, and lines of a kind.
_SIGNS = (
    ("[^", 1000, "footnotes and references to them"),
    ("](", 10_000, "links"),
    ("``", 2000, "pairs of backticks"),
    ("&#", 20_000, "numbered characters"),
)
_LINES = (
    (re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE), 400, "lines that open or close code"),
    (re.compile(r"^ {0,3}\*\[", re.MULTILINE), 200, "abbreviations"),
    (re.compile(r"^ {0,3}(?:=+|[-*_][-*_ \t]*)$", re.MULTILINE), 500, "rules"),
    (re.compile(r"^ {0,3}:[ \t]", re.MULTILINE), 300, "definitions"),
)
# What takes it a stack by its depth.
_DEEP = re.compile(
    r"^(?:[ \t]*+(?:>[ \t]?|[*+-][ \t]++|\d++\.[ \t]++){21,}+[^\s>*+-]"
    r"|[ \t]*+(?:\d++\.[ \t]++){21,}+"
    r"|(?: {4}|\t){21,}+[ \t]*+(?:[*+-]|\d++\.)[ \t])",
    re.MULTILINE,
)
_BLANK = re.compile(r"\n[ \t]*+\n")
_CODE = re.compile(r"^(?: {0,3}(```+|~~~+)[^\n]*\n(?:.*?)(?:^ {0,3}\1[ \t]*$|\Z)|(?: {4}|\t)[^\n]*$)", re.M | re.S)


class TooMuchError(Exception):
    """A text that an engine would take too long over, or that others would take too long over what it makes of it."""


def check_length(body: str) -> None:
    """Raise TooMuchError for a text that is too long for any engine."""
    if len(body) > LONGEST:
        raise TooMuchError(_longer(body))


def _longer(body: str) -> str:
    return f"has {len(body):,} characters, more than {LONGEST:,}"


def over_budget(body: str) -> str:
    """Why a Markdown text would take too long, or "" for one that will not."""
    if len(body) > LONGEST:
        return _longer(body)
    for sign, most, what in _SIGNS:
        if (number := body.count(sign)) > most:
            return f"has {number:,} {what}"
    lines = body.count("\n") + 1
    for pattern, most, what in _LINES:
        if lines > most and (number := len(pattern.findall(body))) > most:
            return f"has {number:,} {what}"
    if _DEEP.search(body):
        return "has lines more than 20 levels deep"
    if sum(map(body.count, "[({<")) > MOST_OPEN and (number := _open_brackets(_CODE.sub("", body))) > MOST_OPEN:
        return f"has {number:,} brackets that nothing closes"
    return ""


def _open_brackets(prose: str) -> int:
    """How many brackets are never closed in their blocks, or are in more than two others."""
    total = 0
    for block in _BLANK.split(prose):
        for opening, closing in ("[]", "()", "{}", "<>"):
            depth = deepest = 0
            for sign in re.findall(f"[{re.escape(opening)}{re.escape(closing)}]", block):
                depth = depth + 1 if sign == opening else max(depth - 1, 0)
                deepest = max(deepest, depth)
            total += max(depth, deepest - 2)
    return total


def colourable(body: str) -> bool:
    """Whether the code in a text is short enough to be coloured: some lexers look at each line again and again."""
    total = 0
    for found in _CODE.finditer(body):
        total += len(found[0])
        if not colours_fit(found[0], total):
            return False
    return True


def colours_fit(code: str, total: int) -> bool:
    """Whether some code can be coloured, in a text that has so much of it in all up to there."""
    return total <= MOST_CODE and all(len(line) <= LONGEST_CODE_LINE for line in code.split("\n"))
