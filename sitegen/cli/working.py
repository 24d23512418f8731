"""Processes to work in, for builds that have much to do."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from typing import Any, TypeVar

import click

T = TypeVar("T")

# From Linux's <sys/prctl.h>.
_PR_SET_PDEATHSIG = 1


def processors() -> int:
    """How many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


@contextlib.contextmanager
def working(jobs: int) -> Iterator[Executor | None]:
    """An executor of so many processes, which start when there is work; None for one. Ends the program if one dies."""
    if jobs == 1:
        yield None
        return
    # To fork is quickest, and safe while there are no threads; only Linux ends the others when the first is killed.
    forks = sys.platform == "linux" and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if forks else "spawn")
    with _Workers(jobs, context, _begin, (os.getpid(),)) as executor:
        try:
            yield executor
        except BrokenExecutor:
            raise click.ClickException(
                "a process died at its work; is there memory enough for all? try --jobs 1"
            ) from None
        except BaseException:
            executor.shutdown(cancel_futures=True)
            raise


class _Workers(ProcessPoolExecutor):
    """Processes that no interrupt reaches before they leave interrupts to the first one."""

    def submit(self, work: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        if not hasattr(signal, "pthread_sigmask"):
            return super().submit(work, *args, **kwargs)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            return super().submit(work, *args, **kwargs)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(first: int) -> None:
    """Begin a process that leaves interrupts to the first one, and does not outlive it."""
    # It lives as long as the first one, and Python-Markdown knots things together with every text. What is there when
    # it begins stays: to look through that once would copy it all.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        # It may be gone already.
        if os.getppid() != first:
            os._exit(1)
