"""A sidecar on disk, replaced at once or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path


def write_sidecar(path: Path, text: str, was: bytes | None) -> None:
    """Put a text in the place of the bytes that a file had, or of none, at once or not at all.

    Raises FileExistsError where the file is not what it was any more.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix="~")
    try:
        with open(handle, "wb") as out:
            out.write(text.encode())
            out.flush()
            os.fsync(out.fileno())
        if (path.read_bytes() if path.exists() else None) != was or path.is_symlink():
            raise FileExistsError(f"{path} has changed meanwhile")
        os.chmod(name, path.stat().st_mode & 0o777 if was is not None else 0o644)
        os.replace(name, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)
