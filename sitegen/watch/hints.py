"""Hints from the system that something has changed: watchdog's events, as paths in a queue.

They may come late, twice, or not at all; who reads them looks for himself.
"""

from __future__ import annotations

import contextlib
import os
import queue
import stat
import threading
import warnings
from pathlib import Path
from typing import NamedTuple

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from sitegen.watch.reading import Reading

PATIENCE = 0.5
_MATTERS = frozenset({"created", "modified", "moved", "deleted", "closed"})
_WHOLE = frozenset({"moved", "closed"})

# Folders that are renamed one after the other make watchdog watch one of them twice, which does no harm.
warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)


class Hint(NamedTuple):
    """A path that may have changed; `whole` if the system says that whoever wrote there is done."""

    path: str
    whole: bool = False


class _Handler(FileSystemEventHandler):
    def __init__(self, reading: Reading, hints: queue.SimpleQueue[Hint | None]) -> None:
        self._reading = reading
        self._hints = hints

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type not in _MATTERS or (event.is_directory and event.event_type == "modified"):
            return
        for raw in (event.src_path, event.dest_path):
            path = os.fsdecode(raw)
            if path and self._reading.has(path):
                # A folder's name ends so, for it must be looked through.
                whole = not event.is_directory and event.event_type in _WHOLE
                self._hints.put(Hint(path + os.sep if event.is_directory else path, whole))


class Hints:
    """Hints of what may have changed. The queue gets None when the waiting is to end.

    The root is watched for the configuration and for folders that come and go, the folders that a build reads
    with all that is in them. The output is not watched: a tree that is exchanged at once confuses watchdog.
    """

    def __init__(self, reading: Reading) -> None:
        self.queue: queue.SimpleQueue[Hint | None] = queue.SimpleQueue()
        self._reading = reading
        self._observer: BaseObserver | None = None
        self._watched: dict[Path, int] = {}
        self.failed = False
        self.renew(reading)

    def renew(self, reading: Reading) -> None:
        """Start anew, where hints have failed to come or something else is to be watched."""
        self._retire()
        self._reading = reading
        handler = _Handler(reading, self.queue)
        try:
            self._observer = Observer()
            self._observer.schedule(handler, str(reading.root))
            self._observer.start()
        except OSError:
            self.failed = True
            return
        for folder in reading.folders:
            self._watch(folder, handler)

    def _watch(self, folder: Path, handler: _Handler) -> None:
        assert self._observer is not None
        number = _number(folder)
        if not number:
            return
        try:
            self._observer.schedule(handler, str(folder), recursive=True)
        except FileNotFoundError:
            return
        except OSError:
            self.failed = True
            return
        self._watched[folder] = number

    def attach(self) -> None:
        """Watch the folders that are there now; one that was made anew is another folder."""
        if self._observer is None:
            return
        now = {folder: number for folder in self._reading.folders if (number := _number(folder))}
        if any(now.get(folder) != number for folder, number in self._watched.items()):
            self.renew(self._reading)
            return
        for folder in now.keys() - self._watched.keys():
            self._watch(folder, _Handler(self._reading, self.queue))

    def count(self) -> int | None:
        """How many folders the kernel watches for us; None where it does not tell.

        watchdog leaves out, without a word, a folder that the system's limit has no room for.
        """
        found = 0
        with contextlib.suppress(OSError):
            for name in os.listdir("/proc/self/fdinfo"):
                with contextlib.suppress(OSError):
                    found += Path(f"/proc/self/fdinfo/{name}").read_text().count("\ninotify wd:")
            return found
        return None

    def _retire(self) -> threading.Thread | None:
        """Let go of what was watched. watchdog may lock itself up when it is stopped while events come, and may."""
        observer, self._observer = self._observer, None
        self._watched.clear()
        if observer is None or not observer.is_alive():
            return None
        retiring = threading.Thread(target=_stop, args=(observer,), daemon=True)
        retiring.start()
        return retiring

    def stop(self) -> None:
        """End the watching, and the waiting for hints."""
        self.queue.put(None)
        if retiring := self._retire():
            retiring.join(PATIENCE)


def _stop(observer: BaseObserver) -> None:
    with contextlib.suppress(RuntimeError, KeyError, OSError):
        observer.stop()
        observer.join()


def _number(folder: Path) -> int:
    """The inode of a folder that is there, else 0."""
    try:
        found = folder.stat()
    except OSError:
        return 0
    return found.st_ino if stat.S_ISDIR(found.st_mode) else 0
