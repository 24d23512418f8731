"""Files that are copied: the theme's and the site's static files, pictures, sources."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from sitegen.config import Archive
from sitegen.crossref import Site
from sitegen.outputs import Asset
from sitegen.problems import Problem, ProblemError
from sitegen.reader import read_bytes
from sitegen.templates import theme_folder
from sitegen.urls import Permalink


def static_files(own: Path) -> list[Asset]:
    """The static files of the theme under `assets/`, each replaced by the site's own of that name."""
    files: dict[str, Path] = {}
    for folder in (theme_folder("static"), own):
        for path in _files(folder):
            files[path.relative_to(folder).as_posix()] = path
    return [
        Asset(Permalink(f"assets/{name}"), read_bytes(path, f"static/{name}")) for name, path in sorted(files.items())
    ]


def _files(folder: Path) -> Iterable[Path]:
    for here, folders, names in os.walk(folder):
        folders[:] = [f for f in sorted(folders) if not f.startswith(".")]
        for name in sorted(names):
            path = Path(here) / name
            if not name.startswith(".") and not name.endswith("~") and not path.is_symlink():
                yield path


def pictures_of(archive: Archive, site: Site, problems: list[Problem]) -> list[Asset]:
    """The pictures and the sources that stand beside articles."""
    assets: dict[str, Asset] = {}
    for record in site.records:
        article = record.article
        wanted = list(record.pictures)
        if article.meta.show == "full":
            suffix = article.source[article.source.rindex(".") :]
            wanted.append((article.source, f"{article.permalink}source{suffix}"))
        for path, address in wanted:
            name = f"{archive.config.content}/{path}"
            try:
                assets[address] = Asset(Permalink(address), read_bytes(archive.content / path, name))
            except ProblemError as failure:
                problems.append(failure.problem)
    return list(assets.values())
