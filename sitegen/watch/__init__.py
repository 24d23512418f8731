"""Batches of changes on disk: events are hints, what `stat` says is the truth."""

from sitegen.watch.watcher import Watcher

__all__ = ["Watcher"]
