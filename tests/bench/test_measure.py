"""What commands cost, with all the processes that they start."""

import sys

import pytest

from bench.measure import FailedError, cost

HOLDS = (
    "x = bytearray(400 << 20); x[::4096] = b'x' * len(x[::4096])\nimport time\nwhile time.process_time() < 0.5: pass"
)
WORKS = "import time\nwhile time.process_time() < 0.3: pass"


def python(code):
    return (sys.executable, "-c", code)


def starting(code):
    return python(f"import subprocess, sys; subprocess.run([sys.executable, '-c', {code!r}], check=True)")


def test_the_work_of_children_counts(tmp_path):
    spent = cost(starting(WORKS), tmp_path, tmp_path / "log")
    assert spent.cpu >= 0.3
    assert spent.wall >= 0.3


def test_the_memory_of_children_counts(tmp_path):
    alone = cost(python(HOLDS), tmp_path, tmp_path / "log")
    together = cost(starting(HOLDS), tmp_path, tmp_path / "log")
    # So much that what a process has before it becomes the command does not tell.
    assert 400 < alone.memory < together.memory


def test_a_command_that_fails_says_why(tmp_path):
    with pytest.raises(FailedError, match="no such luck"):
        cost(python("raise SystemExit('no such luck')"), tmp_path, tmp_path / "log")
