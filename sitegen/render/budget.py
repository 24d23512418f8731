"""What Markdown would take too long over: counted in the text, so that every machine decides alike."""

from __future__ import annotations

import re

LONGEST = 1_000_000
MOST_OPEN = 1000
MOST_CODE = 20_000
LONGEST_CODE_LINE = 500
MOST_TAGS = 200
MOST_REPEATED = 100_000

# What takes Python-Markdown time by the square of its number: signs, and lines of a kind.
_SIGNS = (
    ("[^", 1000, "footnotes and references to them"),
    ("](", 10_000, "links"),
    ("``", 2000, "pairs of backticks"),
    ("&#", 20_000, "numbered characters"),
    ("<", 20_000, "tags"),
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
_TAG_NAME = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# Elements that hold nothing, or end where the next of their kind begins.
_SHALLOW = frozenset(
    ["br", "hr", "img", "wbr", "col", "input", "meta", "link", "p", "li", "dt", "dd", "tr", "td", "th"]
)
# Elements that HTML opens anew in every block until they are closed.
_REPEATED = frozenset(["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"])
_BLANK = re.compile(r"\n[ \t]*+\n")
_CODE = re.compile(r"^(?: {0,3}(```+|~~~+)[^\n]*\n(?:.*?)(?:^ {0,3}\1[ \t]*$|\Z)|(?: {4}|\t)[^\n]*$)", re.M | re.S)


class TooMuchError(Exception):
    """A text that an engine would take too long over, or that others would take too long over what it makes of it."""


def check_length(body: str) -> None:
    """Raise TooMuchError for a text that is too long for any engine."""
    if len(body) > LONGEST:
        raise TooMuchError(f"has {len(body):,} characters, more than {LONGEST:,}")


def check_tags(markup: str) -> None:
    """Raise TooMuchError for mark-up that would grow out of all proportion when what is open in it is closed."""
    still_open: dict[str, int] = {}
    total = formats = repeated = 0
    for slash, written in _TAG_NAME.findall(markup):
        name = written.lower()
        number = still_open.get(name, 0)
        if not slash and name not in _REPEATED:
            repeated += formats
        if name not in _SHALLOW and (number or not slash):
            change = -1 if slash else 1
            still_open[name] = number + change
            total += change
            formats += change if name in _REPEATED else 0
        if total > MOST_TAGS or repeated > MOST_REPEATED:
            raise TooMuchError("has too many tags that are not closed")


def over_budget(body: str) -> str:
    """Why a Markdown text of a fit length would take Python-Markdown too long, or "" for one that will not."""
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
