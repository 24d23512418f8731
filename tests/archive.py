"""A small archive on disk that tests write, change and build."""

from __future__ import annotations

import datetime
from pathlib import Path

from sitegen.build import Options, build
from sitegen.config import find_archive

TODAY = datetime.date(2024, 6, 1)
CONFIG = 'title = "Test"\nbase_url = "https://example.org/repo/"\nlanguages = ["en", "fr"]\n'
GPU = """\
- id: gpu
  kind: component
  label: {any: GPU}
  definition: {en: "A processor for pictures."}
"""


class Site:
    """An archive in a folder of its own."""

    def __init__(self, root: Path, **files: str) -> None:
        self.root = root
        self.write("sitegen.toml", CONFIG)
        self.write("content/glossary/terms.yaml", GPU)
        for name, text in files.items():
            self.write(name, text)

    @classmethod
    def at(cls, root: Path) -> Site:
        """The archive that a folder has already."""
        site = cls.__new__(cls)
        site.root = root
        return site

    def write(self, name: str, text: str | bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def article(self, name: str, body: str, **meta: str) -> None:
        fields = {"title": name, "date": "2024-01-01", "language": "en", **meta}
        head = "".join(f"{key}: {value}\n" for key, value in fields.items())
        self.write(f"content/{name}.md", f"---\n{head}---\n{body}\n")

    def remove(self, name: str) -> None:
        (self.root / name).unlink()

    def build(self, destination: str = "_site", today: datetime.date = TODAY, **options: bool):
        archive = find_archive(self.root, {}, {"destination": destination})
        return build(archive, Options(today, **options))

    def files(self, destination: str = "_site") -> dict[str, bytes]:
        folder = self.root / destination
        return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}

    def page(self, address: str, destination: str = "_site") -> str:
        return (self.root / destination / address / "index.html").read_text()
