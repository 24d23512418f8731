"""Progress of long work on a terminal: one line, written over, gone when the work is done."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, TextIO, TypeVar

if TYPE_CHECKING:
    from sitegen.progress import Follow

T = TypeVar("T")

PATIENCE = 0.5
INTERVAL = 0.1


def follow_on(stream: TextIO) -> Follow:
    """A way to follow work: on a terminal that can show it, unless in CI; else one that shows nothing."""
    from sitegen.progress import unseen

    if not stream.isatty() or os.environ.get("CI") or os.environ.get("TERM") == "dumb":
        return unseen
    return _shown


def _shown(items: Collection[T], what: str) -> Iterable[T]:
    # Short work shows nothing at all, so that nothing flickers.
    due = time.monotonic() + PATIENCE
    shown = 0
    try:
        for number, item in enumerate(items, 1):
            if time.monotonic() >= due:
                line = f"{number:,} of {len(items):,} {what}"
                shown = max(shown, len(line))
                sys.stderr.write(f"\r{line}")
                sys.stderr.flush()
                due = time.monotonic() + INTERVAL
            yield item
    finally:
        if shown:
            sys.stderr.write(f"\r{' ' * shown}\r")
            sys.stderr.flush()
