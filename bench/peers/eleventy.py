"""Eleventy, from npm. The archive is a linked folder of its input; terms are linked on the tokens of markdown-it."""

from __future__ import annotations

import json
from pathlib import Path

from bench.archive import Archive
from bench.peers import Generator, MissingError, Site, copied, run

REQUIREMENT = "@11ty/eleventy@3.1.8"


def eleventy(cache: Path) -> Generator:
    """Eleventy, installed into the cache if need be. Raises MissingError."""
    packages = cache / "eleventy"
    command = packages / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
    if not command.is_file():
        packages.mkdir(parents=True, exist_ok=True)
        run("npm", "install", "--prefix", packages, "--no-fund", "--no-audit", "--no-save", REQUIREMENT)
    if not command.is_file():
        raise MissingError(f"npm did not install {REQUIREMENT}")
    version = json.loads((command.parent / "package.json").read_text())["version"]

    def site(archive: Archive, source: Path, folder: Path) -> Site:
        copied("eleventy", folder)
        content = source.resolve() / "content"
        (folder / "content" / "articles").symlink_to(content)
        settings = {"packages": str(packages.resolve()), "content": str(content), "links": archive.glossary}
        (folder / "driver.json").write_text(json.dumps(settings))
        made = (folder / "public", folder / ".cache")
        return Site(folder, ("node", str(command.resolve()), "--quiet"), folder / "public", made)

    return Generator("Eleventy", version, True, site)
