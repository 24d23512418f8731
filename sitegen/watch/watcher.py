"""The watcher: a loop over batches of changed paths."""

from __future__ import annotations

import os
import queue
import stat
import time
from collections.abc import Callable, Iterator, Mapping

from sitegen.config import Archive
from sitegen.watch.hints import Hint, Hints
from sitegen.watch.reading import reading_of
from sitegen.watch.sweep import differences, is_folder, is_racy, look_again, sweep

# What follows a change within this time joins it, for as long as changes keep coming; in a storm a lull counts less,
# and after one file that is known to be whole there is little to wait for.
QUIET, QUIET_IN_STORM, QUIET_WHEN_WHOLE = 0.03, 0.25, 0.004
STORM = 100
LONGEST = 5.0
# Whoever empties a file is about to write it, and may be kept from it for as long as this.
EMPTIED = 0.5
# Seconds between sweeps; and in how many times its own cost a sweep comes again.
SWEEP, SWEEP_ALONE, SWEEP_SOON = 2.0, 0.5, 0.3
GENTLY, GENTLY_ALONE = 150, 25
# With more hints than this a sweep costs less than to look at each.
MANY = 500

_LIMIT = (
    "The system has no room to watch {} folders: changes are looked for every {:.1f} s instead "
    "(raise fs.inotify.max_user_watches and max_user_instances)"
)


class Watcher:
    """Watches an archive until it is stopped; iterate over it for batches of changed paths, as people name them.

    Hints say when to look. A sweep now and then finds what no hint told of: lost events, network mounts, folders
    that were made anew. `say` is given one message where the system lets us watch no more.
    """

    def __init__(self, archive: Archive, say: Callable[[str], None] = lambda message: None) -> None:
        self._say = say
        self._reading = reading_of(archive)
        self._hints = Hints(self._reading)
        self._state = sweep(self._reading)
        self._alone = False
        self._costs = (0.0, 0.0)
        self._due = 0.0
        self._swept()
        self._check_limits()

    def follow(self, archive: Archive) -> None:
        """Watch what an archive reads now, where its configuration names another folder."""
        reading = reading_of(archive)
        if reading != self._reading:
            self._reading = reading
            self._hints.renew(reading)
            self._state = sweep(reading)
            self._check_limits()

    @property
    def waiting(self) -> bool:
        """Whether there are hints that no one has looked at."""
        return not self._hints.queue.empty()

    def __iter__(self) -> Iterator[frozenset[str]]:
        while True:
            try:
                first = self._hints.queue.get(timeout=max(0.0, self._due - time.monotonic()))
            except queue.Empty:
                before = self._state
                changed = self._swept()
                self._check_limits()
                if not self.waiting and not all(is_racy(before, path) for path in changed):
                    # Hints that did not come will not come the next time either, nor those of what changes meanwhile.
                    self._hints.renew(self._reading)
                    self._sweep_soon()
            else:
                hinted = self._gathered(first)
                if hinted is None:
                    return
                changed = self._looked_at(hinted)
            if changed:
                yield frozenset(map(self._reading.shown, changed))

    def _gathered(self, first: Hint | None) -> set[str] | None:
        """The paths of a hint and of those that follow at once; None when the watcher was stopped."""
        hinted: dict[str, bool] = {}
        begun = time.monotonic()
        end = begun + LONGEST
        hint = first
        while hint is not None:
            hinted[hint.path] = hint.whole
            try:
                hint = self._hints.queue.get(timeout=quiet_after(hinted))
            except queue.Empty:
                if not is_emptied(hinted) or time.monotonic() > begun + EMPTIED:
                    return {*hinted}
                continue
            if hint is not None and time.monotonic() > end:
                return {*hinted, hint.path}
        return None

    def _looked_at(self, hinted: set[str]) -> set[str]:
        """What has changed of some paths, or where folders are among them, of all."""
        folders = any(path.endswith("/") or is_folder(self._state, path) for path in hinted)
        if not folders and len(hinted) <= MANY:
            return look_again(self._state, hinted)
        changed = self._swept()
        self._hints.attach()
        # A folder may be filled before it is watched, and events may have been too many to be kept.
        self._sweep_soon()
        return changed

    def _swept(self) -> set[str]:
        """Look at everything; gives what has changed."""
        begun = time.thread_time()
        state = sweep(self._reading)
        changed = differences(self._state, state)
        self._state = state
        self._costs = (self._costs[1], time.thread_time() - begun)
        self._due = time.monotonic() + self._interval()
        return changed

    def _interval(self) -> float:
        return pause_after(self._costs, alone=self._alone)

    def _sweep_soon(self) -> None:
        self._due = min(self._due, time.monotonic() + SWEEP_SOON)

    def _check_limits(self) -> None:
        """Sweep more often, and say so once, where folders can't be watched."""
        if self._alone:
            return
        folders = sum(is_folder(self._state, path) for path in self._state)
        watched = self._hints.count()
        if self._hints.failed or (watched is not None and watched < folders):
            self._alone = True
            self._due = time.monotonic() + self._interval()
            self._say(_LIMIT.format(folders, self._interval()))

    def stop(self) -> None:
        """End the iteration and the watching."""
        self._hints.stop()


def pause_after(costs: tuple[float, float], *, alone: bool) -> float:
    """How long the next sweep can wait, by what the last two cost; `alone` if there is nothing but sweeps.

    One that cost more than the other met a busy disk, and tells nothing of the next.
    """
    cost = min(costs)
    return max(SWEEP_ALONE, cost * GENTLY_ALONE) if alone else max(SWEEP, cost * GENTLY)


def quiet_after(hinted: Mapping[str, bool]) -> float:
    """For how long nothing must follow what was hinted, each with whether it is whole."""
    if len(hinted) >= STORM:
        return QUIET_IN_STORM
    return QUIET_WHEN_WHOLE if len(hinted) == 1 and all(hinted.values()) else QUIET


def is_emptied(hinted: Mapping[str, bool]) -> bool:
    """Whether a file is empty of which the system does not say that whoever wrote there is done."""
    return len(hinted) < STORM and any(not whole and _is_empty(path) for path, whole in hinted.items())


def _is_empty(path: str) -> bool:
    try:
        state = os.stat(path)
    except OSError:
        return False
    return stat.S_ISREG(state.st_mode) and state.st_size == 0
