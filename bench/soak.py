"""A long day of the preview: `python bench/soak.py ARCHIVE --minutes 30 --seed 1`.

Serves a copy of ARCHIVE, which `bench/archive.py` made, with pages open in a real browser, and edits it as a seed
decides. When an edit has settled, the open pages and some others must be what `sitegen build` makes of the same files,
or while something is broken what the last good build made. Prints what the preview held at the start and at the end.
Needs Linux and Chromium.
"""

from __future__ import annotations

import argparse
import datetime
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.disturbing import disturbed

ROOT = Path(__file__).parent.parent
MIB = 1 << 20
PATIENCE = 20.0
OTHERS = 4
TODAY = datetime.date(2026, 1, 1)
# What the preview puts into a page: the versions of its style sheets, and a script.
ADDED = re.compile(rb'(?<=\.css)\?[0-9a-f]+(?=")|<script type="module" src="[^"]*/-/live.js"[^>]*></script>')
# What a reader sees of a page, in the page itself and in the one that it should be; scripts add what is `data-kept`.
SAME = """(wanted) => {
  const seen = (page) => {
    const main = page.querySelector("main").cloneNode(true);
    main.querySelectorAll("[data-kept], .hover, script").forEach((one) => one.remove());
    const links = [...main.querySelectorAll("a[href], img[src]")].map((one) => one.getAttribute("href") ?? one.src);
    return JSON.stringify([page.title, main.textContent.replace(/\\s+/g, " "), links]);
  };
  return seen(document) === seen(new DOMParser().parseFromString(wanted, "text/html"));
}"""


class Vitals(msgspec.Struct, frozen=True):
    """What a process holds: MiB that are resident, MiB of that which are its own share, open handles, threads."""

    rss: float
    pss: float
    handles: int
    threads: int


class Served(msgspec.Struct, frozen=True):
    """A preview that runs: its process, its address, and what it has printed so far."""

    process: subprocess.Popen[str]
    address: str
    lines: list[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    # The whole day is on one disk, and nothing of it remains.
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        root = Path(folder) / "archive"
        shutil.copytree(given.archive, root, ignore=shutil.ignore_patterns("_site", ".sitegen"))
        stale, kinds, vitals = soak(root, Path(folder) / "other", given.minutes * 60, random.Random(given.seed))
    print(table(vitals, sum(kinds.values()), len(stale)))
    print("\nEdits: " + ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()) + ".")
    for line in stale:
        print(line)
    sys.exit(1 if stale else 0)


def soak(
    root: Path, other: Path, seconds: float, chance: random.Random
) -> tuple[list[str], Counter[str], list[Vitals]]:
    """Edit an archive for some seconds; gives the pages that were stale, the edits by kind, and vitals after each.

    `other` is where a copy of the archive is built.
    """
    favourite = sorted(path.stem for path in (root / "content").glob("*.md"))[0]
    paths = ("", f"articles/{favourite}/", "terms/t0/")
    stale: list[str] = []
    kinds: Counter[str] = Counter()
    vitals: list[Vitals] = []
    with serving(root) as served, opened(served.address, paths) as pages:
        built(root, other, served.address)
        settle(served, 0)
        end = time.monotonic() + seconds
        for kind in disturbed(root, chance, favourite):
            said = len(served.lines)
            kinds[kind] += 1
            broken = not built(root, other, served.address)
            settle(served, said)
            wanted = other / "_site"
            names = sorted(path.relative_to(wanted).as_posix() for path in wanted.rglob("*") if path.is_file())
            others = chance.sample(names, OTHERS)
            found = [*stale_pages(pages, wanted), *stale_files(served.address, others, wanted, broken=broken)]
            stale += [f"Edit {sum(kinds.values())}, {kind}: {path} is stale" for path in found]
            print(*stale[len(stale) - len(found) :], sep="\n", end="", file=sys.stderr)
            vitals.append(vitals_of(served.process.pid))
            print(f"{kind}: {vitals[-1].rss:.0f} MiB", file=sys.stderr, flush=True)
            if time.monotonic() > end:
                break
    return stale, kinds, vitals


