"""A profile says where a build spent its time, and its parts are the whole."""

import re
import time

import pytest

from sitegen.cli.profiling import REST, STAGES, profiled, stage_of
from sitegen.crossref import order
from tests.archive import Site
from tests.test_cli import run


class Slow:
    """A record whose article takes its time."""

    @property
    def article(self):
        spend(0.2)
        raise LookupError


def spend(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_time_is_that_of_the_innermost_stage():
    with profiled() as seconds:
        spend(0.1)
        with pytest.raises(LookupError):
            order(Slow())
    assert seconds["crossref"] > seconds[REST] > 0
    assert 0.25 < sum(seconds.values()) < 1


def test_no_frame_is_no_stage():
    assert stage_of(None) == REST


def test_the_parts_are_the_whole(tmp_path):
    site = Site(tmp_path)
    for number in range(30):
        site.article(f"a{number}", "The *GPU* of it.\n\n" * 40)
    code, output, _ = run("-C", str(tmp_path), "build", "--profile")
    assert code == 0
    lines = re.findall(r"^ +([\d.]+) s +([\d.]+) %  (.+)$", output, re.MULTILINE)
    total = float(re.search(r"([\d.]+) s of CPU in one process", output)[1])
    assert {name for _, _, name in lines} <= {*STAGES.values(), REST, "start"}
    assert {"render", "start"} <= {name for _, _, name in lines}
    assert sum(float(seconds) for seconds, _, _ in lines) == pytest.approx(total, abs=0.1)
