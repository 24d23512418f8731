"""Files that are copied: the theme's and the site's static files, pictures, sources."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from sitegen.crossref import Site
from sitegen.discover import Source
from sitegen.outputs import Asset, Copy
from sitegen.problems import Problem, ProblemError, error, warning
from sitegen.reader import read_bytes
from sitegen.templates import theme_folder
from sitegen.urls import Permalink


def static_files(own: Path, problems: list[Problem]) -> list[Asset]:
    """The static files of the theme under `assets/`, each replaced by the site's own of that name."""
    files: dict[str, Path] = {}
    theme = theme_folder("static")
    for path in _files(theme, []):
        files[path.relative_to(theme).as_posix()] = path
    for path in _files(own, problems):
        files[path.relative_to(own).as_posix()] = path
    assets = []
    for name, path in sorted(files.items()):
        try:
            assets.append(Asset(Permalink(f"assets/{name}"), read_bytes(path, f"static/{name}")))
        except ProblemError as failure:
            problems.append(failure.problem)
    return assets


def _files(folder: Path, problems: list[Problem]) -> Iterable[Path]:
    """The files of a folder. Links are left out with a warning, as everywhere."""

    def unlisted(failure: OSError) -> None:
        place = f"static/{Path(failure.filename).relative_to(folder).as_posix()}".removesuffix("/.")
        if folder.is_dir():
            problems.append(error(place, 0, f"can't be listed: {failure.strerror}"))

    for here, folders, names in os.walk(folder, onerror=unlisted):
        folders[:] = [f for f in sorted(folders) if not f.startswith(".")]
        for name in sorted([*names, *folders]):
            path = Path(here) / name
            if name.startswith(".") or name.endswith("~"):
                continue
            if path.is_symlink():
                shown = f"static/{path.relative_to(folder).as_posix()}"
                problems.append(warning(shown, 0, "is a link, left out", "put the file itself here"))
            elif name in names:
                yield path


def pictures_of(site: Site, sources: Mapping[str, Source], problems: list[Problem]) -> list[Copy]:
    """The pictures and the sources that stand beside articles; none of a text that may not be shown."""
    copies: dict[str, Copy] = {}
    for record in site.records:
        article = record.article
        if article.meta.show != "full":
            continue
        suffix = article.source[article.source.rindex(".") :]
        for path, address in (*record.pictures, (article.source, f"{article.permalink}source{suffix}")):
            source = sources[path]
            if source.digest:
                copies[address] = Copy(Permalink(address), source)
            else:
                problems.append(_unreadable(source, f"{site.config.content}/{path}"))
    return list(copies.values())


def _unreadable(source: Source, name: str) -> Problem:
    try:
        read_bytes(source.file, name)
    except ProblemError as failure:
        return failure.problem
    return error(name, 0, "could not be read", "build again")
