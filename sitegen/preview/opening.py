"""An article and its sidecar as they are on disk now, and a change of the sidecar that both of them stand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from sitegen.build import Content
from sitegen.discover import ARTICLES, SIDECARS, Found, digest_of
from sitegen.incoming import Sourced
from sitegen.markup import text_of
from sitegen.model import Note
from sitegen.parse import parse_article
from sitegen.reader import read_bytes
from sitegen.render import render
from sitegen.sidecar import write_sidecar


class NotWrittenError(Exception):
    """A note that was not written: why, and the lines to paste by hand where that is the way."""

    def __init__(self, reason: str, paste: str = "") -> None:
        super().__init__(reason)
        self.paste = paste


class Opened(msgspec.Struct, frozen=True):
    """An article and its sidecar as they are on disk now, its plain text, and where they are.

    `shown_as` is what problems call the content folder; `alone` says that no other article has its stem.
    """

    one: Sourced
    text: str
    folder: Path
    shown_as: str
    alone: bool

    @property
    def source(self) -> str:
        """What problems call the article's source."""
        return f"{self.shown_as}/{self.one.source.path}"


def open_article(content: Content, page: str) -> Opened:
    """The article at a permalink. Raises NotWrittenError where there is none that can be read, ProblemError, OSError."""
    record = next((r for r in content.site.records if r.article.permalink == page), None)
    if record is None:
        raise NotWrittenError("No article has this address.")
    config = content.site.config
    source = content.sources[record.article.source]
    one, alone = _read(source.path, Path(source.file), config.content, config.languages[0])
    text = text_of(render(one.article, config.markdown).html)
    return Opened(one, text, Path(source.file.removesuffix(source.path)), config.content, alone)


def note_in_sidecar(opened: Opened, note_id: str, paste: Callable[[Note], str] = lambda _: "") -> Note:
    """A note that is written in an article's sidecar.

    Raises NotWrittenError where there is none, or where it is written in the article itself, with what to paste there.
    """
    article = opened.one.article
    note = next((one for one in article.meta.notes if one.id == note_id), None)
    if note is None:
        raise NotWrittenError("The article has no such note.")
    if article.notes_file == opened.source:
        raise NotWrittenError(
            f"The note is written in {opened.source} itself, which is never changed: change it there by hand.",
            paste(note),
        )
    return note


def write_beside(opened: Opened, path: str, text: str, was: bytes | None) -> None:
    """Write a sidecar unless it changed since it was read. Raises NotWrittenError."""
    try:
        write_sidecar(opened.folder / path, text, was)
    except FileExistsError:
        raise NotWrittenError("The sidecar has changed meanwhile; try once more.") from None


def change_sidecar(
    opened: Opened, change: Callable[[str], str], paste: str = "", notes: tuple[Note, ...] | None = None
) -> None:
    """Change an article's sidecar, or begin one, if the article can still be read with it, and has the notes expected.

    Raises NotWrittenError with the lines to paste.
    """
    sidecar = opened.one.sidecar
    path = sidecar.path if sidecar else f"{opened.one.source.stem}.yaml"
    was = sidecar.data if sidecar else None
    try:
        if not opened.alone:
            raise ValueError("would be one for two articles")
        text = change(was.decode() if was else "")
    except ValueError as failure:
        raise NotWrittenError(f"The sidecar {failure}.", paste) from None
    language = opened.one.article.language
    parsed = parse_article(opened.one.source, Found(path, text.encode(), ""), opened.shown_as, language)
    wrong = [problem.message for problem in parsed.problems if problem.severity == "error"]
    if wrong or parsed.article is None:
        raise NotWrittenError(f"The article could not be read any more: {''.join(wrong[:1])}.", paste)
    if notes is not None and parsed.article.meta.notes != notes:
        raise NotWrittenError("The notes would not be read as they are meant.", paste)
    write_beside(opened, path, text, was)


def _read(path: str, file: Path, folder: str, language: str) -> tuple[Sourced, bool]:
    """An article and its sidecar as they are on disk now, and whether its stem is its own."""
    found = _found(path, file, folder)
    beside = next((file.with_suffix(end) for end in sorted(SIDECARS) if file.with_suffix(end).is_file()), None)
    sidecar = _found(path.rsplit(".", 1)[0] + beside.suffix, beside, folder) if beside else None
    parsed = parse_article(found, sidecar, folder, language)
    errors = [problem for problem in parsed.problems if problem.severity == "error"]
    if parsed.article is None or errors:
        raise NotWrittenError(f"The article can't be read: {errors[0] if errors else path}.")
    others = [end for end in ARTICLES if end != file.suffix and file.with_suffix(end).exists()]
    return Sourced(parsed.article, found, sidecar), not others


def _found(path: str, file: Path, folder: str) -> Found:
    data = read_bytes(file, f"{folder}/{path}")
    return Found(path, data, digest_of(data))
