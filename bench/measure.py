"""What a command costs: wall time, CPU and memory of all its processes."""

from __future__ import annotations

import os
import re
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

# To look at what processes share takes the system some milliseconds.
EVERY = 0.2


_PSS = re.compile(r"^Pss:\s+(\d+)", re.MULTILINE)


class Cost(msgspec.Struct, frozen=True):
    """Seconds by the clock, seconds of CPU, and the most memory at once in MiB."""

    wall: float
    cpu: float
    memory: float


class FailedError(Exception):
    """A command that did not end well, and what it said last."""


def cost(command: tuple[str, ...], folder: Path, log: Path) -> Cost:
    """Run a command and see what it costs; what it prints goes into the log. Raises FailedError.

    CPU is that of the process and of all children that it waited for. Memory is the largest sum of
    resident pages over the tree of processes, where a page that some share counts once (the PSS of Linux).
    """
    ended = threading.Event()
    peak = [0.0]
    with log.open("wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT)
        watcher = threading.Thread(target=_watch, args=(process.pid, ended, peak))
        watcher.start()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        ended.set()
        watcher.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise FailedError(f"{command[0]} ended with {process.returncode}: {log.read_text(errors='replace')[-1000:]}")
    # A process that lived shorter than the time between two looks is in here.
    most = max(peak[0], used.ru_maxrss / 1024)
    return Cost(wall, used.ru_utime + used.ru_stime, most)


def _watch(root: int, ended: threading.Event, peak: list[float]) -> None:
    while not ended.wait(EVERY):
        peak[0] = max(peak[0], sum(_resident(pid) for pid in _tree(root)) / 1024)


def _tree(pid: int) -> Iterator[int]:
    """A process and those that it started, as far as they live. Linux alone tells."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from _tree(int(child))


def _resident(pid: int) -> int:
    """The KiB that a process holds, of pages that it shares its part."""
    try:
        found = _PSS.search(Path(f"/proc/{pid}/smaps_rollup").read_text())
    except OSError:
        return 0
    return int(found[1]) if found else 0
