"""What stands in the content folder: sources, sidecars, glossary files, pictures; and which of them changed."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from sitegen.problems import Problem, ProblemError, error, warning
from sitegen.reader import read_bytes

ARTICLES = frozenset({".txt", ".md"})
SIDECARS = frozenset({".yaml", ".yml"})
PICTURES = frozenset({".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp"})
GLOSSARY = "glossary"
KINDS = ("articles", "sidecars", "glossary", "pictures")

# Bytes of sources that are kept from looking to reading; an archive that has more is read twice.
ROOM = 32 * 2**20
# No file system's clock is coarser (FAT's are two seconds), in ns.
TICK = 2_000_000_000
NOTHING: Mapping[str, Signed] = MappingProxyType({})


class Source(msgspec.Struct, frozen=True):
    """A file of the content folder: its path in there (with `/`), its digest, and the file itself.

    The digest is "" for a picture that can't be read. `data` has its bytes where they were read to know the digest, and there was room to keep them.
    """

    path: str
    digest: str
    file: str
    data: bytes | None = None

    @property
    def stem(self) -> str:
        return self.path.rsplit(".", 1)[0]


class Found(msgspec.Struct, frozen=True):
    """A source with its bytes."""

    path: str
    data: bytes
    digest: str

    @property
    def stem(self) -> str:
        return self.path.rsplit(".", 1)[0]

    @property
    def suffix(self) -> str:
        return "." + self.path.rsplit(".", 1)[1].lower()


class Signed(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What tells that a file is unchanged without reading it (times in ns), and its digest."""

    size: int
    modified: int
    changed: int
    inode: int
    digest: str


class Sources(msgspec.Struct, frozen=True):
    """The content folder, each list in the order of the paths.

    `index` has the files that may be taken as unchanged as long as size, times and inode are the same.
    """

    articles: tuple[Source, ...]
    sidecars: tuple[Source, ...]
    glossary: tuple[Source, ...]
    pictures: tuple[Source, ...]
    index: dict[str, Signed]
    problems: tuple[Problem, ...]


class ChangedError(OSError):
    """A source that is no more what it was when the folder was looked at."""


