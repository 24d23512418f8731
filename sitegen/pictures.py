"""Pictures beside articles: which there are, and how large."""

from __future__ import annotations

import io
from collections.abc import Iterable

from sitegen.discover import Source, read_source


class Pictures:
    """The pictures of a content folder by path. One is looked at when an article uses it, and once in a build."""

    def __init__(self, pictures: Iterable[Source]) -> None:
        self._pictures = {one.path: one for one in pictures}
        self._sizes: dict[str, tuple[int, int]] = {}

    def __contains__(self, path: str) -> bool:
        return path in self._pictures

    def digest(self, path: str) -> str:
        """The digest of a picture, "" for one that can't be read."""
        return self._pictures[path].digest

    def size(self, path: str) -> tuple[int, int]:
        """Width and height in pixels as its header has them, zeros for one that says neither. Raises ChangedError."""
        if path not in self._sizes:
            source = self._pictures[path]
            self._sizes[path] = _size(read_source(source).data) if source.digest else (0, 0)
        return self._sizes[path]


def _size(data: bytes) -> tuple[int, int]:
    # It brings a client for the web along; few builds have a new picture.
    import imagesize

    try:
        width, height = imagesize.get(io.BytesIO(data))
    except (ValueError, OSError):
        return 0, 0
    return (int(width), int(height)) if 0 < width < 100_000 and 0 < height < 100_000 else (0, 0)
