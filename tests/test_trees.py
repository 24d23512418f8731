"""A tree becomes another by what differs, and two trees change places at once."""

import os

import pytest

from sitegen import trees
from sitegen.trees import Held, Twin, bring_up, exchange, held_in, link, stage_anew, write_file


def fill(folder, files):
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


def content(folder):
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def source(tmp_path):
    return fill(tmp_path / "source", {"a": "A.", "b/c": "C.", "b/d/e": "E."})


def test_what_a_folder_holds(source):
    (source / "b/link").symlink_to(source / "a")
    (source / "folder").symlink_to(source)
    found = held_in(source)
    assert found.files == {path: (source / path).stat().st_ino for path in ("a", "b/c", "b/d/e")}
    assert sorted(found.odd) == ["b/link", "folder"]
    assert held_in(source / "nothing") == Held({}, [])


def test_a_stage_is_made_of_links_to_what_stays(source, tmp_path):
    stage = fill(tmp_path / "stage", {"left": "x"})
    stage_anew(stage, source, ["a", "b/d/e"])
    assert content(stage) == {"a": "A.", "b/d/e": "E."}
    assert (stage / "a").samefile(source / "a")


def test_a_stage_is_brought_up_by_what_differs(source, tmp_path):
    stage = fill(tmp_path / "stage", {"b/d": "A file.", "gone/f/g": "x", "a": "Another a."})
    os.link(source / "b/c", stage / "b/c")
    bring_up(stage, source, {"a", "b/c", "b/d", "gone/f/g", "missing"}, held_in(source).files)
    assert content(stage) == content(source)
    assert not (stage / "gone").exists()
    assert all((stage / path).samefile(source / path) for path in content(source))


def test_a_link_takes_the_place_of_what_is_there(source, tmp_path):
    link(str(source / "a"), str(source / "b/c"))
    assert (source / "b/c").samefile(source / "a")


def test_a_file_is_never_written_over(tmp_path):
    state = write_file(str(tmp_path / "a"), b"A.")
    assert (state.st_size, (tmp_path / "a").read_bytes()) == (2, b"A.")
    with pytest.raises(FileExistsError):
        write_file(str(tmp_path / "a"), b"B.")
    with pytest.raises(OSError, match="nothing"):
        write_file(str(tmp_path / "nothing/a"), b"")


@pytest.mark.parametrize("at_once", [True, False])
def test_two_trees_change_places(source, tmp_path, monkeypatch, at_once):
    if not at_once:
        # Where the system can't exchange two folders in one step.
        monkeypatch.setattr(trees.ctypes, "CDLL", lambda *args, **kwargs: object())
    stage = fill(tmp_path / "stage", {"new": "New."})
    older = content(source)
    assert exchange(stage, source)
    assert (content(source), content(stage)) == ({"new": "New."}, older)
    assert {path.name for path in tmp_path.iterdir()} == {"source", "stage"}


def test_a_tree_takes_a_free_place(tmp_path):
    stage = fill(tmp_path / "stage", {"new": "New."})
    assert not exchange(stage, tmp_path / "place")
    assert content(tmp_path / "place") == {"new": "New."}


def test_a_twin_has_the_same_files(tmp_path):
    (tmp_path / "tree/b").mkdir(parents=True)
    twin = Twin(tmp_path / "twin")
    for path in ("a", "b/c"):
        write_file(f"{tmp_path}/tree/{path}", b"x")
        twin.add(str(tmp_path / "tree"), path)
    assert twin.put(tmp_path / "place")
    assert held_in(tmp_path / "place") == held_in(tmp_path / "tree")
    assert not (tmp_path / "twin").exists()


def test_there_is_no_twin_where_there_are_no_links(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError("no links here")

    monkeypatch.setattr("os.link", refuse)
    twin = Twin(tmp_path / "twin")
    twin.add(str(tmp_path), "a")
    twin.add(str(tmp_path), "b")
    assert not twin.put(tmp_path / "place")
    assert not (tmp_path / "twin").exists()
    assert not Twin(None).put(tmp_path / "place")
