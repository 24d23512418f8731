"""Pictures beside articles: which there are, and how large."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

import imagesize

from sitegen.problems import ProblemError
from sitegen.reader import read_bytes


class Pictures:
    """The pictures of a content folder by path. One is looked at when an article uses it, and once in a build."""

    def __init__(self, content: Path, paths: Iterable[str]) -> None:
        self._content = content
        self._paths = frozenset(paths)
        self._sizes: dict[str, tuple[int, int]] = {}

    def __contains__(self, path: str) -> bool:
        return path in self._paths

    def size(self, path: str) -> tuple[int, int]:
        """Width and height in pixels as its header has them; zeros for one that can't be read or says neither."""
        if path not in self._sizes:
            self._sizes[path] = _size(self._content / path, path)
        return self._sizes[path]


def _size(path: Path, name: str) -> tuple[int, int]:
    try:
        width, height = imagesize.get(io.BytesIO(read_bytes(path, name)))
    except (ProblemError, ValueError, OSError):
        return 0, 0
    return (int(width), int(height)) if 0 < width < 100_000 and 0 < height < 100_000 else (0, 0)
