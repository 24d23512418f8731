"""Work in batches for an executor: in order, and never more of it under way than it can use."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from itertools import islice
from typing import TypeVar

S = TypeVar("S")
T = TypeVar("T")

# Seconds of work below which other processes would cost more than they save.
ENOUGH = 1.2
# What work costs on a machine of 2024, in seconds: to annotate an article of 5 KB, to look for forms in one, and to
# make a page.
PLAIN_ARTICLE = 0.001
SLICE = 0.00007
MARKDOWN_ARTICLE = 0.003
PAGE = 0.0004
# Batches that are under way together: some for each processor of the machine, for what they hold waits in memory.
UNDER_WAY = 4 * (os.cpu_count() or 1)


def is_worth_it(seconds: float) -> bool:
    """Whether so much work is worth other processes."""
    return seconds >= ENOUGH


def batched(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """Items in tuples of a size, the last with what is left."""
    rest = iter(items)
    while batch := tuple(islice(rest, size)):
        yield batch


def in_order(executor: Executor, work: Callable[..., T], calls: Iterable[tuple[object, ...]]) -> Iterator[T]:
    """What some work gives for each call's arguments, in the order of the calls. Raises what the work raises."""
    waiting: deque[Future[T]] = deque()
    try:
        for call in calls:
            waiting.append(executor.submit(work, *call))
            if len(waiting) >= UNDER_WAY:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()
