"""Where the time of a build goes, by stage: a look at what is running, every so often."""

from __future__ import annotations

import contextlib
import resource
import signal
import time
from collections import Counter
from collections.abc import Iterator
from types import FrameType

# Seconds of CPU between two looks.
INTERVAL = 0.002

# Modules of a stage; a look is for the innermost of them that is at work.
STAGES = {
    "discover": "discover",
    "parse": "parse",
    "render": "render",
    "annotate": "annotate",
    "notes": "anchor notes",
    "glossary": "find terms",
    "crossref": "crossref",
    "pages": "views",
    "feeds": "views",
    "data": "views",
    "assets": "views",
    "templates": "templates",
    "sealed": "keys",
    "incremental": "plan",
    "store": "store",
    "write": "write",
    "trees": "write",
    "ledger": "ledger",
}
REST = "the rest"


@contextlib.contextmanager
def profiled() -> Iterator[dict[str, float]]:
    """Seconds of CPU by stage while something is done, there when it is. Needs a Unix system."""
    looks: Counter[str] = Counter()
    seconds: dict[str, float] = {}

    def look(number: int, frame: FrameType | None) -> None:
        looks[stage_of(frame)] += 1

    begun = time.process_time()
    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)
    try:
        yield seconds
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    # Systems don't tick as often as they are asked to: a look stands for its share of what was spent.
    each = (time.process_time() - begun) / max(looks.total(), 1)
    seconds |= {stage: count * each for stage, count in looks.items()}


def stage_of(frame: FrameType | None) -> str:
    """The stage that a frame, or the innermost of those that called it, belongs to."""
    while frame is not None:
        package, _, rest = frame.f_globals.get("__name__", "").partition(".")
        if package == "sitegen" and (stage := STAGES.get(rest.partition(".")[0])):
            return stage
        frame = frame.f_back
    return REST


def told(seconds: dict[str, float]) -> Iterator[str]:
    """Lines that tell of stages, the longest first: seconds of CPU, and the share of all that this process spent."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    total = used.ru_utime + used.ru_stime
    seconds = {**seconds, "start": max(total - sum(seconds.values()), 0)}
    for stage, spent in sorted(seconds.items(), key=lambda pair: (-pair[1], pair[0])):
        yield f"{spent:8.2f} s {100 * spent / total:5.1f} %  {stage}"
    yield f"{total:8.2f} s of CPU in one process, {used.ru_maxrss / 1024:,.0f} MiB at most"
