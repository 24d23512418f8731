"""Which file each output comes from and which place it takes: problems name it, a broken one keeps its pages."""

from __future__ import annotations

import msgspec

from sitegen.crossref import Site
from sitegen.outputs import Emitted
from sitegen.urls import OutputPath


class Owners(msgspec.Struct, frozen=True):
    """The files of articles and terms by the addresses below which they have outputs, and by old addresses."""

    folders: dict[str, str]
    aliases: dict[str, str]

    def of(self, one: Emitted) -> str:
        """The file that an output is made from, as problems name it; "" for one made from many."""
        if one.template == "redirect.html":
            return self.aliases.get(one.permalink, "")
        first, slash, rest = one.permalink.partition("/")
        if first == "assets":
            return f"static/{rest}"
        return self.folders.get(f"{first}{slash}{rest.partition('/')[0]}/", "")


def owners_of(site: Site) -> Owners:
    """The owners of a site's outputs."""
    content = site.config.content
    folders = {str(record.article.permalink): f"{content}/{record.article.source}" for record in site.records}
    folders |= {f"terms/{key}/": entry.file for key, entry in site.entries.items()}
    aliases = {
        f"{alias.strip('/')}/": f"{content}/{record.article.source}"
        for record in site.records
        for alias in record.article.meta.aliases
    }
    return Owners(folders, aliases)


class Places:
    """The files and folders that outputs take, alike to a file system that does not tell case."""

    def __init__(self) -> None:
        self._files: dict[str, Emitted] = {}
        self._folders: dict[str, Emitted] = {}

    def take(self, path: OutputPath, one: Emitted) -> Emitted | None:
        """Take a path for an output, or give the output that is in the way."""
        name = path.casefold()
        for taken in (self._files, self._folders):
            if name in taken:
                return taken[name]
        fresh = []
        folder = name.rpartition("/")[0]
        # What stands above a folder that is taken was looked at when it was.
        while folder and folder not in self._folders:
            if folder in self._files:
                return self._files[folder]
            fresh.append(folder)
            folder = folder.rpartition("/")[0]
        self._files[name] = one
        self._folders.update(dict.fromkeys(fresh, one))
        return None


def same_item(file: str) -> str:
    """What an article's source and its sidecar have in common: the path without its ending."""
    return file.rsplit(".", 1)[0]
