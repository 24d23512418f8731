"""What to do now, with reasons: a pure comparison of keys with the manifest."""

from __future__ import annotations

from collections.abc import Mapping, Set

import msgspec


class Wanted(msgspec.Struct, frozen=True):
    """An output to be: its key, the file that it comes from ("" for many), its reach.

    The reach is the digest of all that it may see, or "": as long as it stays, the key does.
    """

    key: str
    source: str = ""
    reach: str = ""


class Written(msgspec.Struct, frozen=True, array_like=True):
    """A file that we own: the key it was made by, its size and time on disk (ns), the file it comes from, its reach."""

    key: str
    size: int
    time: int
    source: str = ""
    reach: str = ""


class Todo(msgspec.Struct, frozen=True):
    """The output paths to write with the reason, to keep, and to remove."""

    write: dict[str, str]
    keep: tuple[str, ...]
    remove: tuple[str, ...]


def plan(
    wanted: Mapping[str, Wanted],
    manifest: Mapping[str, Written],
    on_disk: Mapping[str, tuple[int, int]],
    held: Set[str] = frozenset(),
) -> Todo:
    """Compare what is wanted with the manifest, and the manifest with the sizes and times on disk.

    `held` are paths that nothing makes now and that stay all the same.
    """
    write: dict[str, str] = {}
    keep = []
    for path, one in wanted.items():
        known = manifest.get(path)
        if known is None:
            write[path] = "new"
        elif path not in on_disk:
            write[path] = "missing"
        elif on_disk[path] != (known.size, known.time):
            write[path] = "altered"
        elif known.key != one.key:
            write[path] = "changed"
        else:
            keep.append(path)
    held = held & manifest.keys() & on_disk.keys()
    remove = tuple(sorted(path for path in manifest if path not in wanted and path not in held))
    return Todo(write, (*keep, *sorted(held)), remove)
