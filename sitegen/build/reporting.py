"""How a build is to go, what it found, and what it did."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import msgspec

from sitegen.crossref import Site
from sitegen.discover import Source
from sitegen.incremental import Todo
from sitegen.ledger import Changes
from sitegen.problems import Problem


class Options(msgspec.Struct, frozen=True):
    """How one build is to go. `today` decides about embargoes and expiry."""

    today: datetime.date
    drafts: bool = False
    strict: bool = False
    keep_going: bool = False


class Content(msgspec.Struct, frozen=True):
    """Everything up to the site: what the commands that don't write look at."""

    site: Site
    problems: tuple[Problem, ...]
    hidden: dict[str, int]

    @property
    def sources(self) -> Mapping[str, Source]:
        """Articles and pictures by their paths."""
        return self.site.sources


class Report(msgspec.Struct, frozen=True):
    """What a build did: files by reason, counts, problems; `published` says if the site is new.

    `changes` compares the ledger with the one published before, where that changed; `advice` is what the
    doctor of the glossary said, if he was asked.
    """

    published: bool
    written: dict[str, str]
    removed: tuple[str, ...]
    kept: int
    articles: int
    terms: int
    mentions: int
    linked: int
    undecided: int
    notes: dict[str, int]
    hidden: dict[str, int]
    problems: tuple[Problem, ...]
    changes: Changes | None = None
    advice: tuple[Problem, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether there was an error."""
        return any(problem.severity == "error" for problem in self.problems)


def report_of(content: Content, problems: Sequence[Problem], todo: Todo, *, published: bool) -> Report:
    """The report of a build that did `todo`."""
    tallies = [record.tally for record in content.site.records]
    notes: dict[str, int] = {}
    for record in content.site.records:
        for placed in record.notes:
            notes[placed.state] = notes.get(placed.state, 0) + 1
    return Report(
        published=published,
        written=todo.write,
        removed=todo.remove,
        kept=len(todo.keep),
        articles=len(content.site.records),
        terms=len(content.site.entries),
        mentions=sum(tally.shown for tally in tallies),
        linked=sum(tally.linked for tally in tallies),
        undecided=sum(tally.undecided for tally in tallies),
        notes=notes,
        hidden=content.hidden,
        problems=tuple(sorted(set(problems))),
    )
