"""The output folder: what becomes visible does so at once, and only what is ours is touched."""

import itertools
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.incremental import Todo, Wanted, plan
from sitegen.write import DestinationError, Output

OLD = {"index.html": "Old.", "a/index.html": "A.", "a/b/index.html": "B."}


def output_of(root, name="_site"):
    return Output(root / name, root / ".sitegen")


def publish(root, files, *, name="_site", lost=(), held=frozenset()):
    """Bring an output folder to hold these files, as a build does; those that are `lost` can't be made."""
    output = output_of(root, name)
    with output.locked():
        output.check(content=root / "content", root=root)
        wanted = {path: Wanted(text) for path, text in files.items()}
        todo = plan(wanted, output.manifest, output.on_disk(), held)
        made = ((path, None if path in lost else files[path].encode()) for path in todo.write)
        output.publish(todo, wanted, made)
    return todo


def tree(root, name="_site"):
    folder = root / name
    return {p.relative_to(folder).as_posix(): p.read_text() for p in folder.rglob("*") if p.is_file()}


def litter(root):
    """What stands beside the output and the state."""
    return {path.name for path in root.iterdir()} - {"_site", ".sitegen"} | {
        path.name for path in (root / ".sitegen").iterdir() if path.suffix not in (".json", ".lock", ".next", ".stage")
    }


@pytest.mark.parametrize(
    ("new", "written", "removed"),
    [
        (OLD, {}, ()),
        ({**OLD, "index.html": "New."}, {"index.html": "changed"}, ()),
        ({**OLD, "c/index.html": "C."}, {"c/index.html": "new"}, ()),
        ({"index.html": "Old."}, {}, ("a/b/index.html", "a/index.html")),
        ({"a": "A file."}, {"a": "new"}, ("a/b/index.html", "a/index.html", "index.html")),
        ({**OLD, "index.html": "", "ü/長.html": "x"}, {"index.html": "changed", "ü/長.html": "new"}, ()),
        ({}, {}, ("a/b/index.html", "a/index.html", "index.html")),
    ],
)
def test_a_tree_becomes_another(tmp_path, new, written, removed):
    publish(tmp_path, OLD)
    todo = publish(tmp_path, new)
    assert (todo.write, todo.remove) == (written, removed)
    assert tree(tmp_path) == new
    assert output_of(tmp_path).manifest.keys() == new.keys()
    assert litter(tmp_path) == set()
    folders = {
        path.relative_to(tmp_path / "_site").as_posix() for path in (tmp_path / "_site").rglob("*") if path.is_dir()
    }
    assert folders == {str(parent) for path in new for parent in Path(path).parents} - {"."}


def test_a_folder_may_become_a_file_and_a_file_a_folder(tmp_path):
    publish(tmp_path, {"a": "A file.", "b/c": "In a folder."})
    publish(tmp_path, {"a/c": "In a folder.", "b": "A file."})
    assert tree(tmp_path) == {"a/c": "In a folder.", "b": "A file."}


def test_what_is_kept_is_the_same_file(tmp_path):
    publish(tmp_path, OLD)
    before = (tmp_path / "_site/a/index.html").stat()
    publish(tmp_path, {**OLD, "index.html": "New."})
    after = (tmp_path / "_site/a/index.html").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_the_tree_before_the_last_is_the_stage_of_the_next(tmp_path):
    versions = [{**OLD, "index.html": f"{number}.", "a/index.html": f"{number // 2}."} for number in range(6)]
    publish(tmp_path, versions[0])
    publish(tmp_path, versions[1])
    (stage,) = (tmp_path / ".sitegen").glob("*.next")
    for older, files in itertools.pairwise(versions[1:]):
        mark = stage / "mark"
        mark.write_text("The stage was not made anew.")
        publish(tmp_path, files)
        assert {path.relative_to(stage).as_posix(): path.read_text() for path in stage.rglob("*.html")} == older
        (tmp_path / "_site/mark").unlink()
        assert tree(tmp_path) == files


def test_the_first_tree_has_a_twin_that_is_the_stage_of_the_next(tmp_path):
    publish(tmp_path, OLD)
    (stage,) = (tmp_path / ".sitegen").glob("*.next")
    for path in OLD:
        assert (stage / path).samefile(tmp_path / "_site" / path)
    (stage / "mark").write_text("The stage was not made anew.")
    publish(tmp_path, {**OLD, "index.html": "New."})
    assert (tmp_path / "_site/mark").exists()
    assert litter(tmp_path) == set()


