"""Edits to an archive, as an editor makes them between two builds, and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.archive import Archive, paragraphs, term_entry

# Words that no article has; each is in the pages that show its edit.
WORD = "wordthatwasedited"
DEFINED = "definitionthatwasedited"
ADDED = "termthatwasadded"


def edit_article(archive: Archive, folder: Path) -> None:
    """Add a word to an article in the middle of the archive."""
    path = next((folder / "content").glob(f"a{archive.articles // 2:05}.[mt]*"))
    path.write_text(f"{path.read_text().rstrip()} {WORD}\n")


def edit_definition(archive: Archive, folder: Path) -> None:
    """Change the definition of the term that is mentioned most, which is the first."""
    glossary = _glossary(folder)
    entry = term_entry(0)
    glossary.write_text(glossary.read_text().replace(entry, entry.replace('."}', f' {DEFINED}."}}'), 1))


def add_term(archive: Archive, folder: Path) -> None:
    """Add a term for a word of four syllables that stands in the article in the middle, so in a few others too."""
    prose = " ".join(paragraphs(archive, archive.articles // 2)).replace(".", "")
    label = max((word for word in prose.split() if word.islower()), key=len)
    entry = f'- id: added\n  kind: concept\n  label: {{any: {label}}}\n  definition: {{en: "A {ADDED}."}}\n'
    glossary = _glossary(folder)
    glossary.write_text(glossary.read_text() + entry)


def _glossary(folder: Path) -> Path:
    return folder / "content" / "glossary" / "terms.yaml"


@contextmanager
def restored(archive: Archive, folder: Path) -> Iterator[None]:
    """Put back what the edits changed, whatever happens in between."""
    paths = [*(folder / "content").glob(f"a{archive.articles // 2:05}.*"), _glossary(folder)]
    before = {path: path.read_bytes() for path in paths if path.is_file()}
    try:
        yield
    finally:
        for path, data in before.items():
            path.write_bytes(data)
