"""What the editor must see to: a file, a line, a fact and a remedy."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import Literal

import msgspec

Severity = Literal["error", "warning"]


# What would move a terminal's cursor, change the order of letters, or not be text at all.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    """A text on one line, with escapes for characters that a terminal would obey."""
    return _UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


class Problem(msgspec.Struct, frozen=True, order=True):
    """One thing to see to. `line` and `column` count from 1; 0 says that there is no such place."""

    file: str
    line: int
    column: int
    severity: Severity
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        place = ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])
        remedy = f" ({self.remedy})" if self.remedy else ""
        return visible(f"{place}: {self.message}{remedy}")


class ProblemError(Exception):
    """A problem that leaves nothing to go on with, such as a file that can't be decoded."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def error(file: str, line: int, message: str, remedy: str = "", *, column: int = 0) -> Problem:
    """A problem that refuses the build."""
    return Problem(file, line, column, "error", message, remedy)


def warning(file: str, line: int, message: str, remedy: str = "", *, column: int = 0) -> Problem:
    """A problem that publishes, unless warnings are to be errors."""
    return Problem(file, line, column, "warning", message, remedy)


def suggestion(word: str, known: Iterable[str]) -> str:
    """A remedy that names the nearest known word, or lists the words if none is near."""
    words = sorted(known)
    near = difflib.get_close_matches(word, words, 1)
    return f"did you mean {near[0]!r}?" if near else f"known: {', '.join(words)}"
