"""Material for MkDocs, from PyPI. Lists and feeds are made by a hook; it does not link terms."""

from __future__ import annotations

import json
from pathlib import Path

from bench.archive import Archive
from bench.peers import Generator, Site, copied, python_with, run

REQUIREMENT = "mkdocs-material==9.8.2"


def mkdocs(cache: Path) -> Generator:
    """Material for MkDocs, installed into the cache if need be. Raises MissingError."""
    python = python_with(cache, REQUIREMENT) / "bin" / "python"
    listed = json.loads(run(python, "-m", "pip", "list", "--format", "json", "--disable-pip-version-check"))
    version = next(package["version"] for package in listed if package["name"] == "mkdocs-material")

    def site(archive: Archive, source: Path, folder: Path) -> Site:
        copied("mkdocs", folder)
        (folder / "docs" / "articles").symlink_to(source.resolve() / "content")
        command = (str(python), "-m", "mkdocs", "build", "--quiet")
        return Site(folder, command, folder / "public", (folder / "public",))

    return Generator("MkDocs Material", version, False, site)
