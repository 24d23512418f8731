"""What `stat` says: the files that a build reads, and what differs between two looks."""

import os
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.config import find_archive
from sitegen.watch.reading import is_scratch, reading_of
from sitegen.watch.sweep import differences, is_folder, is_racy, look_again, sweep
from tests.archive import Site


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path)
    made.write("content/deep/one.md", "one")
    made.write("content/.hidden/two.md", "two")
    made.write("content/three.md~", "three")
    (tmp_path / "content/link.md").symlink_to("deep/one.md")
    # What was written a moment ago differs at the next look.
    for path in tmp_path.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000), follow_symlinks=False)
    return made


def reading(site):
    return reading_of(find_archive(site.root, {}))


def settle(root):
    """Give every file a time of long ago, as it would have had for a while."""
    for path in root.rglob("*"):
        if path.is_file() and not path.is_symlink():
            os.utime(path, (1000, 1000))


def test_all_that_a_build_reads_is_looked_at_and_nothing_else(site):
    found = {os.path.relpath(path, site.root) for path in sweep(reading(site))}
    assert found == {"sitegen.toml", "content", "content/deep", "content/deep/one.md", "content/glossary",
                     "content/glossary/terms.yaml", "content/link.md"}  # fmt: skip


def test_a_look_finds_what_came_went_and_changed(site):
    settle(site.root)
    state = sweep(reading(site))
    assert differences(state, sweep(reading(site))) == set()
    one, two = str(site.root / "content/deep/one.md"), str(site.root / "content/two.md")
    assert look_again(state, [one, two]) == set()
    site.write("content/deep/one.md", "another")
    site.write("content/two.md", "new")
    settle(site.root)
    assert look_again(dict(state), [one, two]) == {one, two} == differences(state, sweep(reading(site)))
    os.remove(one)
    assert one in differences(state, sweep(reading(site)))
    assert look_again(state, [one]) == {one}
    assert look_again(state, [one]) == set()


def test_a_file_that_was_written_a_moment_ago_is_looked_at_once_more(site):
    path = str(site.root / "content/deep/one.md")
    state = {}
    now = time.time_ns()
    os.utime(path, ns=(now, now))
    look_again(state, [path])
    assert is_racy(state, path)
    os.utime(path, (1000, 1000))
    assert look_again(state, [path]) == {path}
    assert not is_racy(state, path)
    assert look_again(state, [path]) == set()


def test_folders_are_known_and_hostile_names_are_no_trouble(site):
    state = sweep(reading(site))
    assert is_folder(state, str(site.root / "content/deep"))
    assert not is_folder(state, str(site.root / "content/deep/one.md"))
    assert not is_folder(state, "/nothing")
    assert look_again(state, ["/\0", "/" + "x" * 10_000, str(site.root / "content/deep/one.md/x")]) == set()


@given(st.dictionaries(st.text(), st.integers(0, 3)), st.dictionaries(st.text(), st.integers(0, 3)))
def test_differences_are_those_of_any_two_states(one, other):
    before = {path: (0, 0, 0, value) for path, value in one.items()}
    after = {path: (0, 0, 0, value) for path, value in other.items()}
    assert differences(before, after) == {p for p in one.keys() | other.keys() if one.get(p) != other.get(p)}


@pytest.mark.parametrize("name", [".x", "#x#", "x~", "x.swp", "4913", "x___jb_old___", "x.part", "x.crswap"])
def test_scratch_is_known_by_its_name(name):
    assert is_scratch(name)
    assert not is_scratch(f"a{name}.md")
