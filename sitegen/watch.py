"""Batches of changes on disk: watchdog's events as hints, one batch for a burst of saves."""

from __future__ import annotations

import contextlib
import os
import queue
from collections.abc import Iterator
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

from sitegen.config import Archive

QUIET = 0.08
_MATTERS = frozenset({"created", "modified", "moved", "deleted", "closed"})
_CONFIGURATION = ("sitegen.toml", "pyproject.toml")


class _Hints(FileSystemEventHandler):
    def __init__(self, root: Path, folders: list[Path]) -> None:
        self.queue: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._root = root
        self._files = frozenset(str(root / name) for name in _CONFIGURATION)
        self._folders = tuple(f"{folder}/" for folder in folders)

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type not in _MATTERS or (event.is_directory and event.event_type == "modified"):
            return
        for raw in (event.src_path, event.dest_path):
            path = raw if isinstance(raw, str) else raw.decode(errors="replace")
            if path and self._matters(path):
                self.queue.put(os.path.relpath(path, self._root) if path.startswith(f"{self._root}/") else path)

    def _matters(self, path: str) -> bool:
        """Whether a path is one that a build reads: sources, templates, static files, configuration."""
        if path in self._files:
            return True
        for folder in self._folders:
            if f"{path}/".startswith(folder):
                *folders, name = path[len(folder) :].replace("\\", "/").split("/")
                return not _is_scratch(name) and not any(above.startswith(".") for above in folders)
        return False


def _is_scratch(name: str) -> bool:
    """Whether a name is one that editors give to what they leave beside a file while they save it."""
    return name.startswith((".", "#")) or name.endswith(("~", ".swp", ".swx", ".tmp", "___")) or name == "4913"


class Watcher:
    """Watches an archive until it is stopped; iterate over it for batches of changed paths, as people name them.

    The root is watched for the configuration and for folders that come and go, the folders that a build reads with
    all that is in them. The output is not watched: a tree that is exchanged at once confuses watchdog.
    """

    def __init__(self, archive: Archive) -> None:
        self._root = archive.root
        self._folders = [archive.content.resolve(), archive.root / "templates", archive.root / "static"]
        self._hints = _Hints(archive.root, self._folders)
        self._watched: dict[Path, tuple[int, ObservedWatch]] = {}
        self._observer: BaseObserver = Observer()
        try:
            self._start()
        except OSError:
            self._poll()

    def _start(self) -> None:
        self._observer.schedule(self._hints, str(self._root))
        self._observer.start()
        self._attach()

    def _poll(self) -> None:
        """Look again and again, where there are no more inotify watches: slower, but right."""
        self._observer = PollingObserver()
        self._watched.clear()
        self._start()

    def _attach(self) -> None:
        """Watch the folders that are there now; one that was made anew is another folder."""
        for folder in self._folders:
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
                self._watched[folder] = (number, self._observer.schedule(self._hints, str(folder), recursive=True))

    def __iter__(self) -> Iterator[frozenset[str]]:
        while True:
            first = self._hints.queue.get()
            if first is None:
                return
            batch = {first}
            while True:
                try:
                    more = self._hints.queue.get(timeout=QUIET)
                except queue.Empty:
                    break
                if more is None:
                    return
                batch.add(more)
            try:
                self._attach()
            except OSError:
                self._poll()
            yield frozenset(batch)

    def stop(self) -> None:
        """End the iteration and the watching."""
        self._hints.queue.put(None)
        self._observer.stop()
        self._observer.join()
