"""sitegen itself, out of this checkout."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from bench.archive import Archive
from bench.peers import Generator, Preview, Site
from sitegen import __version__

ROOT = Path(__file__).parents[2]


def ours() -> Generator:
    """sitegen with the Python that runs this."""
    return Generator("sitegen", __version__, True, set_up, preview)


def set_up(archive: Archive, source: Path, folder: Path) -> Site:
    """An archive as it is: what is built stands beside it."""
    command = (sys.executable, "-m", "sitegen", "-C", str(source.resolve()), "build")
    # `-m` looks into the current folder first.
    return Site(ROOT, command, source / "_site", (source / "_site", source / ".sitegen"))


def preview(archive: Archive, source: Path, folder: Path, port: int) -> Preview:
    """The preview of an archive, which has the base template as its own so that it can be edited."""
    template = source / "templates" / "base.html"
    template.parent.mkdir(exist_ok=True)
    shutil.copy(ROOT / "templates" / "base.html", template)
    command = (sys.executable, "-u", "-m", "sitegen", "-C", str(source.resolve()), "serve", "-p", str(port))
    return Preview(ROOT, command, r"Serving (\S+)", template)
