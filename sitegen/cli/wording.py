"""How reports and problems read on a terminal, in a log, and in the annotations of GitHub."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sitegen.build import Report
    from sitegen.ledger import Changes
    from sitegen.problems import Problem

MOST_PROBLEMS = 50
MOST_NAMES = 4

_LEFT_OUT = {
    "drafts": ("draft", "drafts"),
    "embargoed": ("article under embargo", "articles under embargo"),
    "expired": ("expired article", "expired articles"),
}


def counted(number: int, singular: str, plural: str = "") -> str:
    """A number with its noun: "1 article", "2 articles"."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def some_of(names: Iterable[str]) -> str:
    """The first few of some names, and how many more there are."""
    ordered = sorted(names)
    rest = len(ordered) - MOST_NAMES
    return ", ".join(ordered[:MOST_NAMES]) + (f" and {rest} more" if rest > 0 else "")


def summary(report: Report, seconds: float, place: str) -> list[str]:
    """What a build did and found, in a few lines."""
    lines = [_done(report, seconds, place), _found(report)]
    if report.changes:
        lines.append(_changes(report.changes))
    left_out = [counted(count, *_LEFT_OUT[reason]) for reason, count in sorted(report.hidden.items())]
    return lines + ([f"Left out {', '.join(left_out)}"] if left_out else [])


def _done(report: Report, seconds: float, place: str) -> str:
    if not report.published:
        return f"Not built ({seconds:.2f} s): {place} is as it was"
    parts = []
    if set(report.written.values()) == {"preview"}:
        parts.append(counted(len(report.written), "file"))
    elif report.written:
        parts.append(f"wrote {counted(len(report.written), 'file')} ({_tally(report.written.values())})")
    if report.removed:
        parts.append(f"removed {len(report.removed):,}")
    if report.kept:
        parts.append(f"{report.kept:,} unchanged")
    return f"Built {place} in {seconds:.2f} s: {', '.join(parts) or 'nothing to do'}"


def _tally(reasons: Iterable[str]) -> str:
    counts: dict[str, int] = {}
    for reason in reasons:
        counts[reason] = counts.get(reason, 0) + 1
    return ", ".join(f"{count:,} {reason}" for reason, count in sorted(counts.items()))


def _found(report: Report) -> str:
    undecided = f", {report.undecided:,} undecided" if report.undecided else ""
    mentions = f"{counted(report.mentions, 'mention')} ({report.linked:,} linked{undecided})"
    notes = counted(sum(report.notes.values()), "note")
    if report.notes:
        notes += f" ({_states(report.notes)})"
    return f"Found {counted(report.articles, 'article')}, {counted(report.terms, 'term')}, {mentions}, {notes}"


def _changes(changes: Changes) -> str:
    parts = [(f"+{changes.found:,} found", changes.found), (f"−{changes.lost:,} lost", changes.lost)]
    parts.append((f"{changes.changed:,} changed sense", changes.changed))
    return f"Mentions: {', '.join(text for text, count in parts if count)}"


def _states(notes: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {state}" for state, count in sorted(notes.items()))


def show_problems(problems: Sequence[Problem]) -> None:
    """Print problems to stderr, the first fifty in full; in a workflow of GitHub as annotations too."""
    for problem in problems[:MOST_PROBLEMS]:
        click.echo(f"{_coloured(problem.severity)}: {problem}", err=True)
        if os.environ.get("GITHUB_ACTIONS"):
            click.echo(_annotation(problem), err=True)
    if len(problems) > MOST_PROBLEMS:
        click.echo(f"and {len(problems) - MOST_PROBLEMS:,} more", err=True)
    if problems:
        errors = sum(p.severity == "error" for p in problems)
        kinds = [counted(n, kind) for n, kind in ((errors, "error"), (len(problems) - errors, "warning")) if n]
        click.echo(", ".join(kinds), err=True)


def _coloured(severity: str) -> str:
    if os.environ.get("NO_COLOR"):
        return severity
    return click.style(severity, fg="red" if severity == "error" else "yellow")


def _annotation(problem: Problem) -> str:
    """A command of GitHub's workflows. Names and messages can't end it, nor begin another."""
    file = _escaped(problem.file).replace(":", "%3A").replace(",", "%2C")
    place = f"file={file}" + (f",line={problem.line}" if problem.line else "")
    remedy = f" ({problem.remedy})" if problem.remedy else ""
    return f"::{problem.severity} {place}::{_escaped(problem.message + remedy)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