def test_the_manifest_says_what_a_file_that_stays_may_see_now(tmp_path):
    for reach in ("before", "after"):
        output = output_of(tmp_path)
        with output.locked():
            wanted = {"a": Wanted("the same", reach=reach), "b": Wanted(reach)}
            todo = plan(wanted, output.manifest, output.on_disk())
            output.publish(todo, wanted, ((path, b"x") for path in todo.write))
    assert todo.keep == ("a",)
    assert {path: (one.key, one.reach) for path, one in output_of(tmp_path).manifest.items()} == {
        "a": ("the same", "after"),
        "b": ("after", ""),
    }


def test_a_stage_that_no_one_knows_is_made_anew(tmp_path):
    publish(tmp_path, OLD)
    publish(tmp_path, {**OLD, "index.html": "New."})
    (stage,) = (tmp_path / ".sitegen").glob("*.next")
    (stage / "left").write_text("x")
    stage.with_suffix(".stage").unlink()
    publish(tmp_path, OLD)
    assert tree(tmp_path) == OLD


def test_nothing_to_do_touches_nothing(tmp_path):
    publish(tmp_path, OLD)
    before = (tmp_path / "_site").stat()
    assert publish(tmp_path, OLD) == Todo({}, tuple(OLD), ())
    assert (tmp_path / "_site").stat() == before


FILES = st.dictionaries(st.sampled_from(["a", "b/c", "b/d", "e/f/g"]), st.sampled_from(["x", "y"]))


@settings(max_examples=40)
@given(st.lists(FILES, min_size=1, max_size=4), st.data())
def test_a_tree_is_what_was_published_last(tmp_path_factory, trees, data):
    root = tmp_path_factory.mktemp("law")
    (root / "_site").mkdir()
    others = {}
    for files in trees:
        files["index.html"] = "Always."
        publish(root, files)
        assert tree(root) == {**files, **others}
        for path in files:
            if data.draw(st.booleans(), label=f"alter {path}"):
                (root / "_site" / path).write_text("altered")
        for path in ("b/other", "other"):
            match data.draw(st.sampled_from(["leave", "write", "replace", "link", "remove"]), label=path):
                case "write" if path in others or (root / "_site" / path).parent.is_dir():
                    if path not in others:
                        (root / "_site" / path).unlink(missing_ok=True)
                    (root / "_site" / path).write_text("more")
                    others[path] = "more"
                case "replace" if path in others:
                    (root / "_site" / path).unlink()
                    (root / "_site" / path).write_text("again")
                    others[path] = "again"
                case "link" if path in others:
                    (root / "_site" / path).unlink()
                    (root / "_site" / path).symlink_to(root / "nothing")
                    del others[path]
                case "remove" if path in others:
                    (root / "_site" / path).unlink()
                    del others[path]


@pytest.mark.parametrize("harm", ["fails", "is interrupted", "meets a file that stands twice"])
def test_a_publish_that_ends_early_leaves_the_old_tree(tmp_path, harm):
    publish(tmp_path, OLD)
    manifest = output_of(tmp_path).manifest
    output = output_of(tmp_path)
    failure = {"fails": RuntimeError, "is interrupted": KeyboardInterrupt}.get(harm, FileExistsError)

    def made():
        yield "index.html", b"New."
        if failure is FileExistsError:
            yield "index.html", b"Again."
        raise failure

    umask = os.umask(0o027)
    try:
        with output.locked(), pytest.raises(failure):
            output.publish(
                Todo({"index.html": "changed"}, (), ("a/index.html",)), {"index.html": Wanted("new")}, made()
            )
    finally:
        assert os.umask(umask) == 0o027
    assert tree(tmp_path) == OLD
    assert output_of(tmp_path).manifest == manifest
    assert litter(tmp_path) == set()
    assert publish(tmp_path, OLD) == Todo({}, tuple(OLD), ())


def test_what_can_not_be_made_stays_as_it_is(tmp_path):
    publish(tmp_path, OLD)
    known = output_of(tmp_path).manifest["index.html"]
    publish(tmp_path, {**OLD, "index.html": "New.", "new.html": "New."}, lost={"index.html", "new.html"})
    assert tree(tmp_path) == OLD
    manifest = output_of(tmp_path).manifest
    assert (manifest.keys(), manifest["index.html"]) == (OLD.keys(), known)


def test_what_is_held_stays(tmp_path):
    publish(tmp_path, OLD)
    publish(tmp_path, {"index.html": "New."}, held={"a/index.html"})
    assert tree(tmp_path) == {"index.html": "New.", "a/index.html": "A."}
    assert output_of(tmp_path).manifest.keys() == {"index.html", "a/index.html"}


