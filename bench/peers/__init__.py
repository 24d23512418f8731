"""Generators to measure: how each is installed, and how it is made to build an archive."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from bench.archive import Archive

SITES = Path(__file__).parent


class Site(msgspec.Struct, frozen=True):
    """A site that can be built: the command and its folder, the output, and all that a build leaves behind."""

    folder: Path
    command: tuple[str, ...]
    output: Path
    made: tuple[Path, ...]


class Preview(msgspec.Struct, frozen=True):
    """A preview that can be begun: the command and its folder, and the template that all pages are made of.

    `serving` is a pattern of the line that says where it serves, with the address as its group.
    """

    folder: Path
    command: tuple[str, ...]
    serving: str
    template: Path


class Generator(msgspec.Struct, frozen=True):
    """A generator: its name and version, whether it links terms, and ways to set up a site and its preview.

    `site` and `preview` take the archive, its folder and a folder that is not there yet; `preview` a port too.
    """

    name: str
    version: str
    links: bool
    site: Callable[[Archive, Path, Path], Site]
    preview: Callable[[Archive, Path, Path, int], Preview] | None = None


class MissingError(Exception):
    """A generator that can't be had, and why."""


def run(*command: str | Path, folder: Path | None = None) -> str:
    """What a command prints. Raises MissingError."""
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    except OSError as failure:
        raise MissingError(str(failure)) from None
    if done.returncode:
        raise MissingError(f"{command[0]} failed: {(done.stderr or done.stdout).strip()[-500:]}")
    return done.stdout.strip()


def python_with(cache: Path, *requirements: str) -> Path:
    """A virtual environment in the cache that has some packages, as its folder. Raises MissingError."""
    folder = cache / "-".join(requirement.partition("=")[0] for requirement in requirements)
    mark = folder / "installed"
    if not mark.is_file() or mark.read_text() != " ".join(requirements):
        run(sys.executable, "-m", "venv", "--clear", folder)
        run(folder / "bin" / "python", "-m", "pip", "install", "--quiet", *requirements)
        mark.write_text(" ".join(requirements))
    return folder


def copied(name: str, folder: Path) -> Path:
    """A copy of a site's templates in a folder of its own."""
    shutil.copytree(SITES / f"{name}_site", folder)
    return folder
