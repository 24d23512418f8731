"""What building an archive costs in CPU: `python bench/cost.py FOLDER --runs 5`.

Each run builds twice, cold and with nothing changed, in fresh processes of this Python.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MADE = ("_site", ".sitegen")


def cost(folder: Path) -> tuple[float, float, int]:
    """User and system seconds and the peak memory (MiB) of one build."""
    command = [sys.executable, "-m", "sitegen", "-C", str(folder), "build"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"the build failed with {process.returncode}")
    return used.ru_utime, used.ru_stime, used.ru_maxrss // 1024


def put_away(folder: Path, old: Path) -> None:
    """Move what a build made out of the way; ext4 makes files slowly just after large trees are deleted."""
    for name in MADE:
        if (folder / name).exists():
            (folder / name).rename(old / f"{time.time_ns()}{name}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    costs: dict[str, list[tuple[float, float, int]]] = {"cold": [], "again": []}
    with tempfile.TemporaryDirectory(dir=options.folder) as old:
        for _ in range(options.runs):
            put_away(options.folder, Path(old))
            costs["cold"].append(cost(options.folder))
            costs["again"].append(cost(options.folder))
    for name, runs in costs.items():
        user, system, memory = min(runs, key=lambda run: run[0] + run[1])
        print(f"{name:6} {user + system:.2f} s (user {user:.2f}, system {system:.2f}), {memory} MiB")


if __name__ == "__main__":
    main()
