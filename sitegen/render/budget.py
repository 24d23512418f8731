"""What Markdown would take too long over: counted in the text, so that every machine decides alike."""

from __future__ import annotations

import re

LONGEST = 1_000_000
MOST_OPEN = 1000
MOST_CODE = 20_000
LONGEST_CODE_LINE = 500

# What takes Python-Markdown time by the square of its number, or a stack by its depth.
_LIMITS = (
    (re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE), 400, "lines that open or close code"),
    (re.compile(r"\[\^"), 1000, "footnotes and references to them"),
    (re.compile(r"\]\("), 10_000, "links"),
    (re.compile(r"``"), 2000, "pairs of backticks"),
    (re.compile(r"&#"), 20_000, "numbered characters"),
    (re.compile(r"^ {0,3}\*\[", re.MULTILINE), 200, "abbreviations"),
    (re.compile(r"^ {0,3}(?:=+|[-*_][-*_ \t]*)$", re.MULTILINE), 500, "rules"),
    (re.compile(r"^ {0,3}:[ \t]", re.MULTILINE), 300, "definitions"),
    (
        re.compile(r"^[ \t]*+(?:>[ \t]?|[*+-][ \t]++|\d++\.[ \t]++){21,}+[^\s>*+-]", re.MULTILINE),
        0,
        "lines 21 levels deep",
    ),
    (re.compile(r"^[ \t]*+(?:\d++\.[ \t]++){21,}+", re.MULTILINE), 0, "lines 21 levels deep"),
    (re.compile(r"^(?: {4}|\t){21,}+[ \t]*+(?:[*+-]|\d++\.)[ \t]", re.MULTILINE), 0, "lines 21 levels deep"),
)
_BLANK = re.compile(r"\n[ \t]*+\n")
_CODE = re.compile(r"^(?: {0,3}(```+|~~~+)[^\n]*\n(?:.*?)(?:^ {0,3}\1[ \t]*$|\Z)|(?: {4}|\t)[^\n]*$)", re.M | re.S)


def over_budget(body: str) -> str:
    """Why a Markdown text would take too long, or "" for one that will not."""
    if len(body) > LONGEST:
        return f"has {len(body):,} characters, more than {LONGEST:,}"
    for pattern, most, what in _LIMITS:
        number = sum(1 for _ in pattern.finditer(body))
        if number > most:
            return f"has {number:,} {what}" if most else f"has {what}"
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
        if total > MOST_CODE or any(len(line) > LONGEST_CODE_LINE for line in found[0].split("\n")):
            return False
    return True
