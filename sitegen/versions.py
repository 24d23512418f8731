"""Earlier versions of a file, as git has them. Where there is no git, no repository or no history there are none."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from sitegen.reader import LARGEST

MOST_VERSIONS = 200
MOST_SECONDS = 10.0

_COMMIT = re.compile(r"([0-9a-f]{40,64}) (\d{4}-\d{2}-\d{2})")
_CHANGE = re.compile(r"\n?:[0-7]{6} [0-7]{6} [0-9a-f]+ ([0-9a-f]+) ([A-Z])\d*")
# Only words of ours, or of the user's own configuration, may say what git does here.
_GIT = ("git", "--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false")


class Version(msgspec.Struct, frozen=True):
    """A file as it once was: the commit and its day, its name then (without folders), its bytes."""

    commit: str
    day: str
    name: str
    data: bytes


def earlier_versions(path: Path, *, most: int = MOST_VERSIONS, seconds: float = MOST_SECONDS) -> Iterator[Version]:
    """What a file's committed versions were, newest first, renames followed, as many as can be read in a time."""
    end = time.monotonic() + seconds
    seen: set[str] = set()
    for commit, day, blob, name in _changes(path, most, seconds):
        left = end - time.monotonic()
        if blob in seen:
            continue
        seen.add(blob)
        data = _output(path.parent, ["cat-file", "blob", blob], left) if left > 0 else None
        if data is None:
            return
        if len(data) <= LARGEST:
            yield Version(commit, day, name, data)


def _changes(path: Path, most: int, seconds: float) -> Iterator[tuple[str, str, str, str]]:
    """Commit, day, blob and name of each version that git knows."""
    wanted = [
        "log",
        "--follow",
        f"--max-count={most}",
        "--raw",
        "--no-abbrev",
        "-z",
        "--format=%H %cs",
        "--",
        path.name,
    ]
    fields = iter(os.fsdecode(_output(path.parent, wanted, seconds) or b"").split("\0"))
    commit = day = ""
    for field in fields:
        if begun := _COMMIT.fullmatch(field):
            commit, day = begun.groups()
        elif change := _CHANGE.fullmatch(field):
            blob, kind = change.groups()
            # The name before and the one after, where they differ.
            names = [next(fields, "") for _ in range(2 if kind in "RC" else 1)]
            if blob.strip("0"):
                yield commit, day, blob, names[-1].rsplit("/", 1)[-1]


def _output(folder: Path, words: list[str], seconds: float) -> bytes | None:
    """What git prints, or None where it can't or takes too long."""
    # A hook's variables would lead to another repository than that of the folder.
    ours = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    settings = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
    try:
        done = subprocess.run(
            [*_GIT, *words], cwd=folder, env=ours | settings, stdin=subprocess.DEVNULL, capture_output=True,
            timeout=seconds, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
