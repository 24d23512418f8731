"""What stands in the content folder, and what is refused."""

import os

import pytest

from sitegen.discover import ROOM, TICK, ChangedError, digest_of, discover, read_index, read_source, write_index


def test_what_is_content(tmp_path):
    for name in (
        "a.md",
        "b/c.txt",
        "b/c.yaml",
        "glossary/t.yaml",
        "p.PNG",
        ".hidden.md",
        "_draft.md",
        "x.md~",
        "x.pdf",
        "glossary/n.txt",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = discover(tmp_path, "content")
    assert [f.path for f in found.articles] == ["a.md", "b/c.txt"]
    assert [f.path for f in found.sidecars] == ["b/c.yaml"]
    assert [f.path for f in found.glossary] == ["glossary/t.yaml"]
    assert [f.path for f in found.pictures] == ["p.PNG"]
    assert found.problems == ()


def test_a_folder_that_is_not_there(tmp_path):
    assert "is not a folder" in str(discover(tmp_path / "no", "content").problems[0])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_links_and_pipes_are_refused_and_nothing_hangs(tmp_path):
    (tmp_path / "secret").write_text("x")
    content = tmp_path / "content"
    content.mkdir()
    (content / "link.md").symlink_to(tmp_path / "secret")
    (content / "loop").symlink_to(content)
    (content / "gone.md").symlink_to(tmp_path / "nothing")
    os.mkfifo(content / "pipe.md")
    (content / "good.md").write_text("x")
    found = discover(content, "content")
    assert [f.path for f in found.articles] == ["good.md"]
    assert sorted(p.severity for p in found.problems) == ["error", "warning", "warning", "warning"]


@pytest.mark.skipif(os.name == "nt", reason="names are bytes on POSIX only")
def test_a_name_that_is_not_utf8_is_named(tmp_path):
    (tmp_path / os.fsdecode(b"caf\xe9.md")).write_text("x")
    (problem,) = discover(tmp_path, "content").problems
    assert "not UTF-8" in problem.message
    problem.file.encode()


@pytest.fixture
def content(tmp_path):
    (tmp_path / "a.md").write_text("old")
    (tmp_path / "p.png").write_bytes(b"x")
    return tmp_path


def later(content):
    """A time by which what is in a folder has been there for long enough."""
    return max(path.stat().st_ctime_ns for path in content.iterdir()) + 2 * TICK


def test_what_is_known_is_not_read_again(content):
    first = discover(content, "content", {}, later(content))
    assert first.index.keys() == {"a.md", "p.png"}
    again = discover(content, "content", first.index, later(content))
    assert [one.data for one in (*again.articles, *again.pictures)] == [None, None]
    assert [one.digest for one in again.articles] == [digest_of(b"old")]
    assert again.index == first.index
    assert read_source(again.articles[0]).data == b"old"


def write_in_place(path, data, times):
    path.write_bytes(data)
    os.utime(path, ns=times)


def write_anew(path, data, times):
    fresh = path.with_name("fresh")
    write_in_place(fresh, data, times)
    fresh.replace(path)


@pytest.mark.parametrize("write", [write_in_place, write_anew])
def test_a_change_that_keeps_size_and_time_is_seen(content, write):
    path = content / "a.md"
    first = discover(content, "content", {}, later(content))
    state = path.stat()
    write(path, b"new", (state.st_atime_ns, state.st_mtime_ns))
    (found,) = discover(content, "content", first.index, later(content)).articles
    assert found.digest == digest_of(b"new")


def test_what_changed_just_now_is_read_again(content):
    now = max(path.stat().st_ctime_ns for path in content.iterdir())
    assert discover(content, "content", {}, now).index == {}
    assert discover(content, "content", {}, 0).index == {}


def test_a_source_that_changes_meanwhile_is_noticed(content):
    index = discover(content, "content", {}, later(content)).index
    (found,) = discover(content, "content", index, later(content)).articles
    (content / "a.md").write_text("other")
    with pytest.raises(ChangedError, match="changed while it was read"):
        read_source(found)
    (content / "a.md").unlink()
    with pytest.raises(ChangedError, match="No such file"):
        read_source(found)


def test_no_more_bytes_are_kept_than_there_is_room_for(tmp_path):
    for name in "abc":
        (tmp_path / f"{name}.md").write_bytes(b"x" * (ROOM // 2))
    assert [one.data is not None for one in discover(tmp_path, "content").articles] == [True, True, False]


@pytest.mark.parametrize("written", [None, b"", b"\xc1", b"\x81\xa1a\x01"])
def test_an_index_that_can_not_be_read_is_none(tmp_path, written):
    if written is not None:
        (tmp_path / "files.msgpack").write_bytes(written)
    assert read_index(tmp_path / "files.msgpack") == {}


def test_an_index_is_the_same_after_it_was_written(content):
    index = discover(content, "content", {}, later(content)).index
    write_index(content / "state" / "files.msgpack", index)
    assert read_index(content / "state" / "files.msgpack") == index
    write_index(content / "a.md" / "files.msgpack", index)
