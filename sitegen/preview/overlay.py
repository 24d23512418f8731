"""Problems with the lines of the file that they are about, for the page and for a page of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from sitegen.problems import Problem, visible

AROUND = 2
MOST = 20
LONGEST = 240
LARGEST = 2_000_000


class Shown(msgspec.Struct, frozen=True):
    """A problem as people see it; `lines` are numbers and texts around the place."""

    file: str
    line: int
    column: int
    severity: str
    message: str
    remedy: str
    lines: tuple[tuple[int, str], ...] = ()


def shown(problems: Sequence[Problem], path_of: Callable[[str], Path | None]) -> tuple[Shown, ...]:
    """The errors among some problems, each with the lines around its place; `path_of` finds a file by its name."""
    errors = [problem for problem in problems if problem.severity == "error"]
    return tuple(_shown(problem, path_of(problem.file)) for problem in errors[:MOST])


def _shown(problem: Problem, path: Path | None) -> Shown:
    return Shown(
        visible(problem.file),
        problem.line,
        problem.column,
        problem.severity,
        visible(problem.message),
        visible(problem.remedy),
        _around(path, problem.line) if path and problem.line else (),
    )


def _around(path: Path, line: int) -> tuple[tuple[int, str], ...]:
    try:
        if path.stat().st_size > LARGEST:
            return ()
        texts = path.read_bytes().decode(errors="replace").replace("\r\n", "\n").split("\n")
    except OSError:
        return ()
    first = max(line - 1 - AROUND, 0)
    found = [(n + 1, visible(texts[n].expandtabs(4))[:LONGEST]) for n in range(first, min(line + AROUND, len(texts)))]
    while found and not found[-1][1]:
        found.pop()
    return tuple(found)


def files_of(root: Path, theme: Path) -> Callable[[str], Path | None]:
    """Finds the files that problems name: those of the archive at a root, and the theme's templates."""

    def path_of(file: str) -> Path | None:
        if file.startswith("sitegen:"):
            base, name = theme, file.removeprefix("sitegen:")
        else:
            base, name = root, file
        path = base / name
        # A content folder outside of the archive is named by a path that leads there.
        return path if path.is_file() and not path.is_symlink() else None

    return path_of
