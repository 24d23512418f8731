"""The output folder: a staged tree is exchanged for the old one at once.

Only files in the manifest are ever replaced or removed; other files in the folder are carried over,
links are not. The manifest, the lock and, where it can be, the stage are in the archive's `.sitegen` folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from pathlib import Path

import msgspec

from sitegen.incremental import Todo, Wanted, Written
from sitegen.problems import ProblemError
from sitegen.reader import read_bytes
from sitegen.trees import Twin, bring_up, exchange, held_in, link, make_folder, stage_anew, write_file


class DestinationError(Exception):
    """An output folder that is not ours to write."""


class Output:
    """An output folder with its manifest, under a lock while it is open.

    `standing_file` is for whoever publishes to say what stands there; a publication begins by removing it.
    """

    def __init__(self, destination: Path, state: Path) -> None:
        self.destination = destination
        name = hashlib.blake2b(str(destination.resolve()).encode(), digest_size=8).hexdigest()
        self._manifest_file = state / f"{name}.manifest.json"
        self._lock_file = state / f"{name}.lock"
        self._stage = _stage_of(destination, state, name)
        self._stage_file = state / f"{name}.stage"
        self.standing_file = state / f"{name}.standing"
        self.manifest = self._read_manifest()

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder alone; wait for another build of it to end.

        Raises DestinationError where the file system has no locks.
        """
        self._lock_file.parent.mkdir(parents=True, exist_ok=True)
        with self._lock_file.open("w") as lock:
            try:
                _lock(lock.fileno())
            except OSError as failure:
                # Builds at once that do not know of one another would leave a site that is none of theirs.
                reason = failure.strerror or str(failure)
                message = f"{self._lock_file} can't be locked: {reason}; keep the archive on a disk of this machine"
                raise DestinationError(message) from None
            try:
                self.manifest = self._read_manifest()
                yield
            finally:
                _unlock(lock.fileno())

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
                state = os.lstat(f"{here}/{path}")
            except OSError:
                continue
            if stat.S_ISREG(state.st_mode):
                found[path] = (state.st_size, state.st_mtime_ns)
        return found

    def is_whole(self) -> bool:
        """Whether every file of ours is there as it was written."""
        on_disk = self.on_disk()
        return all(on_disk.get(path) == (one.size, one.time) for path, one in self.manifest.items())

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
        if not todo.write and not todo.remove:
            return
        self._refuse_what_is_in_the_way(todo)
        # Published files and folders are for everyone to read, whatever the umask.
        umask = os.umask(0o022)
        try:
            held = held_in(self.destination)
            others = {path: inode for path, inode in held.files.items() if path not in self.manifest}
            self._prepare_stage({path: held.files[path] for path in todo.keep if path in held.files} | others)
            written = {path: _kept(self.manifest[path], wanted.get(path)) for path in todo.keep}
            folders = {""}
            stage = str(self._stage)
            twin = self._twin()
            for path, data in made:
                make_folder(stage, path.rpartition("/")[0], folders)
                if data is not None:
                    state = write_file(f"{stage}/{path}", data)
                    written[path] = _written(wanted[path], state)
                    twin.add(stage, path)
                elif path in self.manifest and os.path.isfile(self.destination / path):
                    link(str(self.destination / path), f"{stage}/{path}")
                    written[path] = self.manifest[path]
            # A kill on either side of the exchange finds every file of both trees in the manifest; those that are
            # not on disk as it says are written anew or removed.
            self._write_manifest({path: self.manifest[path] for path in todo.remove} | written)
        except BaseException:
            for tree in (self._stage, self._stage.with_suffix(".twin")):
                shutil.rmtree(tree, ignore_errors=True)
            raise
        finally:
            os.umask(umask)
        if exchange(self._stage, self.destination):
            self._keep_stage([*self.manifest, *others, *held.odd])
        elif twin.put(self._stage):
            self._keep_stage([*written])
        if todo.remove:
            self._write_manifest(written)

    def _prepare_stage(self, kept: Mapping[str, int]) -> None:
        """Make the stage a tree of the files that stay: by what changed where it is the tree before the last one."""
        try:
            there = msgspec.msgpack.decode(self._stage_file.read_bytes(), type=frozenset[str])
        except (OSError, msgspec.DecodeError):
            there = None
        # A build that is killed from here on leaves a stage that no one knows anything of.
        self._stage_file.unlink(missing_ok=True)
        self.standing_file.unlink(missing_ok=True)
        if there is None or not self._stage.is_dir():
            stage_anew(self._stage, self.destination, kept)
        else:
            bring_up(self._stage, self.destination, there, kept)

    def _twin(self) -> Twin:
        """A second tree where the first is the first ever, so that the next publication has one to bring up to date."""
        folder = self._stage.with_suffix(".twin")
        # One that a kill has left is of no use.
        shutil.rmtree(folder, ignore_errors=True)
        wanted = self._stage.parent == self._stage_file.parent and not self.destination.exists()
        return Twin(folder if wanted else None)

    def _keep_stage(self, there: Sequence[str]) -> None:
        """Keep the old tree for the next time, where it does not stand in a folder of the user's."""
        if self._stage.parent == self._stage_file.parent:
            self._stage_file.write_bytes(msgspec.msgpack.encode(there))
        else:
            shutil.rmtree(self._stage, ignore_errors=True)

    def _refuse_what_is_in_the_way(self, todo: Todo) -> None:
        if not self.destination.exists():
            return
        gone = frozenset(todo.remove)
        free = {""}
        for path in todo.write:
            mode = self._mode(path)
            taken = self._has_held_in(path, gone) if stat.S_ISDIR(mode) else mode and path not in self.manifest
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
            return os.lstat(os.path.join(self.destination, path)).st_mode
        except OSError:
            return 0

    def _has_held_in(self, folder: str, gone: Set[str]) -> bool:
        files = (path for path in (self.destination / folder).rglob("*") if path.is_symlink() or not path.is_dir())
        return any(path.relative_to(self.destination).as_posix() not in gone for path in files)

    def _in_the_way(self, path: str) -> DestinationError:
        there = self.destination / path
        return DestinationError(f"{there} was not made by sitegen and is in the way; move it elsewhere")

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


def _written(wanted: Wanted, state: os.stat_result) -> Written:
    return Written(wanted.key, state.st_size, state.st_mtime_ns, wanted.source, wanted.reach)


def _kept(known: Written, wanted: Wanted | None) -> Written:
    """What the manifest has of a file that stays: what it may see may have changed all the same."""
    if wanted is None or wanted.reach == known.reach:
        return known
    return msgspec.structs.replace(known, reach=wanted.reach)


def _stage_of(destination: Path, state: Path, name: str) -> Path:
    """Where a tree is staged: on the file system of the output folder, in the archive's state if that is there."""
    with contextlib.suppress(OSError):
        if _device_of(destination.parent) == _device_of(state):
            return state / f"{name}.next"
    return destination.parent / f".{destination.name}.{name}.next"


def _device_of(folder: Path) -> int:
    """The file system that a folder is on, or will be."""
    while not folder.exists():
        folder = folder.parent
    return folder.stat().st_dev


def _unlock(handle: int) -> None:
    """Let others have the lock, whatever processes were begun meanwhile: they have the same open file."""
    try:
        import fcntl
    except ImportError:
        return
    fcntl.flock(handle, fcntl.LOCK_UN)


def _lock(handle: int) -> None:
    try:
        import fcntl
    except ImportError:
        return
    fcntl.flock(handle, fcntl.LOCK_EX)