@contextmanager
def serving(root: Path) -> Iterator[Served]:
    """The preview of an archive, in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "sitegen", "-C", str(root), "serve", "--now", TODAY.isoformat()],
        cwd=ROOT, env=os.environ | {"CI": "1"}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    address = next(found[1] for line in process.stdout if (found := re.match(r"Serving (\S+)", line)))
    lines: list[str] = []
    reader = threading.Thread(target=lines.extend, args=(process.stdout,), daemon=True)
    reader.start()
    try:
        yield Served(process, address, lines)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


@contextmanager
def opened(address: str, paths: Sequence[str]) -> Iterator[dict[str, Page]]:
    """Some pages of a preview, each open in a real browser, by the paths of their files."""
    with sync_playwright() as playwright:
        path = os.environ.get("SITEGEN_BROWSER") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        pages = {}
        for one in paths:
            # A context for each: what is in the background of another would not be told of anything.
            page = browser.new_context().new_page()
            page.goto(address + one)
            pages[f"{one}index.html"] = page
        yield pages
        browser.close()


def built(root: Path, other: Path, address: str) -> bool:
    """Build a copy of what an archive is now, which stays beside; says whether that was published."""
    kept = [other / "_site", other / ".sitegen"]
    there = {path.relative_to(root) for path in root.rglob("*") if ".sitegen" not in path.parts}
    for path in sorted(other.rglob("*"), reverse=True) if other.exists() else ():
        if path.relative_to(other) not in there and not any(one in (path, *path.parents) for one in kept):
            path.rmdir() if path.is_dir() else path.unlink()
    for name in sorted(there):
        source, target = root / name, other / name
        if source.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        elif not target.exists() or _state(target) != _state(source):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    command = [sys.executable, "-m", "sitegen", "-C", str(other), "build", "--base-url", address]
    done = subprocess.run([*command, "--now", TODAY.isoformat()], cwd=ROOT, capture_output=True, check=False)
    return done.returncode == 0


def _state(path: Path) -> tuple[int, int]:
    state = path.stat()
    return state.st_size, state.st_mtime_ns


def settle(served: Served, said: int) -> None:
    """Wait until the preview has said something new of an edit, and then does nothing."""
    end = time.monotonic() + PATIENCE
    while len(served.lines) <= said and said and time.monotonic() < end:
        time.sleep(0.02)
    while busy(served.process.pid) and time.monotonic() < end:
        pass


def busy(pid: int) -> bool:
    """Whether a process takes more than a tenth of a processor for a moment."""
    before = _ticks(pid)
    time.sleep(0.3)
    return (_ticks(pid) - before) / os.sysconf("SC_CLK_TCK") > 0.03


def _ticks(pid: int) -> int:
    return sum(map(int, Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]))


def stale_pages(pages: dict[str, Page], wanted: Path) -> list[str]:
    """The open pages that do not become what they should be."""
    found = []
    for path, page in pages.items():
        file = wanted / path
        text = (file if file.exists() else wanted / "404.html").read_text("utf-8")
        end = time.monotonic() + PATIENCE
        while not page.evaluate(SAME, text):
            if time.monotonic() > end:
                found.append(f"the open page {path}")
                break
            time.sleep(0.1)
    return found


def stale_files(address: str, paths: Sequence[str], wanted: Path, *, broken: bool) -> list[str]:
    """The files that the preview gives otherwise than they should be.

    While the archive is broken, the copy of a source that was saved since the last good site can't be had.
    """
    found = []
    for path in paths:
        given: bytes | None
        try:
            with urllib.request.urlopen(address + urllib.parse.quote(path)) as answer:
                given = ADDED.sub(b"", answer.read())
        except urllib.error.HTTPError as failure:
            given = None if broken and failure.code == 503 and "/source." in path else b""
        if given is not None and given != (wanted / path).read_bytes():
            found.append(path)
    return found


def vitals_of(pid: int) -> Vitals:
    """What a process holds now. Linux alone tells."""
    status = Path(f"/proc/{pid}/status").read_text()
    shared = Path(f"/proc/{pid}/smaps_rollup").read_text()

    def kilobytes(name: str, text: str) -> float:
        found = re.search(rf"^{name}:\s+(\d+)", text, re.MULTILINE)
        return int(found[1]) * 1024 / MIB if found else 0

    threads = re.search(r"^Threads:\s+(\d+)", status, re.MULTILINE)
    handles = len(os.listdir(f"/proc/{pid}/fd"))
    return Vitals(kilobytes("VmRSS", status), kilobytes("Pss", shared), handles, int(threads[1]) if threads else 0)


def table(vitals: Sequence[Vitals], edits: int, stale: int) -> str:
    """What was held at the start and at the end, each the median of a tenth of the edits, in Markdown."""
    share = max(1, len(vitals) // 10)
    lines = ["| | start | middle | end | growth |", "|---|---|---|---|---|"]
    names = {"rss": "resident, MiB", "pss": "own share, MiB", "handles": "handles", "threads": "threads"}
    for field, name in names.items():
        values = [float(getattr(one, field)) for one in vitals]
        middle = len(values) // 2
        start, half, end = (
            statistics.median(values[first : first + share]) for first in (0, middle, len(values) - share)
        )
        growth = f"{(end / start - 1) * 100:+.1f} %" if start else "–"
        lines.append(f"| {name} | {start:,.1f} | {half:,.1f} | {end:,.1f} | {growth} |")
    return "\n".join([*lines, "", f"{edits:,} edits, {stale} stale pages."])


if __name__ == "__main__":
    main()
