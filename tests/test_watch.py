"""Batches of changes: a real watcher on real files, one batch for what is saved together."""

import contextlib
import os
import queue
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from sitegen.config import find_archive
from sitegen.watch import Watcher
from sitegen.watch.watcher import (
    GENTLY,
    GENTLY_ALONE,
    QUIET,
    QUIET_IN_STORM,
    QUIET_WHEN_WHOLE,
    STORM,
    SWEEP,
    SWEEP_ALONE,
    is_emptied,
    pause_after,
    quiet_after,
)
from tests.archive import CONFIG, Site
from tests.watch.saves import SAVES

PATIENCE = 20
ROOT = Path(__file__).parent.parent


class Batches:
    """What a watcher gives, taken by a thread of its own so that nothing is waited for without end."""

    def __init__(self, watcher):
        self._queue = queue.Queue()
        self._watcher = watcher
        self._thread = threading.Thread(target=self._take)
        self._thread.start()

    def _take(self):
        for batch in self._watcher:
            self._queue.put(batch)

    def next(self, patience=PATIENCE):
        return self._queue.get(timeout=patience)

    def until(self, path):
        """All that is seen until a path is."""
        found = set()
        while path not in found:
            found |= self.next()
        return found

    def stop(self):
        self._watcher.stop()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()


@contextlib.contextmanager
def watching(site):
    # A file that was written a moment ago may be told of once more.
    for path in site.root.rglob("*"):
        if path.is_file():
            os.utime(path, (1_000_000_000, 1_000_000_000))
    batches = Batches(Watcher(find_archive(site.root, {})))
    try:
        yield batches
    finally:
        batches.stop()


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path)
    for folder in ("content/deep", "templates", "static"):
        (tmp_path / folder).mkdir(parents=True)
    made.build()
    return made


READ = ["content/one.md", "content/deep/one.md", "content/glossary/terms.yaml", "content/x.png", "static/x.css",
        "templates/404.html", "sitegen.toml", "pyproject.toml", "content/_x.md", "content/ü 長.md"]  # fmt: skip


@pytest.mark.parametrize("path", READ)
def test_what_a_build_reads_is_followed(site, path):
    with watching(site) as batches:
        site.write(path, CONFIG)
        assert batches.next() == {path}


SCRATCH = [".x.md.swp", "x.md~", "4913", ".#x.md", "#x.md#", "x.md___jb_tmp___", ".goutputstream-A1B2C3", "x.md.tmp",
           "x.swx", ".DS_Store", ".obsidian/workspace.json", "deep/.git/x.md"]  # fmt: skip
ELSEWHERE = ["_site/x.txt", "_site/articles/x/index.html", ".sitegen/x.txt", "README.md", ".git/x.txt", ".venv/x.txt",
             "contents/x.md", "content.md", "sitegen.toml.bak"]  # fmt: skip


@pytest.mark.parametrize("path", [*(f"content/{name}" for name in SCRATCH), *ELSEWHERE])
def test_all_else_is_not(site, path):
    with watching(site) as batches:
        site.write(path, "x")
        # What comes after it, and would come in the batch with it.
        site.write("content/last.md", "x")
        assert batches.next() == {"content/last.md"}


def test_a_build_is_no_change(site):
    with watching(site) as batches:
        site.article("one", "Words.")
        batches.until("content/one.md")
        assert site.build().written
        site.write("content/last.md", "x")
        assert batches.until("content/last.md") <= {"content/one.md", "content/last.md"}


def test_a_burst_of_saves_is_seen_whole(site):
    with watching(site) as batches:
        for number in range(40):
            site.write(f"content/{number % 20}.txt", f"{number}")
        site.write("static/x.css", "x")
        assert batches.until("static/x.css") == {"static/x.css", *(f"content/{number}.txt" for number in range(20))}


@pytest.mark.parametrize(
    ("hinted", "quiet"),
    [
        ({"a": True}, QUIET_WHEN_WHOLE),
        ({"a": False}, QUIET),
        ({"a": True, "b": True}, QUIET),
        ({f"{number}": True for number in range(STORM)}, QUIET_IN_STORM),
    ],
)
def test_one_whole_file_is_acted_on_at_once_and_others_wait_for_what_joins_them(hinted, quiet):
    assert quiet_after(hinted) == quiet


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda old: old.write_text("x"), {"content/old.md"}),
        (lambda old: old.unlink(), {"content/old.md"}),
        (lambda old: old.rename(old.with_name("new.md")), {"content/old.md", "content/new.md"}),
        (lambda old: old.rename(old.parent.parent / "away.md"), {"content/old.md"}),
        (lambda old: old.with_name(".old.swp").rename(old), {"content/old.md"}),
        (lambda old: shutil.copy(old, old.with_name("new.md")), {"content/new.md"}),
        (lambda old: old.read_bytes() and old.with_name("new.md").touch(), {"content/new.md"}),
    ],
    ids=["written", "removed", "renamed", "moved away", "replaced", "copied", "read"],
)
def test_every_kind_of_change(site, change, expected):
    site.write("content/old.md", "old")
    site.write("content/.old.swp", "new")
    with watching(site) as batches:
        change(site.root / "content/old.md")
        assert batches.next() == expected


