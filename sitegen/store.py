"""The store: results of pure stages by the digest of their input. Disposable at any time."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

SCHEMA = "CREATE TABLE IF NOT EXISTS results (key BLOB PRIMARY KEY, value BLOB NOT NULL, digest BLOB NOT NULL)"


class Store:
    """Bytes by key in one SQLite file. A value that is not what was put there counts as absent."""

    def __init__(self, path: Path | None) -> None:
        self._connection = _connect(path)
        self._used: set[str] = set()

    def get(self, key: str) -> bytes | None:
        """The bytes under a key, or None."""
        self._used.add(key)
        query = "SELECT value, digest FROM results WHERE key = ?"
        with contextlib.suppress(sqlite3.DatabaseError):
            row = self._connection.execute(query, (bytes.fromhex(key),)).fetchone()
            if row is not None and _digest(row[0]) == row[1]:
                return bytes(row[0])
        return None

    def keep(self, key: str) -> None:
        """Count a key as asked for, without reading what it has."""
        self._used.add(key)

    def put(self, key: str, value: bytes) -> None:
        """Keep bytes under a key."""
        self._used.add(key)
        with contextlib.suppress(sqlite3.DatabaseError):
            row = (bytes.fromhex(key), value, _digest(value))
            self._connection.execute("INSERT OR REPLACE INTO results VALUES (?, ?, ?)", row)

    def close(self, *, forget_unused: bool) -> None:
        """Write everything down; drop what no one asked for since the store was opened."""
        with contextlib.suppress(sqlite3.DatabaseError):
            if forget_unused:
                stale = [row for row in self._keys() if row[0].hex() not in self._used]
                self._connection.executemany("DELETE FROM results WHERE key = ?", stale)
            self._connection.commit()
        self._connection.close()

    def _keys(self) -> Iterator[tuple[bytes]]:
        yield from self._connection.execute("SELECT key FROM results").fetchall()


def _digest(value: bytes) -> bytes:
    return hashlib.blake2b(value, digest_size=16).digest()


def _connect(path: Path | None) -> sqlite3.Connection:
    if path is None:
        connection = sqlite3.connect(":memory:")
        connection.execute(SCHEMA)
        return connection
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _open(path)
    except sqlite3.DatabaseError:
        # The cache is disposable: one that can't be read is made anew.
        for name in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
            name.unlink(missing_ok=True)
        return _open(path)


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, check_same_thread=False)
    try:
        connection.execute("PRAGMA page_size=16384")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute(SCHEMA)
        connection.execute("SELECT count(*) FROM results").fetchone()
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection
