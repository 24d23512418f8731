"""What stands in the content folder, and what is refused."""

import os

import pytest

from sitegen.discover import discover


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
    assert found.pictures == ("p.PNG",)
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
