"""What is measured: archives, the builds of each in their order, and the check that all did the same."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from bench.archive import Archive, write
from bench.counting import NEARLY, UnequalError, Work, compare, showing, work
from bench.edits import ADDED, DEFINED, WORD, add_term, edit_article, edit_definition, restored
from bench.measure import Cost, cost
from bench.peers import Generator, Site


class Step(msgspec.Struct, frozen=True):
    """A build: what it is called, the edit before it, and a word in the pages that the edit reaches."""

    name: str
    edit: Callable[[Archive, Path], None] | None = None
    marker: str = ""


class Scenario(msgspec.Struct, frozen=True):
    """An archive and the builds of it, the first of them cold. Others than we read `theirs`."""

    ours: Archive
    theirs: Archive
    steps: tuple[Step, ...]


class Row(msgspec.Struct, frozen=True):
    """The costs of a step, run by run, by the name of the generator."""

    step: str
    costs: dict[str, list[Cost]]


AGAIN = (
    Step("nothing changed"),
    Step("one article edited", edit_article, WORD),
    Step("definition of the most mentioned term edited", edit_definition, DEFINED),
    Step("a term added", add_term, ADDED),
)


def scenarios(articles: int, terms: int) -> dict[str, Scenario]:
    """All scenarios by name, for archives of a size."""
    linked = Archive(articles, terms)
    plain = msgspec.structs.replace(linked, style="plain")
    prose = msgspec.structs.replace(linked, style="prose")
    commonmark = msgspec.structs.replace(linked, engine="commonmark")
    bare = msgspec.structs.replace(linked, glossary=False)
    return {
        "t2": Scenario(linked, linked, (Step("T2, Markdown, cold"), *AGAIN)),
        "plain": Scenario(plain, prose, (Step("T2, plain text, cold"),)),
        "commonmark": Scenario(commonmark, commonmark, (Step("T2, Markdown, our engine commonmark, cold"),)),
        "t1": Scenario(bare, bare, (Step("T1, Markdown, cold"),)),
    }


class Entrant(msgspec.Struct, frozen=True):
    """A generator with its site of an archive, and the folder of that archive."""

    name: str
    archive: Archive
    source: Path
    site: Site


class Made(msgspec.Struct, frozen=True):
    """What the builds of one run made: the work of the first, and how many pages show each edit."""

    work: Work
    shown: dict[str, int]


def measured(
    scenario: Scenario, generators: Sequence[Generator], folder: Path, runs: int, say: Callable[[str], None]
) -> list[Row]:
    """Build an archive with every generator, in turn, so many times. The first generator is ours.

    `folder` is where archives and sites are made. Raises FailedError and UnequalError.
    """
    entrants = _entrants(scenario, generators, folder)
    rows = [Row(step.name, {one.name: [] for one in entrants}) for step in scenario.steps]
    for _ in range(runs):
        made: dict[str, Made] = {}
        for one in entrants:
            costs, made[one.name] = _builds(one, scenario.steps, folder)
            for row, spent in zip(rows, costs, strict=True):
                row.costs[one.name].append(spent)
                say(f"{row.step}, {one.name}: {spent.wall:.2f} s, {spent.memory:.0f} MiB")
        check(made)
    return rows


def _entrants(scenario: Scenario, generators: Sequence[Generator], folder: Path) -> list[Entrant]:
    found = []
    for number, one in enumerate(generators):
        archive = scenario.theirs if number else scenario.ours
        source = folder / archive.style
        if not source.exists():
            write(archive, source)
        found.append(Entrant(one.name, archive, source, one.site(archive, source, folder / f"site-{number}")))
    return found


def _builds(one: Entrant, steps: Sequence[Step], folder: Path) -> tuple[list[Cost], Made]:
    """Build once for each step, the first time from nothing; the archive is as it was afterwards."""
    costs: list[Cost] = []
    done: list[Work] = []
    shown: dict[str, int] = {}
    put_away(one.site, folder / "old")
    with restored(one.archive, one.source):
        for step in steps:
            if step.edit:
                step.edit(one.archive, one.source)
            # What others left to be written to the disk is not this build's work.
            os.sync()
            costs.append(cost(one.site.command, one.site.folder, folder / "log"))
            if step.marker:
                shown[step.name] = showing(one.site.output, step.marker)
            elif not done:
                done.append(work(one.site.output))
    return costs, Made(done[0], shown)


def put_away(site: Site, old: Path) -> None:
    """Move what a build made out of the way; ext4 makes files slowly just after large trees are deleted."""
    old.mkdir(exist_ok=True)
    for path in site.made:
        if path.exists():
            path.rename(old / f"{time.time_ns()}")


def check(made: dict[str, Made]) -> None:
    """Raise UnequalError unless all generators did the same work as the first."""
    (us, ours), *peers = made.items()
    for step, wanted in ours.shown.items():
        if not wanted:
            raise UnequalError(f"{step}: {us} does not show it")
    for name, theirs in peers:
        compare(name, theirs.work, ours.work)
        for step, wanted in ours.shown.items():
            if abs(theirs.shown[step] - wanted) > max(1, NEARLY * wanted):
                raise UnequalError(f"{step}: {name} shows it on {theirs.shown[step]:,} pages, {us} on {wanted:,}")