def digest_of(data: bytes) -> str:
    """The digest that names content everywhere: BLAKE2b, 128 bits, in hexadecimal."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def read_source(source: Source) -> Found:
    """A source with its bytes. Raises ChangedError where they are not those that it had."""
    if source.data is not None:
        return Found(source.path, source.data, source.digest)
    try:
        data = read_bytes(source.file, source.path)
    except ProblemError as failure:
        raise ChangedError(errno.EAGAIN, f"changed while it was read: {failure.problem.message}", source.path) from None
    if digest_of(data) != source.digest:
        raise ChangedError(errno.EAGAIN, "changed while it was read", source.path)
    return Found(source.path, data, source.digest)


class _Names(NamedTuple):
    files: list[tuple[str, os.stat_result]]
    problems: list[Problem]


class _Reader:
    """Sources of files, with the bytes of the first so many that had to be read."""

    def __init__(self, content: Path, shown_as: str, known: Mapping[str, Signed], now: int) -> None:
        self._content = str(content)
        self._shown_as = shown_as
        self._known = known
        self._recent = now - TICK
        self._room = ROOM
        self.index: dict[str, Signed] = {}

    def source(self, path: str, state: os.stat_result) -> Source:
        """A file's source. Raises ProblemError for one that can't be read."""
        file = f"{self._content}/{path}"
        signed = self._known.get(path)
        if signed is not None and _is_same(signed, state):
            self.index[path] = signed
            return Source(path, signed.digest, file)
        data = read_bytes(file, f"{self._shown_as}/{path}")
        digest = digest_of(data)
        # A file that is written again within the same tick of the clock keeps its times.
        if max(state.st_mtime_ns, state.st_ctime_ns) < self._recent:
            self.index[path] = Signed(state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino, digest)
        kept = len(data) <= self._room
        self._room -= len(data) if kept else 0
        return Source(path, digest, file, data if kept else None)


def _is_same(signed: Signed, state: os.stat_result) -> bool:
    return (
        signed.modified == state.st_mtime_ns
        and signed.size == state.st_size
        and signed.changed == state.st_ctime_ns
        and signed.inode == state.st_ino
    )


def discover(content: Path, shown_as: str, known: Mapping[str, Signed] = NOTHING, now: int = 0) -> Sources:
    """Look at the content folder. `shown_as` is what problems call it.

    `known` is the index of an earlier time: what it has is not read again. `now` is the time (ns since the epoch);
    files that changed just before it are not put into the index. Names that start with a dot or an underscore, or end
    with `~`, are not content. Links are refused with a warning, files that can't be read with an error.
    """
    names = _Names([], [])
    if not content.is_dir():
        found = error(shown_as, 0, "is not a folder", "create it, or name another as content")
        return Sources((), (), (), (), {}, (found,))
    _list(str(content), "", shown_as, names)
    names.files.sort(key=lambda one: one[0])
    kinds: dict[str, list[Source]] = {kind: [] for kind in KINDS}
    problems = names.problems
    reader = _Reader(content, shown_as, known, now)
    for path, state in names.files:
        if kind := _kind(path):
            try:
                kinds[kind].append(reader.source(path, state))
            except ProblemError as failure:
                if kind == "pictures":
                    # It is no one's concern unless an article uses it.
                    kinds[kind].append(Source(path, "", f"{content}/{path}"))
                else:
                    problems.append(failure.problem)
    groups = {kind: tuple(group) for kind, group in kinds.items()}
    return Sources(**groups, index=reader.index, problems=tuple(problems))


def look_again(sources: Sources, content: Path, shown_as: str, paths: Iterable[str], now: int = 0) -> Sources | None:
    """A content folder after files at some paths in it were saved again, without a look at the rest.

    None where another look at the whole folder is needed: a file came, went, can't be read or is none of content's.
    `now` is as for `discover`.
    """
    kinds = {kind: {one.path: one for one in getattr(sources, kind)} for kind in KINDS}
    reader = _Reader(content, shown_as, sources.index, now)
    for path in sorted(set(paths)):
        known = kinds.get(_kind(path), {})
        if path not in known:
            return None
        try:
            state = os.lstat(content / path)
            if not stat.S_ISREG(state.st_mode):
                return None
            known[path] = reader.source(path, state)
        except (OSError, ProblemError):
            return None
    fresh = {kind: tuple(known.values()) for kind, known in kinds.items()}
    return msgspec.structs.replace(sources, index=sources.index | reader.index, **fresh)


def _kind(path: str) -> str:
    """What a file is by its name; "" for one that is nothing to us."""
    suffix = os.path.splitext(path)[1].lower()
    if suffix in PICTURES:
        return "pictures"
    if path.startswith(f"{GLOSSARY}/"):
        return "glossary" if suffix in SIDECARS else ""
    if suffix in ARTICLES:
        return "articles"
    return "sidecars" if suffix in SIDECARS else ""


def read_index(file: Path) -> dict[str, Signed]:
    """The index of an earlier build; empty where there is none that can be read."""
    try:
        return msgspec.msgpack.decode(file.read_bytes(), type=dict[str, Signed])
    except (OSError, msgspec.DecodeError):
        return {}


def write_index(file: Path, index: Mapping[str, Signed]) -> None:
    """Write an index down for the next build, which can do without."""
    fresh = file.with_suffix(".new")
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(msgspec.msgpack.encode(index))
        fresh.replace(file)


def _list(folder: str, prefix: str, shown_as: str, names: _Names) -> None:
    try:
        entries = list(os.scandir(folder))
    except OSError as failure:
        place = f"{shown_as}/{prefix}".rstrip("/")
        names.problems.append(error(place, 0, f"can't be listed: {failure.strerror}"))
        return
    for entry in entries:
        name = entry.name
        if name.startswith((".", "_")) or name.endswith("~"):
            continue
        path = prefix + name
        try:
            path.encode()
        except UnicodeEncodeError:
            shown = path.encode("utf-8", "backslashreplace").decode()
            names.problems.append(error(f"{shown_as}/{shown}", 0, "has a name that is not UTF-8", "rename it"))
            continue
        if entry.is_symlink():
            names.problems.append(warning(f"{shown_as}/{path}", 0, "is a link, left out", "put the file itself here"))
        elif entry.is_dir(follow_symlinks=False):
            _list(entry.path, path + "/", shown_as, names)
        elif entry.is_file(follow_symlinks=False):
            with contextlib.suppress(FileNotFoundError):
                names.files.append((path, entry.stat(follow_symlinks=False)))
        elif os.path.splitext(name)[1].lower() in ARTICLES | SIDECARS | PICTURES:
            names.problems.append(error(f"{shown_as}/{path}", 0, "is not a regular file", "remove it"))
