"""Earlier versions of a file come from git, if there is one."""

import os
import subprocess

import pytest

from sitegen.versions import earlier_versions

NAMES = ("plain.txt", "-x.txt", ":(glob)*.txt", 'quo"te é.txt', "two\nlines.txt", "a" * 40 + " 2024-01-01.txt")


@pytest.fixture
def commit(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run([*git, "init", "-q", "."], cwd=tmp_path, check=True)

    def commit():
        subprocess.run([*git, "add", "-A"], cwd=tmp_path, check=True)
        subprocess.run([*git, "commit", "-q", "-m", "x"], cwd=tmp_path, check=True)

    return commit


@pytest.mark.parametrize("name", NAMES)
def test_versions_are_newest_first_whatever_the_name(tmp_path, commit, name):
    path = tmp_path / "content" / name
    path.parent.mkdir()
    (tmp_path / "content" / "other.txt").write_text("another")
    for data in (b"one\n", b"two\r\n", b"one\n", b"\xff\0three"):
        path.write_bytes(data)
        commit()
    path.write_text("not committed")
    found = list(earlier_versions(path))
    assert [version.data for version in found] == [b"\xff\0three", b"one\n", b"two\r\n"]
    assert {version.name for version in found} == {name}
    assert all(len(version.commit) == 40 and version.day[4] == "-" for version in found)
    assert [version.data for version in earlier_versions(path, most=1)] == [b"\xff\0three"]


def test_renames_are_followed_and_deletions_passed_over(tmp_path, commit):
    old, new = tmp_path / "old.txt", tmp_path / "sub" / "new.md"
    old.write_text("The words of an article.\n" * 9)
    commit()
    new.parent.mkdir()
    old.rename(new)
    new.write_text(new.read_text() + "More.\n")
    commit()
    assert [version.name for version in earlier_versions(new)] == ["new.md", "old.txt"]
    new.unlink()
    commit()
    new.write_text("Again.")
    commit()
    assert [version.name for version in earlier_versions(new)][:2] == ["new.md", "new.md"]


def test_without_a_history_there_are_no_versions(tmp_path, commit, monkeypatch):
    path = tmp_path / "new.txt"
    path.write_text("new")
    assert list(earlier_versions(path)) == []
    commit()
    assert [version.data for version in earlier_versions(path)] == [b"new"]
    assert list(earlier_versions(path, seconds=0)) == []
    assert list(earlier_versions(tmp_path / "none" / "new.txt")) == []
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    assert [version.data for version in earlier_versions(path)] == [b"new"]
    monkeypatch.setenv("PATH", str(tmp_path))
    assert list(earlier_versions(path)) == []


def test_outside_of_a_repository_there_are_no_versions(tmp_path):
    path = tmp_path / "new.txt"
    path.write_text("new")
    assert list(earlier_versions(path)) == []
