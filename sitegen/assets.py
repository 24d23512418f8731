"""Files that are copied: the theme's and the site's static files, pictures, sources."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from sitegen.addresses import Addresses
from sitegen.crossref import Site
from sitegen.discover import Source
from sitegen.outputs import Asset, Copy, Emitted
from sitegen.problems import Problem, ProblemError, error, warning
from sitegen.reader import read_bytes
from sitegen.theme import theme_folder
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


def copies(addresses: Addresses) -> Iterable[Emitted]:
    """The pictures and the sources that stand beside articles; none of a text that may not be shown."""
    for article in addresses.articles:
        if article.full:
            suffix = article.source[article.source.rindex(".") :]
            for path, address in (*article.pictures, (article.source, f"{article.permalink}source{suffix}")):
                if path not in addresses.unreadable:
                    target = Permalink(address)
                    yield Emitted(target, partial(_copy, target, path))


def _copy(target: Permalink, path: str, site: Site) -> Copy:
    return Copy(target, site.sources[path])


def unreadable_pictures(site: Site) -> list[Problem]:
    """A problem for each picture that an article uses and that can't be read."""
    unreadable = site.addresses.unreadable
    used = {path for article in site.addresses.articles if unreadable and article.full for path, _ in article.pictures}
    return [_unreadable(site.sources[path], f"{site.config.content}/{path}") for path in sorted(used & unreadable)]


def _unreadable(source: Source, name: str) -> Problem:
    try:
        read_bytes(source.file, name)
    except ProblemError as failure:
        return failure.problem
    return error(name, 0, "could not be read", "build again")
