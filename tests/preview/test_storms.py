"""Many changes at once: the preview is what a build is, after few rebuilds, and comes to rest."""

import hashlib
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sitegen.build import Options, build
from sitegen.config import find_archive
from tests.archive import TODAY, Site
from tests.serving import as_built, serving
from tests.test_preview import free_port
from tests.waiting import until

# The events that the kernel keeps for a program that does not take them (fs.inotify.max_queued_events).
KEPT = Path("/proc/sys/fs/inotify/max_queued_events")


def rebuilt(served):
    """The lines in which the preview said that it was rebuilt."""
    return [line for line in served.lines if re.search(r", in \d+ ms$", line) or line.startswith("Built the preview")]


def assert_is_what_a_build_is(site, served, paths=None):
    """Every file that is served, or some, is what a clean build of what is there now writes."""
    archive = find_archive(site.root, {}, {"base_url": served.address})
    assert build(archive, Options(TODAY)).published
    files = site.files()
    wrong = []
    for path in files if paths is None else paths:
        status, data, _ = served.get(path)
        if status != 200 or hashlib.sha256(as_built(data)).digest() != hashlib.sha256(files[path]).digest():
            wrong.append(path)
    assert wrong == []


def ticks(served):
    """The ticks of processor time that the preview has taken."""
    fields = Path(f"/proc/{served.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def rests(served):
    """Whether the preview takes less than a twentieth of a processor for half a second."""
    before, begun = ticks(served), time.monotonic()
    until(lambda: time.monotonic() - begun > 0.5)
    return (ticks(served) - before) / os.sysconf("SC_CLK_TCK") < 0.05 * (time.monotonic() - begun)


def test_more_events_than_the_kernel_keeps_lose_nothing(tmp_path):
    site = Site(tmp_path)
    names = [f"n{number}" for number in range(200)]
    for name in names:
        site.article(name, f"The GPU of {name}.")
    most = int(KEPT.read_text()) if KEPT.exists() else 0
    if not 0 < most <= 100_000:
        pytest.skip("this machine does not say how many events it keeps, or keeps very many")
    with serving(tmp_path, "-p", str(free_port())) as served:
        served.until("articles/n7/", "of n7")
        until(lambda: rests(served))
        before = len(rebuilt(served))
        served.process.send_signal(signal.SIGSTOP)
        # One after the other, so that no event is like the one before it, which the kernel would not keep.
        for turn in range(most // len(names) + 2):
            for name in names:
                os.utime(tmp_path / f"content/{name}.md", (turn, turn))
        for name in names[:100]:
            site.article(name, f"The GPU after the storm, {name}.")
        for name in names[100:150]:
            site.remove(f"content/{name}.md")
        (tmp_path / "content/n199.md").rename(tmp_path / "content/renamed.md")
        served.process.send_signal(signal.SIGCONT)
        served.until("articles/n99/", "after the storm")
        served.until("articles/n149/", "!of n149")
        served.until("articles/renamed/", "of n199")
        until(lambda: rests(served))
        assert len(rebuilt(served)) - before <= 3
        assert_is_what_a_build_is(site, served)


def git(site, *words):
    subprocess.run(
        ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "gc.auto=0", *words],
        cwd=site.root, check=True, capture_output=True,
    )  # fmt: skip


@pytest.mark.timeout(300)
def test_five_thousand_files_that_git_checks_out_are_a_few_rebuilds(tmp_path):
    site = Site(tmp_path)
    site.write(".gitignore", ".sitegen\n_site\n")
    for number in range(5000):
        site.write(f"content/{number % 50}/n{number}.txt", f" date 2024 Number {number}\n\nThe GPU as it was.\n")
        site.write(f"content/{number % 50}/n{number}.yaml", "language: en\n")
    git(site, "init", "-q", "-b", "main")
    git(site, "add", ".")
    git(site, "commit", "-qm", "Before")
    for number in range(5000):
        site.write(f"content/{number % 50}/n{number}.txt", f" date 2024 Number {number}\n\nThe GPU as it is.\n")
    site.remove("content/7/n7.txt")
    site.remove("content/7/n7.yaml")
    git(site, "commit", "-qam", "After")
    git(site, "checkout", "-q", "HEAD~1")
    with serving(tmp_path, "-p", str(free_port())) as served:
        served.until("articles/n4999/", "as it was")
        before = len(rebuilt(served))
        served.until("articles/n4999/", "as it is", lambda: git(site, "checkout", "-q", "main"), patience=120)
        served.until("articles/n7/", "!as it was", patience=120)
        until(lambda: rests(served), 120)
        assert len(rebuilt(served)) - before <= 3
        some = [f"articles/n{number}/index.html" for number in range(8, 5000, 97)]
        assert_is_what_a_build_is(site, served, ["index.html", "archive/index.html", "terms/gpu/index.html", *some])


def test_a_content_folder_that_is_renamed_and_back_in_a_storm(tmp_path):
    site = Site(tmp_path)
    for number in range(300):
        site.article(f"{number % 10}/n{number}", f"The GPU of {number}.")
    content, aside = tmp_path / "content", tmp_path / "aside"
    with serving(tmp_path, "-p", str(free_port())) as served:
        served.until("articles/n7/", "of 7")
        until(lambda: rests(served))
        before = len(rebuilt(served))
        for turn in range(20):
            content.rename(aside)
            (aside / "3/n3.md").write_text(f"---\ntitle: n3\ndate: 2024\nlanguage: en\n---\nThe GPU of turn {turn}.\n")
            aside.rename(content)
        served.until("articles/n3/", "of turn 19")
        with served.stream() as states:
            next(state for state in states if not state["problems"])
        until(lambda: rests(served))
        assert len(rebuilt(served)) - before <= 5
        assert_is_what_a_build_is(site, served)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux alone tells of processor time so")
def test_a_preview_comes_to_rest(tmp_path):
    site = Site(tmp_path)
    for number in range(100):
        site.article(f"n{number}", f"The GPU of {number}.")
    with serving(tmp_path, "-p", str(free_port())) as served, served.stream("articles/n7/") as states:
        next(states)
        for turn in range(5):
            site.article("n7", f"The GPU of turn {turn}.")
            next(states)
        until(lambda: rests(served))
