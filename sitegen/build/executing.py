"""Work in batches for an executor: in order, and never more of it under way than it can use."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from itertools import islice
from typing import TypeVar

S = TypeVar("S")
T = TypeVar("T")

# Fewer items than this are done sooner here than others could begin.
ENOUGH = 200
# Batches that are under way together: some for each of the processes that a machine may have.
UNDER_WAY = 32


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
