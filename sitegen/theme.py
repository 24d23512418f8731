"""The theme's folders, and the files that templates can be in, as they were read at one time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

import jinja2
from jinja2.loaders import split_template_path

# Before the name of a template it tells that the theme's is meant, whatever a site has of that name.
THEME = "sitegen:"


def theme_folder(kind: str) -> Path:
    """The default `templates` or `static` folder: in the wheel, or beside the package in a checkout."""
    packed = Path(__file__).parent / "_data" / kind
    return packed if packed.is_dir() else Path(__file__).parent.parent / kind


class TemplateFiles(jinja2.BaseLoader):
    """A site's own templates over the theme's, all read at once: whatever is saved later is no part of them.

    `own` is the archive's folder of overrides, which may be absent; `digest` is that of all files, with their names.
    """

    def __init__(self, own: Path) -> None:
        self.own = own
        self.theme = theme_folder("templates")
        self._theirs = _read(self.theme)
        self._ours = _read(own) if own.resolve() != self.theme.resolve() else {}
        self.digest = digest_of_files(self._ours, self._theirs)

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """A template's text and file. Raises TemplateNotFound, UnicodeDecodeError, and the OSError of reading it."""
        name = "/".join(split_template_path(template.removeprefix(THEME)))
        folder, files = (self.own, self._ours) if self.is_own(template) else (self.theme, self._theirs)
        if name not in files:
            raise jinja2.TemplateNotFound(template)
        data = files[name]
        if isinstance(data, OSError):
            raise data
        text = data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
        return text, str(folder / name), None

    def list_templates(self) -> list[str]:
        """The names of all files, but for those that tell that the theme's is meant."""
        return sorted(self._ours.keys() | self._theirs.keys())

    def is_own(self, template: str) -> bool:
        """Whether a template is the site's own."""
        return not template.startswith(THEME) and "/".join(split_template_path(template)) in self._ours


def _read(folder: Path) -> dict[str, bytes | OSError]:
    """The files in a folder by their paths in it; in place of one that can't be read stands the reason."""
    files: dict[str, bytes | OSError] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        try:
            files[name] = path.read_bytes()
        except FileNotFoundError:
            continue
        except OSError as failure:
            files[name] = failure
    return files


def digest_of_files(*folders: Mapping[str, bytes | OSError]) -> str:
    """The digest of the files of some folders."""
    state = hashlib.blake2b(digest_size=16)
    for files in folders:
        for name, data in files.items():
            content = b"" if isinstance(data, OSError) else data
            state.update(f"{name}\0{len(content)}\0".encode())
            state.update(content)
        state.update(b"\0")
    return state.hexdigest()
