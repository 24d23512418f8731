"""What stands in the content folder: sources, sidecars, glossary files, pictures."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import NamedTuple

import msgspec

from sitegen.problems import Problem, ProblemError, error, warning
from sitegen.reader import read_bytes

ARTICLES = frozenset({".txt", ".md"})
SIDECARS = frozenset({".yaml", ".yml"})
PICTURES = frozenset({".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp"})
GLOSSARY = "glossary"


class Found(msgspec.Struct, frozen=True):
    """A file of the content folder: its path in there (with `/`), its bytes and their digest."""

    path: str
    data: bytes
    digest: str

    @property
    def stem(self) -> str:
        return self.path.rsplit(".", 1)[0]

    @property
    def suffix(self) -> str:
        return "." + self.path.rsplit(".", 1)[1].lower()


class Sources(msgspec.Struct, frozen=True):
    """The content folder as read, each list in the order of the paths.

    `pictures` are paths only; a picture is read when an article uses it.
    """

    articles: tuple[Found, ...]
    sidecars: tuple[Found, ...]
    glossary: tuple[Found, ...]
    pictures: tuple[str, ...]
    problems: tuple[Problem, ...]


def digest_of(data: bytes) -> str:
    """The digest that names content everywhere: BLAKE2b, 128 bits, in hexadecimal."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


class _Names(NamedTuple):
    files: list[str]
    problems: list[Problem]


def discover(content: Path, shown_as: str) -> Sources:
    """Read the content folder. `shown_as` is what problems call it.

    Names that start with a dot or an underscore, or end with `~`, are not content. Links are
    refused with a warning, files that can't be read with an error.
    """
    names = _Names([], [])
    if not content.is_dir():
        found = error(shown_as, 0, "is not a folder", "create it, or name another as content")
        return Sources((), (), (), (), (found,))
    _list(content, "", shown_as, names)
    names.files.sort()
    articles: list[Found] = []
    sidecars: list[Found] = []
    glossary: list[Found] = []
    pictures: list[str] = []
    problems = names.problems
    for path in names.files:
        suffix = os.path.splitext(path)[1].lower()
        kept: list[Found]
        if suffix in PICTURES:
            pictures.append(path)
            continue
        if path.startswith(f"{GLOSSARY}/"):
            if suffix not in SIDECARS:
                continue
            kept = glossary
        elif suffix in ARTICLES:
            kept = articles
        elif suffix in SIDECARS:
            kept = sidecars
        else:
            continue
        try:
            data = read_bytes(content / path, f"{shown_as}/{path}")
        except ProblemError as failure:
            problems.append(failure.problem)
            continue
        kept.append(Found(path, data, digest_of(data)))
    return Sources(tuple(articles), tuple(sidecars), tuple(glossary), tuple(pictures), tuple(problems))


def _list(folder: Path, prefix: str, shown_as: str, names: _Names) -> None:
    try:
        entries = list(os.scandir(folder))
    except OSError as failure:
        place = f"{shown_as}/{prefix}".rstrip("/")
        names.problems.append(error(place, 0, f"can't be listed: {failure.strerror}"))
        return
    for entry in entries:
        name = entry.name
        if name.startswith((".", "_")) or name.endswith("~"):
            continue
        path = prefix + name
        try:
            path.encode()
        except UnicodeEncodeError:
            shown = path.encode("utf-8", "backslashreplace").decode()
            names.problems.append(error(f"{shown_as}/{shown}", 0, "has a name that is not UTF-8", "rename it"))
            continue
        if entry.is_symlink():
            names.problems.append(warning(f"{shown_as}/{path}", 0, "is a link, left out", "put the file itself here"))
        elif entry.is_dir(follow_symlinks=False):
            _list(Path(entry.path), path + "/", shown_as, names)
        elif entry.is_file(follow_symlinks=False):
            names.files.append(path)
        elif os.path.splitext(name)[1].lower() in ARTICLES | SIDECARS | PICTURES:
            names.problems.append(error(f"{shown_as}/{path}", 0, "is not a regular file", "remove it"))
