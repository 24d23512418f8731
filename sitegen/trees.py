"""Trees of files beside an output folder: one is staged, exchanged for the folder at once, and is then the next stage.

Files that stay are hard links into both trees, so that a tree which is one publication behind is brought up to date by
what changed since, and not by what is there.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import stat
from collections.abc import Iterable, Mapping, Set
from pathlib import Path
from typing import NamedTuple

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class Held(NamedTuple):
    """What a folder holds: the inode of each regular file by its path, and what is neither file nor folder."""

    files: dict[str, int]
    odd: list[str]


def held_in(folder: Path) -> Held:
    """What a folder holds, by paths relative to it."""
    found = Held({}, [])
    if folder.is_dir():
        _look_through(str(folder), "", found)
    return found


def _look_through(folder: str, prefix: str, found: Held) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            path = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                _look_through(entry.path, f"{path}/", found)
            elif entry.is_file(follow_symlinks=False):
                found.files[path] = entry.inode()
            else:
                found.odd.append(path)


def stage_anew(stage: Path, source: Path, kept: Iterable[str]) -> None:
    """Make a tree of some files of another."""
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True)
    _link_all(stage, source, kept)


def bring_up(stage: Path, source: Path, there: Set[str], kept: Mapping[str, int]) -> None:
    """Make a tree that holds the files `there` one of some files of another on the same file system.

    `kept` has the inodes of these; what is the same file already stays.
    """
    gone = [path for path in there if path not in kept]
    for path in gone:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(os.path.join(stage, path))
    for path in gone:
        _remove_empty(str(stage), path.rpartition("/")[0])
    _link_all(stage, source, (path for path, inode in kept.items() if _inode_of(f"{stage}/{path}") != inode))


def _inode_of(path: str) -> int:
    """The inode of a file, -1 where there is none."""
    try:
        return os.lstat(path).st_ino
    except OSError:
        return -1


def _remove_empty(stage: str, folder: str) -> None:
    while folder:
        try:
            os.rmdir(os.path.join(stage, folder))
        except OSError:
            return
        folder = folder.rpartition("/")[0]


def _link_all(stage: Path, source: Path, paths: Iterable[str]) -> None:
    folders = {""}
    for path in paths:
        make_folder(str(stage), path.rpartition("/")[0], folders)
        link(f"{source}/{path}", f"{stage}/{path}")


def make_folder(stage: str, folder: str, made: set[str]) -> None:
    """A folder in a tree with those above it; `made` has those that are known to be there."""
    if folder in made:
        return
    make_folder(stage, folder.rpartition("/")[0], made)
    with contextlib.suppress(FileExistsError):
        os.mkdir(f"{stage}/{folder}")
    made.add(folder)


def link(source: str, target: str) -> None:
    """The same file in another place, in place of what is there; a copy where there are no hard links."""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(target)
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


class Twin:
    """A tree of hard links to the files of another, made file by file as they are written; None is for no tree."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._made = {""}
        if folder is not None:
            folder.mkdir(parents=True)

    def add(self, tree: str, path: str) -> None:
        """Add a file of the other tree. Where that can't be done there is no twin from then on."""
        if self._folder is None:
            return
        try:
            make_folder(str(self._folder), path.rpartition("/")[0], self._made)
            os.link(f"{tree}/{path}", f"{self._folder}/{path}")
        except OSError:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def put(self, place: Path) -> bool:
        """Put the tree in a place where nothing is; says whether there is one."""
        if self._folder is not None:
            self._folder.rename(place)
        return self._folder is not None


def write_file(target: str, data: bytes) -> os.stat_result:
    """A new file, with modes that do not depend on the umask."""
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o644)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        state = os.fstat(handle)
        if stat.S_IMODE(state.st_mode) != 0o644 and hasattr(os, "fchmod"):
            os.fchmod(handle, 0o644)
    except OSError as failure:
        raise OSError(failure.errno, failure.strerror, target) from None
    finally:
        os.close(handle)
    return state


def exchange(stage: Path, destination: Path) -> bool:
    """Put a staged tree in a folder's place; says whether the old tree is now where the stage was."""
    if not destination.exists():
        stage.rename(destination)
        return False
    if not _swap(stage, destination):
        old = stage.with_suffix(".old")
        shutil.rmtree(old, ignore_errors=True)
        destination.rename(old)
        stage.rename(destination)
        old.rename(stage)
    return True


def _swap(first: Path, second: Path) -> bool:
    """Exchange two folders in one step (renameat2 of Linux); False where that can't be done."""
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    done = call(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE)
    if done and ctypes.get_errno() not in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(second))
    return not done
