"""Batches of changes on disk: watchdog's events as hints, one batch for a burst of saves."""

from __future__ import annotations

import queue
from collections.abc import Iterator, Sequence
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

QUIET = 0.08
_MATTERS = frozenset({"created", "modified", "moved", "deleted", "closed"})


class _Hints(FileSystemEventHandler):
    def __init__(self, ignored: Sequence[Path]) -> None:
        self.queue: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._ignored = [str(path) for path in ignored]

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type not in _MATTERS or (event.is_directory and event.event_type == "modified"):
            return
        for raw in (event.src_path, event.dest_path):
            path = raw if isinstance(raw, str) else raw.decode(errors="replace")
            if path and not self._is_scratch(path):
                self.queue.put(path)

    def _is_scratch(self, path: str) -> bool:
        """Output, and what editors leave beside a file while they save it."""
        if any(path == folder or path.startswith(folder + "/") for folder in self._ignored):
            return True
        name = path.replace("\\", "/").rsplit("/", 1)[-1]
        return name.startswith((".", "#")) or name.endswith(("~", ".swp", ".swx", ".tmp", "___")) or name == "4913"


class Watcher:
    """Watches folders until it is stopped; iterate over it for batches of changed paths."""

    def __init__(self, root: Path, ignored: Sequence[Path]) -> None:
        self._hints = _Hints(ignored)
        self._observer = Observer()
        self._observer.schedule(self._hints, str(root), recursive=True)
        try:
            self._observer.start()
        except OSError:
            # No more inotify watches: slower, but right.
            self._observer = PollingObserver()
            self._observer.schedule(self._hints, str(root), recursive=True)
            self._observer.start()

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
            yield frozenset(batch)

    def stop(self) -> None:
        """End the iteration and the watching."""
        self._observer.stop()
        self._observer.join()
        self._hints.queue.put(None)
