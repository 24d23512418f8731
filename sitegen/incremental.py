"""What to do now, with reasons: a pure comparison of keys with the manifest."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec


class Written(msgspec.Struct, frozen=True, array_like=True):
    """A file that we own: the key it was made by, and its size and time on disk (ns)."""

    key: str
    size: int
    time: int


class Todo(msgspec.Struct, frozen=True):
    """The output paths to write with the reason, to keep, and to remove."""

    write: dict[str, str]
    keep: tuple[str, ...]
    remove: tuple[str, ...]


def plan(keys: Mapping[str, str], manifest: Mapping[str, Written], on_disk: Mapping[str, tuple[int, int]]) -> Todo:
    """Compare wanted keys with the manifest, and the manifest with the sizes and times on disk."""
    write: dict[str, str] = {}
    keep = []
    for path, key in keys.items():
        known = manifest.get(path)
        if known is None:
            write[path] = "new"
        elif path not in on_disk:
            write[path] = "missing"
        elif on_disk[path] != (known.size, known.time):
            write[path] = "altered"
        elif known.key != key:
            write[path] = "changed"
        else:
            keep.append(path)
    remove = tuple(sorted(path for path in manifest if path not in keys))
    return Todo(write, tuple(keep), remove)
