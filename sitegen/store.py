"""The store: results of pure stages by the digest of their input. Disposable at any time."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

GROUP = 500
LARGEST_BATCH = 32 * 1024 * 1024
SCHEMA = "CREATE TABLE IF NOT EXISTS results (key BLOB PRIMARY KEY, value BLOB NOT NULL, digest BLOB NOT NULL)"

# What keeps a file from being opened although nothing is wrong with it; another program may be using it.
_NOT_BROKEN = frozenset(
    [
        sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY,
    ]
)  # fmt: skip


class LostError(Exception):
    """A value that was put into the store and is not there any more, or not as it was."""


class Stored(NamedTuple):
    """Bytes from the store, with their digest (BLAKE2b, 128 bits)."""

    value: bytes
    digest: bytes


class Store:
    """Bytes by key in one SQLite file. A value that is not what was put there counts as absent.

    Values are written down in batches; what another process puts there meanwhile is not seen. Threads may share it.
    """

    def __init__(self, path: Path | None) -> None:
        self._lock = threading.RLock()
        self._connection, self._stored = _connect(path)
        # What was there when the store was opened and no one has asked for.
        self._unused = set(self._stored)
        self._waiting: dict[bytes, Stored] = {}
        self._waiting_size = 0

    def get(self, key: str) -> bytes | None:
        """The bytes under a key, or None."""
        name = bytes.fromhex(key)
        with self._lock:
            found = self._waiting_among([name]) or self._stored_among([name])
        self._unused.difference_update(found)
        return bytes(found[name].value) if name in found else None

    def get_each(self, keys: Sequence[str]) -> Iterator[Stored | None]:
        """What is under each key, faster than one by one; a group at a time is held in memory."""
        for start in range(0, len(keys), GROUP):
            names = [bytes.fromhex(key) for key in keys[start : start + GROUP]]
            with self._lock:
                found = self._waiting_among(names) | self._stored_among(names)
            self._unused.difference_update(found)
            yield from (found.get(name) for name in names)

    def _waiting_among(self, names: Sequence[bytes]) -> dict[bytes, Stored]:
        return {name: self._waiting[name] for name in names if name in self._waiting}

    def _stored_among(self, names: Sequence[bytes]) -> dict[bytes, Stored]:
        wanted = [name for name in names if name in self._stored and name not in self._waiting]
        query = f"SELECT key, value, digest FROM results WHERE key IN ({', '.join('?' * len(wanted))})"
        with contextlib.suppress(sqlite3.DatabaseError):
            rows = self._connection.execute(query, wanted) if wanted else ()
            return {name: Stored(value, digest) for name, value, digest in rows if _digest(value) == digest}
        return {}

    def holds(self, key: str) -> bool:
        """Whether there is something under a key, without reading it; that counts as asking for it."""
        name = bytes.fromhex(key)
        held = name in self._waiting or name in self._stored
        if held:
            self._unused.discard(name)
        return held

    def need(self, key: str) -> bytes:
        """The bytes under a key that something else in the store names. Raises LostError."""
        value = self.get(key)
        if value is None:
            raise LostError(key)
        return value

    def need_each(self, keys: Sequence[str]) -> Iterator[bytes]:
        """The bytes under each key, as `need` gives them, faster than one by one."""
        for key, found in zip(keys, self.get_each(keys), strict=True):
            if found is None:
                raise LostError(key)
            yield found.value

    def keep(self, keys: Iterable[str]) -> None:
        """Count keys as asked for, without reading what they have."""
        self._unused.difference_update(map(bytes.fromhex, keys))

    def clear(self) -> None:
        """Forget everything."""
        with self._lock, contextlib.suppress(sqlite3.DatabaseError), self._connection:
            self._waiting, self._waiting_size = {}, 0
            self._stored.clear()
            self._unused.clear()
            self._connection.execute("DELETE FROM results")

    def put(self, key: str, value: bytes, digest: bytes | None = None) -> None:
        """Keep bytes under a key; whoever knows their digest can spare the store to work it out."""
        name = bytes.fromhex(key)
        self._unused.discard(name)
        stored = Stored(value, digest or _digest(value))
        with self._lock:
            self._waiting[name] = stored
            self._waiting_size += len(value)
            if self._waiting_size > LARGEST_BATCH:
                self.write_down()

    def close(self, *, forget_unused: bool) -> None:
        """Write everything down, and close the file; see `write_down`."""
        with self._lock:
            self.write_down(forget_unused=forget_unused)
            self._connection.close()

    def write_down(self, *, forget_unused: bool = False) -> None:
        """Write down what was put since the last time, so that it need not be held in memory.

        `forget_unused` drops what was there when the store was opened and no one has asked for since.
        """
        with self._lock:
            # In the order of the index, each of its pages is written to once.
            rows = ((name, *self._waiting[name]) for name in sorted(self._waiting))
            stale = sorted(self._unused) if forget_unused else ()
            self._waiting_size = 0
            try:
                with self._connection:
                    self._connection.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?)", rows)
                    self._connection.executemany("DELETE FROM results WHERE key = ?", ((name,) for name in stale))
            except sqlite3.DatabaseError:
                # On a full disk what this build still needs stays in memory.
                return
            self._stored.update(self._waiting)
            self._stored.difference_update(stale)
            self._unused.difference_update(stale)
            self._waiting = {}


def _digest(value: bytes) -> bytes:
    return hashlib.blake2b(value, digest_size=16).digest()


def _connect(path: Path | None) -> tuple[sqlite3.Connection, set[bytes]]:
    """A connection, and the keys that are there. Where no file can be had, memory serves."""
    if path is None:
        return _in_memory()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _open(path)
    except OSError:
        return _in_memory()
    except sqlite3.DatabaseError as failure:
        if (failure.sqlite_errorcode & 0xFF) in _NOT_BROKEN:
            return _in_memory()
    # The cache is disposable: one that can't be read is made anew.
    for ending in ("", "-journal", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    return _open(path)


def _in_memory() -> tuple[sqlite3.Connection, set[bytes]]:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.execute(SCHEMA)
    return connection, set()


def _open(path: Path) -> tuple[sqlite3.Connection, set[bytes]]:
    connection = sqlite3.connect(path, check_same_thread=False)
    try:
        connection.execute("PRAGMA page_size=16384")
        # A log would have every new page written twice. Batches are short, so no one waits long.
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute(SCHEMA)
        return connection, {name for (name,) in connection.execute("SELECT key FROM results")}
    except sqlite3.DatabaseError:
        connection.close()
        raise