@pytest.mark.parametrize("path", ["CNAME", "a/mine.txt", "a/b/c/mine.txt", "other/.hidden"])
def test_files_of_others_stay(tmp_path, path):
    publish(tmp_path, OLD)
    mine = tmp_path / "_site" / path
    mine.parent.mkdir(parents=True, exist_ok=True)
    mine.write_text("Mine.")
    mine.chmod(0o600)
    publish(tmp_path, {"index.html": "New."})
    assert tree(tmp_path) == {"index.html": "New.", path: "Mine."}
    assert stat.S_IMODE(mine.stat().st_mode) == 0o600
    assert path not in output_of(tmp_path).manifest


@pytest.mark.parametrize(
    ("mine", "wanted"),
    [
        ("new.html", "new.html"),
        ("deep/er", "deep/er/index.html"),
        ("deep", "deep/er/index.html"),
        ("new.html/mine", "new.html"),
    ],
)
def test_what_others_put_in_the_way_of_a_new_file_is_not_lost(tmp_path, mine, wanted):
    publish(tmp_path, OLD)
    (tmp_path / "_site" / mine).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "_site" / mine).write_text("Mine.")
    for _ in range(2):
        with pytest.raises(DestinationError, match="was not made by sitegen and is in the way"):
            publish(tmp_path, {**OLD, wanted: "New."})
        assert tree(tmp_path) == {**OLD, mine: "Mine."}
        assert litter(tmp_path) == set()


@pytest.mark.parametrize("mine", ["index.html/mine", "a/b"])
def test_what_others_put_in_place_of_ours_is_not_lost(tmp_path, mine):
    publish(tmp_path, OLD)
    gone = tmp_path / "_site" / ("index.html" if mine.startswith("index") else "a/b/index.html")
    gone.unlink()
    if mine == "a/b":
        gone.parent.rmdir()
    (tmp_path / "_site" / mine).parent.mkdir(exist_ok=True)
    (tmp_path / "_site" / mine).write_text("Mine.")
    before = tree(tmp_path)
    with pytest.raises(DestinationError, match="is in the way"):
        publish(tmp_path, OLD)
    assert tree(tmp_path) == before


def test_altered_and_missing_files_are_seen_and_mended(tmp_path):
    publish(tmp_path, OLD)
    site = tmp_path / "_site"
    (site / "index.html").write_text("Altered.")
    (site / "a/index.html").unlink()
    os.utime(site / "a/b/index.html", ns=(0, 0))
    assert output_of(tmp_path).on_disk().keys() == {"index.html", "a/b/index.html"}
    assert publish(tmp_path, OLD).write == {
        "index.html": "altered",
        "a/index.html": "missing",
        "a/b/index.html": "altered",
    }
    assert tree(tmp_path) == OLD


def test_links_are_no_files_of_ours_and_are_not_followed(tmp_path):
    publish(tmp_path, OLD)
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "file").write_text("Precious.")
    site = tmp_path / "_site"
    (site / "index.html").unlink()
    (site / "index.html").symlink_to(precious / "file")
    (site / "planted").symlink_to(precious)
    assert output_of(tmp_path).on_disk().keys() == OLD.keys() - {"index.html"}
    assert output_of(tmp_path).read("index.html") is None
    assert publish(tmp_path, {**OLD, "planted/x": "X."}).write == {"index.html": "missing", "planted/x": "new"}
    assert tree(tmp_path) == {**OLD, "planted/x": "X."}
    assert not any(path.is_symlink() for path in site.rglob("*"))
    assert {path.name: path.read_text() for path in precious.iterdir()} == {"file": "Precious."}


@pytest.mark.parametrize("path", ["index.html", "CNAME", "../secret", "/etc/hostname", "none"])
def test_only_files_of_ours_are_read(tmp_path, path):
    publish(tmp_path, OLD)
    (tmp_path / "_site/CNAME").write_text("Mine.")
    (tmp_path / "secret").write_text("Secret.")
    assert output_of(tmp_path).read(path) == (b"Old." if path == "index.html" else None)


@pytest.mark.parametrize("umask", [0o022, 0o077, 0o000, 0o777])
def test_modes_do_not_depend_on_the_umask(tmp_path, umask):
    before = os.umask(umask)
    try:
        output = output_of(tmp_path)
        for text in ("Old.", "New."):
            wanted = {"a/b": Wanted(text), "c": Wanted("c")}
            todo = plan(wanted, output.manifest, output.on_disk())
            (tmp_path / ".sitegen").mkdir(exist_ok=True, mode=0o700)
            (tmp_path / ".sitegen").chmod(0o700)
            output.publish(todo, wanted, ((path, text.encode()) for path in todo.write))
            output = output_of(tmp_path)
    finally:
        assert os.umask(before) == umask
    for path in [tmp_path / "_site", *(tmp_path / "_site").rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o755 if path.is_dir() else 0o644), path