def test_folders_made_and_filled_at_once_are_followed(site):
    with watching(site) as batches:
        site.write("content/a/b/c/one.md", "x")
        batches.until("content/a")
        site.write("content/a/b/c/one.md", "y")
        batches.until("content/a/b/c/one.md")
        (site.root / "content/a").rename(site.root / "content/z")
        batches.until("content/z")
        site.write("content/z/b/c/one.md", "z")
        batches.until("content/z/b/c/one.md")


def test_folders_that_go_and_come_back_are_followed(tmp_path):
    site = Site(tmp_path)
    site.article("one", "Words.")
    with watching(site) as batches:
        site.write("templates/404.html", "x")
        batches.until("templates")
        site.write("templates/deep/404.html", "y")
        batches.until("templates/deep")
        (tmp_path / "content").rename(tmp_path / "elsewhere")
        batches.until("content")
        (tmp_path / "elsewhere").rename(tmp_path / "content")
        batches.until("content")
        site.write("content/one.md", "x")
        batches.until("content/one.md")
        shutil.rmtree(tmp_path / "content")
        batches.until("content")
        site.write("content/new/one.md", "x")
        batches.until("content")
        site.write("content/new/one.md", "y")
        batches.until("content/new/one.md")


def test_content_outside_of_the_archive_is_named_by_its_whole_path(tmp_path):
    site = Site(tmp_path / "archive")
    site.write("../texts/one.md", "x")
    site.write("sitegen.toml", CONFIG + 'content = "../texts"\n')
    with watching(site) as batches:
        site.write("../texts/one.md", "y")
        assert batches.next() == {str(tmp_path / "texts/one.md")}


def test_a_watcher_that_is_stopped_ends_at_once(site):
    with watching(site):
        pass
    watcher = Watcher(find_archive(site.root, {}))
    watcher.stop()
    assert list(watcher) == []


@pytest.mark.parametrize("save", SAVES, ids=lambda save: save.__name__)
def test_whatever_an_editor_does_the_text_saved_is_seen_and_no_scratch(site, save):
    site.write("content/deep/one.md", "The words before.\n")
    (site.root / "content/deep/other.md").write_text("x")
    path = site.root / "content/deep/one.md"
    with watching(site) as batches:
        save(path, "Words that are new.\n")
        seen, named = "", set()
        while seen != "Words that are new.\n":
            named |= batches.next()
            seen = path.read_text() if path.exists() else ""
        site.write("content/last.md", "x")
        named |= batches.until("content/last.md")
    assert named <= {"content/deep/one.md", "content/last.md", "content/deep", "content/deep/other.md"}


def test_a_storm_of_changes_is_a_few_batches_and_nothing_is_lost(site):
    for number in range(2000):
        site.write(f"content/{number}.txt", "x")
    with watching(site) as batches:
        for turn in range(10):
            for number in range(2000):
                (site.root / f"content/{number}.txt").write_text(f"{turn}")
        site.write("content/last.md", "x")
        seen, count = set(), 0
        while not {"content/last.md", *(f"content/{number}.txt" for number in range(2000))} <= seen:
            seen |= batches.next()
            count += 1
    assert count <= 4


def test_a_nested_content_folder_that_was_made_anew_is_followed(tmp_path):
    site = Site(tmp_path)
    site.write("sitegen.toml", CONFIG + 'content = "all/of/it"\n')
    site.write("all/of/it/one.md", "x")
    with watching(site) as batches:
        shutil.rmtree(tmp_path / "all")
        batches.until("all/of/it/one.md")
        site.write("all/of/it/one.md", "y")
        batches.until("all/of/it/one.md")
        site.write("all/of/it/one.md", "zz")
        assert batches.next() == {"all/of/it/one.md"}


def test_folders_that_are_renamed_in_a_storm_are_followed(site):
    for number in range(30):
        site.write(f"content/f{number}/one.md", "x")
    with watching(site) as batches:
        for turn in range(5):
            for number in range(30):
                (site.root / f"content/f{number}").rename(site.root / f"content/g{number}")
            for number in range(30):
                (site.root / f"content/g{number}").rename(site.root / f"content/f{(number + turn) % 30}")
        site.write("content/f7/new.md", "x")
        batches.until("content/f7/new.md")
        site.write("content/f11/one.md", "other")
        batches.until("content/f11/one.md")


