"""What `stat` says of every file that a build reads, and what differs from what it said before."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable

from sitegen.watch.reading import Reading, is_scratch

# A file that was written to this short a time ago may be written to again without a new time of change.
_RACY = 20_000_000
_UNSEEN = -1

# Mode, size, time of change and inode; of a folder the mode and the inode.
Signature = tuple[int, int, int, int]
State = dict[str, Signature]


def sweep(reading: Reading) -> State:
    """The signature of every file and folder that a build reads, by absolute path. Links are not followed."""
    state: State = {}
    now = time.time_ns()
    for path in (*reading.files, *map(str, reading.folders)):
        if signature := _looked_at(path, now):
            state[path] = signature
    waiting = [str(folder) for folder in reading.folders if str(folder) in state]
    while waiting:
        waiting += _into(state, waiting.pop(), now)
    return state


def _into(state: State, folder: str, now: int) -> list[str]:
    """Put what a folder has into a state; gives the folders in it."""
    folders = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if is_scratch(entry.name):
                    continue
                try:
                    signature = _signature(entry.stat(follow_symlinks=False), now)
                except OSError:
                    continue
                state[entry.path] = signature
                if stat.S_ISDIR(signature[0]):
                    folders.append(entry.path)
    except OSError:
        # It has gone, or may not be listed; the build says so where that matters.
        return []
    return folders


def look_again(state: State, paths: Iterable[str]) -> set[str]:
    """Bring a state up to date for some files; gives those that differ."""
    now = time.time_ns()
    changed = set()
    for path in paths:
        before, after = state.get(path), _looked_at(path, now)
        # Two that may both change unseen tell nothing of whether it did.
        if before != after or (after is not None and after[2] == _UNSEEN):
            changed.add(path)
        if after:
            state[path] = after
        else:
            state.pop(path, None)
    return changed


def differences(before: State, after: State) -> set[str]:
    """The paths that came, went or changed between two states."""
    return {path for path, _ in before.items() ^ after.items()}


def is_folder(state: State, path: str) -> bool:
    """Whether a path was a folder when it was last looked at."""
    return path in state and stat.S_ISDIR(state[path][0])


def is_racy(state: State, path: str) -> bool:
    """Whether a file had been written to a moment before it was looked at, so that it might differ the next time."""
    return path in state and state[path][2] == _UNSEEN


def _looked_at(path: str, now: int) -> Signature | None:
    try:
        return _signature(os.lstat(path), now)
    except (OSError, ValueError):
        return None


def _signature(found: os.stat_result, now: int) -> Signature:
    if stat.S_ISDIR(found.st_mode):
        return (found.st_mode, 0, 0, found.st_ino)
    # No file has a negative time: one that may change unseen differs at the next look, once.
    changed = _UNSEEN if now - found.st_mtime_ns < _RACY and found.st_mtime_ns <= now else found.st_mtime_ns
    return (found.st_mode, found.st_size, changed, found.st_ino)
