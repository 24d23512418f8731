"""The output folder: a staged tree is exchanged for the old one at once.

Only files in the manifest are ever replaced or removed; other files in the folder are carried over,
links are not. The manifest and the lock are in the archive's `.sitegen` folder.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import hashlib
import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path

import msgspec

from sitegen.incremental import Todo, Wanted, Written
from sitegen.problems import ProblemError
from sitegen.reader import read_bytes

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class DestinationError(Exception):
    """An output folder that is not ours to write."""


class Output:
    """An output folder with its manifest, under a lock while it is open."""

    def __init__(self, destination: Path, state: Path) -> None:
        self.destination = destination
        name = hashlib.blake2b(str(destination.resolve()).encode(), digest_size=8).hexdigest()
        self._manifest_file = state / f"{name}.manifest.json"
        self._lock_file = state / f"{name}.lock"
        self._stage = destination.parent / f".{destination.name}.{name}.next"
        self.manifest = self._read_manifest()

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder alone; wait for another build of it to end."""
        self._lock_file.parent.mkdir(parents=True, exist_ok=True)
        with self._lock_file.open("w") as lock:
            _lock(lock.fileno())
            self.manifest = self._read_manifest()
            yield

    def check(self, *, content: Path, root: Path) -> None:
        """Refuse a folder that holds sources, or files of someone else. Raises DestinationError."""
        here = self.destination.resolve()
        sources = [folder.resolve() for folder in (content, root / "templates", root / "static")]
        for source in (*sources, root.resolve(), Path.home().resolve()):
            if here == source or here in source.parents or (source in sources and source in here.parents):
                raise DestinationError(f"{self.destination} holds more than output; name a folder of its own")
        if self.destination.is_symlink():
            raise DestinationError(f"{self.destination} is a link; name the folder itself")
        if self.destination.exists() and not self.destination.is_dir():
            raise DestinationError(f"{self.destination} is not a folder; move it away, or name another")
        if not self.manifest and self.destination.exists() and any(self.destination.iterdir()):
            raise DestinationError(
                f"{self.destination} is not empty and was not made by sitegen here; empty it, or name another folder"
            )

    def on_disk(self) -> dict[str, tuple[int, int]]:
        """Size and time (ns) of each regular file of the manifest that is there."""
        found = {}
        here = str(self.destination)
        for path in self.manifest:
            try:
                state = os.lstat(os.path.join(here, path))
            except OSError:
                continue
            if stat.S_ISREG(state.st_mode):
                found[path] = (state.st_size, state.st_mtime_ns)
        return found

    def read(self, path: str) -> bytes | None:
        """The bytes of a file of ours, or None if it is not there."""
        if path not in self.manifest:
            return None
        try:
            return read_bytes(self.destination / path, path)
        except ProblemError:
            return None

    def publish(self, todo: Todo, wanted: Mapping[str, Wanted], made: Iterable[tuple[str, bytes | None]]) -> None:
        """Stage the new tree and exchange it for the old one.

        `made` gives each path of `todo.write` with its bytes, or with None for a file that can't be made: the one
        that is there stays. Nothing is touched if it fails. Raises DestinationError where something that is not
        ours is in the way.
        """
        # What a killed build left is of no use to anyone.
        shutil.rmtree(self._stage, ignore_errors=True)
        if not todo.write and not todo.remove:
            return
        self._refuse_what_is_in_the_way(todo)
        # Published files and folders are for everyone to read, whatever the umask.
        umask = os.umask(0o022)
        try:
            self._carry_over(todo)
            written = {path: self.manifest[path] for path in todo.keep}
            stage = str(self._stage)
            folders = {""}
            for path, data in made:
                _make_folder(stage, path.rpartition("/")[0], folders)
                if data is not None:
                    written[path] = _write(os.path.join(stage, path), data, wanted[path])
                elif path in self.manifest and os.path.isfile(self.destination / path):
                    _link(str(self.destination / path), os.path.join(stage, path))
                    written[path] = self.manifest[path]
            # A kill on either side of the exchange finds every file of both trees in the manifest; those that are
            # not on disk as it says are written anew or removed.
            self._write_manifest({path: self.manifest[path] for path in todo.remove} | written)
        except BaseException:
            shutil.rmtree(self._stage, ignore_errors=True)
            raise
        finally:
            os.umask(umask)
        self._exchange()
        if todo.remove:
            self._write_manifest(written)

    def _refuse_what_is_in_the_way(self, todo: Todo) -> None:
        gone = frozenset(todo.remove)
        free = {""}
        for path in todo.write:
            mode = self._mode(path)
            taken = self._has_others_in(path, gone) if stat.S_ISDIR(mode) else mode and path not in self.manifest
            if taken:
                raise self._in_the_way(path)
            folder = path.rpartition("/")[0]
            while folder not in free:
                free.add(folder)
                mode = self._mode(folder)
                # Links are left behind.
                if mode and not stat.S_ISDIR(mode) and not stat.S_ISLNK(mode) and folder not in gone:
                    raise self._in_the_way(folder)
                folder = folder.rpartition("/")[0]

    def _mode(self, path: str) -> int:
        """What is at a path of the folder, 0 for nothing."""
        try:
            return os.lstat(self.destination / path).st_mode
        except OSError:
            return 0

    def _has_others_in(self, folder: str, gone: Set[str]) -> bool:
        files = (path for path in (self.destination / folder).rglob("*") if path.is_symlink() or not path.is_dir())
        return any(path.relative_to(self.destination).as_posix() not in gone for path in files)

    def _in_the_way(self, path: str) -> DestinationError:
        there = self.destination / path
        return DestinationError(f"{there} was not made by sitegen and is in the way; move it elsewhere")

    def _carry_over(self, todo: Todo) -> None:
        self._stage.mkdir(parents=True)
        replaced = set(todo.write) | set(todo.remove)
        if not self.destination.is_dir():
            return
        for folder, folders, files in os.walk(self.destination):
            folders.sort()
            inside = os.path.relpath(folder, self.destination)
            kept = []
            for name in files:
                path = name if inside == "." else f"{inside}/{name}".replace(os.sep, "/")
                source = os.path.join(folder, name)
                if path not in replaced and not os.path.islink(source):
                    kept.append((source, path))
            if kept:
                (self._stage / inside).mkdir(parents=True, exist_ok=True)
            for source, path in kept:
                _link(source, str(self._stage / path))

    def _exchange(self) -> None:
        if not self.destination.exists():
            self._stage.rename(self.destination)
            return
        if not _swap(self._stage, self.destination):
            old = self._stage.with_suffix(".old")
            shutil.rmtree(old, ignore_errors=True)
            self.destination.rename(old)
            self._stage.rename(self.destination)
            shutil.rmtree(old, ignore_errors=True)
        shutil.rmtree(self._stage, ignore_errors=True)

    def _read_manifest(self) -> dict[str, Written]:
        try:
            return msgspec.json.decode(self._manifest_file.read_bytes(), type=dict[str, Written])
        except (OSError, msgspec.DecodeError):
            return {}

    def _write_manifest(self, written: Mapping[str, Written]) -> None:
        self._manifest_file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._manifest_file.with_suffix(".new")
        fresh.write_bytes(msgspec.json.encode(dict(sorted(written.items()))))
        fresh.replace(self._manifest_file)


def _make_folder(stage: str, folder: str, made: set[str]) -> None:
    """A folder in the stage with those above it; `made` has those that are known to be there."""
    if folder in made:
        return
    _make_folder(stage, folder.rpartition("/")[0], made)
    with contextlib.suppress(FileExistsError):
        os.mkdir(os.path.join(stage, folder))
    made.add(folder)


def _write(target: str, data: bytes, wanted: Wanted) -> Written:
    """A new file with modes that do not depend on the umask."""
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
    return Written(wanted.key, state.st_size, state.st_mtime_ns, wanted.source)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _lock(handle: int) -> None:
    try:
        import fcntl
    except ImportError:
        return
    fcntl.flock(handle, fcntl.LOCK_EX)


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
