"""sitegen beside other generators: `python bench/compare.py --articles 10000 --terms 1000 --runs 3`.

Prints a table in Markdown: medians of wall time, CPU and peak memory. Runs alternate between the
generators, each build is a fresh process, and what they made is counted: unequal work is an error.
Needs Linux, and npm for Eleventy; the generators are installed into a cache when they are missing.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.counting import UnequalError
from bench.measure import Cost, FailedError
from bench.peers import Generator, MissingError
from bench.peers.eleventy import eleventy
from bench.peers.hugo import hugo
from bench.peers.mkdocs import mkdocs
from bench.peers.ours import ours
from bench.scenarios import Row, measured, scenarios

PEERS: dict[str, Callable[[Path], Generator]] = {"hugo": hugo, "eleventy": eleventy, "mkdocs": mkdocs}
CACHE = Path.home() / ".cache" / "sitegen-bench"


def main() -> None:
    options = _options()
    generators, missing = [ours()], []
    for name in filter(None, options.peers.split(",")):
        try:
            _say(f"Setting up {name}")
            generators.append(PEERS[name](options.cache))
        except MissingError as failure:
            missing.append(f"{name} was not measured: {failure}")
    for line in missing:
        _say(line)
    try:
        # Deleted at the end, for making files is slow after large trees are deleted.
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            rows = [row for name in options.work.split(",") for row in _rows(name, generators, options, Path(folder))]
    except (FailedError, UnequalError) as failure:
        sys.exit(str(failure))
    print(table(rows, generators))
    print(f"\n{options.articles:,} articles of 5 KB, {options.terms:,} terms; medians of {options.runs}. {machine()}")
    for line in missing:
        print(f"\n{line}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--terms", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peers", default=",".join(PEERS), help="of hugo, eleventy, mkdocs")
    parser.add_argument("--work", default="t2,commonmark,plain,t1", help="of t2, commonmark, plain, t1")
    parser.add_argument("--cache", type=Path, default=CACHE, help="where the peers are installed")
    parser.add_argument("--folder", type=Path, help="where archives and sites are made and deleted at the end")
    options = parser.parse_args()
    if unknown := {*filter(None, options.peers.split(","))} - {*PEERS}:
        parser.error(f"unknown peers: {', '.join(sorted(unknown))}")
    if unknown := {*options.work.split(",")} - {*scenarios(1, 1)}:
        parser.error(f"unknown work: {', '.join(sorted(unknown))}")
    return options


def _rows(name: str, generators: Sequence[Generator], options: argparse.Namespace, folder: Path) -> list[Row]:
    scenario = scenarios(options.articles, options.terms)[name]
    able = [one for one in generators if one.links or not scenario.ours.glossary]
    (folder / name).mkdir()
    return measured(scenario, able, folder / name, options.runs, _say)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def median(costs: Sequence[Cost]) -> Cost:
    """The median of each figure by itself."""
    return Cost(*(statistics.median(getattr(one, figure) for one in costs) for figure in Cost.__struct_fields__))


def table(rows: Sequence[Row], generators: Sequence[Generator]) -> str:
    """The rows as a table in Markdown; the first generator is compared with the fastest of the others."""
    us = generators[0].name
    lines = [
        f"| seconds (of CPU), MiB | {' | '.join(f'{one.name} {one.version}' for one in generators)} | time, memory to the fastest peer's |",
        "|---" * (len(generators) + 2) + "|",
    ]
    for row in rows:
        medians = {name: median(costs) for name, costs in row.costs.items()}
        peers = [spent for name, spent in medians.items() if name != us]
        cells = [_cell(medians[one.name]) if one.name in medians else "–" for one in generators]
        lines.append(f"| {row.step} | {' | '.join(cells)} | {_ratio(medians[us], peers)} |")
    return "\n".join(lines)


def _cell(spent: Cost) -> str:
    return f"{spent.wall:.2f} ({spent.cpu:.2f}), {spent.memory:,.0f}"


def _ratio(spent: Cost, peers: Sequence[Cost]) -> str:
    if not peers:
        return "–"
    fastest = min(peers, key=lambda peer: peer.wall)
    return f"{spent.wall / fastest.wall:.2f}, {spent.memory / fastest.memory:.2f}"


def machine() -> str:
    """The machine and the versions that a reader needs to judge figures."""
    processor = platform.machine()
    information = Path("/proc/cpuinfo")
    if information.is_file():
        names = [line for line in information.read_text().splitlines() if line.startswith("model name")]
        processor = names[0].partition(":")[2].strip() if names else processor
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    cores = len(os.sched_getaffinity(0))
    return f"{processor}, {cores} cores, {memory:.0f} GiB; {platform.system()} {platform.release()}, Python {platform.python_version()}."


if __name__ == "__main__":
    main()
