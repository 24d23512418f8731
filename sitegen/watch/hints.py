"""Hints from the system that something has changed: watchdog's events, as paths in a queue.

They may come late, twice, or not at all; who reads them looks for himself.
"""

from __future__ import annotations

import contextlib
import os
import queue
import warnings
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from sitegen.watch.reading import Reading

_MATTERS = frozenset({"created", "modified", "moved", "deleted", "closed"})

# Folders that are renamed one after the other make watchdog watch one of them twice, which does no harm.
warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)


class _Handler(FileSystemEventHandler):
    def __init__(self, reading: Reading, hints: queue.SimpleQueue[str | None]) -> None:
        self._reading = reading
        self._hints = hints

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type not in _MATTERS or (event.is_directory and event.event_type == "modified"):
            return
        for raw in (event.src_path, event.dest_path):
            path = os.fsdecode(raw)
            if path and self._reading.has(path):
                # A folder's name ends so, for it must be looked through.
                self._hints.put(path + os.sep if event.is_directory else path)


class Hints:
    """Paths that may have changed. The queue gets None when the waiting is to end.

    The root is watched for the configuration and for folders that come and go, the folders that a build reads
    with all that is in them. The output is not watched: a tree that is exchanged at once confuses watchdog.
    """

    def __init__(self, reading: Reading) -> None:
        self.queue: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._reading = reading
        self._observer: BaseObserver | None = None
        self._watched: dict[Path, tuple[int, ObservedWatch]] = {}
        self.failed = False
        self.renew(reading)

    def renew(self, reading: Reading) -> None:
        """Start anew, where hints have failed to come or something else is to be watched."""
        self._end()
        self._reading = reading
        try:
            self._observer = Observer()
            self._observer.schedule(_Handler(reading, self.queue), str(reading.root))
            self._observer.start()
        except OSError:
            self.failed = True
            return
        self.attach()

    def attach(self) -> None:
        """Watch the folders that are there now; one that was made anew is another folder."""
        if self._observer is None:
            return
        for folder in self._reading.folders:
            number = folder.stat().st_ino if folder.is_dir() else 0
            known, watch = self._watched.get(folder, (0, None))
            if known == number:
                continue
            if watch is not None:
                del self._watched[folder]
                # watchdog may have noticed by itself that the folder is gone.
                with contextlib.suppress(KeyError, OSError):
                    self._observer.unschedule(watch)
            if number:
                try:
                    watch = self._observer.schedule(_Handler(self._reading, self.queue), str(folder), recursive=True)
                except FileNotFoundError:
                    continue
                except OSError:
                    self.failed = True
                    continue
                self._watched[folder] = (number, watch)

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

    def _end(self) -> None:
        if self._observer is not None:
            with contextlib.suppress(RuntimeError):
                self._observer.stop()
                self._observer.join()
        self._observer = None
        self._watched.clear()

    def stop(self) -> None:
        """End the watching, and the waiting for hints."""
        self.queue.put(None)
        self._end()