@pytest.mark.parametrize(
    "name",
    [".", "..", "content", "content/x", "templates", "templates/x", "static/out", "/", "content/../content", "~"],
)
def test_a_folder_of_sources_is_refused(tmp_path, name):
    for folder in ("content", "templates", "static"):
        (tmp_path / folder).mkdir()
    output = Output(tmp_path / (Path.home() if name == "~" else name), tmp_path / ".sitegen")
    with pytest.raises(DestinationError, match="holds more than output"):
        output.check(content=tmp_path / "content", root=tmp_path)


def _foreign(root):
    (root / "_site").mkdir()
    (root / "_site/precious").write_text("x")


def _unknown(root):
    publish(root, OLD)
    next((root / ".sitegen").glob("*.manifest.json")).write_text("{")


def _link(root):
    (root / "real").mkdir()
    (root / "_site").symlink_to(root / "real")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (_foreign, "is not empty and was not made by sitegen here"),
        (_unknown, "is not empty and was not made by sitegen here"),
        (_link, "is a link"),
        (lambda root: (root / "_site").write_text("x"), "is not a folder"),
        (lambda root: os.mkfifo(root / "_site"), "is not a folder"),
    ],
    ids=["foreign", "unknown", "link", "file", "pipe"],
)
def test_a_folder_that_is_not_ours_is_refused(tmp_path, make, message):
    make(tmp_path)
    there = {path for path in tmp_path.rglob("*") if ".sitegen" not in path.parts}
    with pytest.raises(DestinationError, match=message):
        publish(tmp_path, OLD)
    assert {path for path in tmp_path.rglob("*") if ".sitegen" not in path.parts} == there


@pytest.mark.parametrize("make", [lambda folder: None, Path.mkdir])
def test_a_new_or_empty_folder_is_taken(tmp_path, make):
    make(tmp_path / "_site")
    publish(tmp_path, OLD)
    assert tree(tmp_path) == OLD


def test_what_a_killed_build_left_is_removed(tmp_path):
    publish(tmp_path, OLD)
    stages = []

    def made():
        stages.extend((tmp_path / ".sitegen").glob("*.next"))
        raise KeyboardInterrupt
        yield

    with pytest.raises(KeyboardInterrupt):
        output_of(tmp_path).publish(Todo({"index.html": "changed"}, (), ()), {}, made())
    (stage,) = stages
    (stage / "left").mkdir(parents=True)
    assert publish(tmp_path, {**OLD, "left": "New."}).write == {"left": "new"}
    assert tree(tmp_path) == {**OLD, "left": "New."}
    assert litter(tmp_path) == set()


def test_two_folders_of_one_archive_know_nothing_of_each_other(tmp_path):
    publish(tmp_path, {"a": "A."}, name="one")
    publish(tmp_path, {"b": "B."}, name="two")
    assert (tree(tmp_path, "one"), tree(tmp_path, "two")) == ({"a": "A."}, {"b": "B."})
    assert output_of(tmp_path, "one").manifest.keys() == {"a"}


def add(root, path):
    """Publish what is there and one file more."""
    output = output_of(root)
    with output.locked():
        wanted = {one: Wanted(known.key) for one, known in output.manifest.items()} | {path: Wanted(path)}
        todo = plan(wanted, output.manifest, output.on_disk())
        output.publish(todo, wanted, ((one, one.encode()) for one in todo.write))


def test_threads_at_once_wait_and_see_what_the_others_did(tmp_path):
    paths = [f"{number}/index.html" for number in range(24)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda path: add(tmp_path, path), paths))
    assert tree(tmp_path) == {path: path for path in paths}


TAKE = "import fcntl, sys; fcntl.flock(open(sys.argv[1], 'w'), fcntl.LOCK_EX | fcntl.LOCK_NB)"


def test_another_process_can_not_have_a_folder_that_is_open(tmp_path):
    output = output_of(tmp_path)
    with output.locked():
        (lock,) = (tmp_path / ".sitegen").glob("*.lock")
        command = [sys.executable, "-c", TAKE, str(lock)]
        refused = subprocess.run(command, capture_output=True, text=True, check=False)
        assert "BlockingIOError" in refused.stderr
    subprocess.run(command, check=True)


def test_a_folder_is_free_again_after_a_failure(tmp_path):
    with pytest.raises(RuntimeError), output_of(tmp_path).locked():
        raise RuntimeError
    publish(tmp_path, OLD)
    assert tree(tmp_path) == OLD
