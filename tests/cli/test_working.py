"""Processes that help a build end with it, however it ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sitegen.cli.working import processors, working
from tests.archive import Site

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
PATIENCE = 60


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path)
    for number in range(800):
        site.article(f"a{number}", "The GPU of it, and *more*.\n\n" * 60)
    return site


def begin(site):
    command = [sys.executable, "-m", "sitegen", "-C", str(site.root), "build", "--jobs", "2"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def children(number):
    try:
        found = Path(f"/proc/{number}/task/{number}/children").read_text().split()
    except OSError:
        return []
    return [int(child) for child in found]


def until(condition):
    deadline = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < deadline
    return found


def is_running(number):
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT])
def test_no_process_outlives_a_build_that_is_ended(site, sign):
    build = begin(site)
    workers = until(lambda: len(found := children(build.pid)) >= 2 and found)
    os.killpg(build.pid, sign) if sign == signal.SIGINT else build.send_signal(sign)
    out, err = build.communicate(timeout=PATIENCE)
    until(lambda: not any(map(is_running, workers)))
    assert (out, err) == ("", "\nInterrupted\n" if sign == signal.SIGINT else "")
    assert build.returncode == (130 if sign == signal.SIGINT else -sign)
    again = begin(site)
    out, err = again.communicate(timeout=PATIENCE)
    assert (again.returncode, err) == (0, "")
    assert "Built _site" in out


def test_a_process_that_dies_at_its_work_is_said(site):
    build = begin(site)
    workers = until(lambda: len(found := children(build.pid)) >= 2 and found)
    os.kill(workers[0], signal.SIGKILL)
    _, err = build.communicate(timeout=PATIENCE)
    assert build.returncode == 2
    assert err == "Error: a process died at its work; is there memory enough for all? try --jobs 1\n"


def test_one_job_needs_no_other_process():
    with working(1) as executor:
        assert executor is None
    assert processors() >= 1