def test_content_that_can_no_more_be_read_and_can_again_is_a_change(site):
    site.write("content/one.md", "x")
    with watching(site) as batches:
        (site.root / "content/one.md").chmod(0)
        assert batches.next() == {"content/one.md"}
        (site.root / "content/one.md").chmod(0o644)
        assert batches.next() == {"content/one.md"}


def test_another_content_folder_is_followed_when_the_configuration_names_it(site):
    watcher = Watcher(find_archive(site.root, {}))
    batches = Batches(watcher)
    site.write("texts/one.md", "x")
    site.write("sitegen.toml", CONFIG + 'content = "texts"\n')
    batches.until("sitegen.toml")
    watcher.follow(find_archive(site.root, {}))
    site.write("texts/one.md", "y")
    assert batches.next() == {"texts/one.md"}
    batches.stop()


LIMITED = """
import sys
from pathlib import Path
from sitegen.config import find_archive
from sitegen.watch import Watcher
root = Path(sys.argv[1])
watcher = Watcher(find_archive(root, {}), lambda message: print(message, flush=True))
print("ready", flush=True)
for batch in watcher:
    print(*sorted(batch), flush=True)
    if "content/deep/last.md" in batch:
        break
watcher.stop()
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the limits are those of Linux")
@pytest.mark.parametrize("limit", ["max_inotify_watches", "max_inotify_instances"])
def test_where_no_more_folders_can_be_watched_they_are_swept_and_one_message_says_so(site, limit):
    command = f'echo {2 if limit == "max_inotify_watches" else 0} > /proc/sys/user/{limit} && exec "$@"'
    arguments = ["unshare", "-U", "-r", "sh", "-c", command, "sh"]
    if subprocess.run([*arguments, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let us lower a limit for one process")
    process = subprocess.Popen(
        [*arguments, sys.executable, "-c", LIMITED, str(site.root)],
        env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    said = [process.stdout.readline()]
    while said[-1] != "ready\n":
        said.append(process.stdout.readline())
    site.write("content/deep/one.md", "x")
    said.append(process.stdout.readline())
    site.write("content/deep/last.md", "x")
    said += process.stdout.read().splitlines(keepends=True)
    process.stdout.close()
    assert process.wait(PATIENCE) == 0
    assert sum("no room to watch" in line for line in said) == 1, said
    assert "content/deep/one.md\n" in said


def test_a_file_that_is_emptied_is_looked_at_when_it_is_written(site, monkeypatch):
    # However long this machine takes over it, and without a sweep, which may come at any time.
    monkeypatch.setattr("sitegen.watch.watcher.EMPTIED", PATIENCE)
    monkeypatch.setattr("sitegen.watch.watcher.SWEEP", PATIENCE)
    path = site.root / "content/one.md"
    path.write_text("Before.")
    with watching(site) as batches:
        with path.open("w") as file:
            # Much longer than what follows at once: the writer was kept from its work, and nothing is told meanwhile.
            with pytest.raises(queue.Empty):
                batches.next(5 * QUIET)
            file.write("After.")
        assert batches.next() == {"content/one.md"}


def test_an_empty_file_that_stays_empty_is_told_of_too(site):
    path = site.root / "content/one.md"
    path.write_text("Before.")
    with watching(site) as batches, path.open("w"):
        assert batches.next() == {"content/one.md"}


def test_a_file_is_emptied_until_its_writer_is_done(tmp_path):
    empty, full = tmp_path / "empty", tmp_path / "full"
    empty.touch()
    full.write_text("x")
    assert is_emptied({str(empty): False, str(full): True})
    assert not is_emptied({str(empty): True, str(full): False, str(tmp_path): False, str(tmp_path / "none"): False})


@pytest.mark.parametrize(
    ("costs", "alone", "pause"),
    [
        ((0.0, 0.001), False, SWEEP),
        ((0.1, 0.1), False, 0.1 * GENTLY),
        ((0.001, 0.2), False, SWEEP),
        ((0.2, 0.001), False, SWEEP),
        ((0.001, 0.001), True, SWEEP_ALONE),
        ((0.1, 0.2), True, 0.1 * GENTLY_ALONE),
    ],
)
def test_sweeps_are_gentle_and_one_that_was_slow_does_not_put_off_the_next(costs, alone, pause):
    assert pause_after(costs, alone=alone) == pause
