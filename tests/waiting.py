"""Waiting for something to become so, with an end to patience."""

import threading
import time

PATIENCE = 30
OFTEN = 0.02


def until(condition, patience=PATIENCE):
    """What a condition gives when it gives something true. Fails if that does not come in time."""
    end = time.monotonic() + patience
    never = threading.Event()
    while not (found := condition()):
        assert time.monotonic() < end, f"not so after {patience} s"
        never.wait(OFTEN)
    return found
