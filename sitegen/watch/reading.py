"""Which files a build reads, and which are scratch that editors leave beside them."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from sitegen.config import Archive

_CONFIGURATION = ("sitegen.toml", "pyproject.toml")
_ENDINGS = ("~", ".swp", ".swx", ".tmp", "___", ".crswap", ".part")


class Reading(msgspec.Struct, frozen=True):
    """What a build reads: files and links at the root, and folders with all that is in them."""

    root: Path
    files: tuple[str, ...]
    folders: tuple[Path, ...]

    def has(self, path: str) -> bool:
        """Whether a build reads the file or folder at an absolute path."""
        if path in self.files:
            return True
        for folder in self.folders:
            if f"{path}/".startswith(f"{folder}/"):
                return not any(is_scratch(name) for name in path[len(str(folder)) :].split(os.sep) if name)
        return False

    def shown(self, path: str) -> str:
        """A path as people name it: from the archive's folder, where it is in there."""
        return os.path.relpath(path, self.root) if path.startswith(f"{self.root}/") else path


def reading_of(archive: Archive) -> Reading:
    """What a build of an archive reads. Of the theme, only what an archive has of its own."""
    folders = (archive.content.resolve(), archive.root / "templates", archive.root / "static")
    # Where the content folder is a link, another may take its place.
    files = (*(str(archive.root / name) for name in _CONFIGURATION), os.path.normpath(archive.content))
    return Reading(archive.root, files, folders)


def is_scratch(name: str) -> bool:
    """Whether a name is one that editors and tools give to what no one is meant to read."""
    return name.startswith((".", "#")) or name.endswith(_ENDINGS) or name == "4913"
