"""Everything that a build reads from disk, its key, and what the last build that was published made of it."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import msgspec

from sitegen.assets import static_files
from sitegen.build.keys import key_of
from sitegen.build.reporting import Options, Report
from sitegen.config import Archive
from sitegen.discover import Sources, digest_of, discover, read_index, write_index
from sitegen.outputs import Asset
from sitegen.problems import Problem
from sitegen.templates import Templates, read_templates


class Inputs(msgspec.Struct, frozen=True):
    """The content folder as it is, the templates, the static files and the problems met with these."""

    sources: Sources
    templates: Templates
    static: tuple[Asset, ...]
    problems: tuple[Problem, ...]


class Standing(msgspec.Struct, frozen=True):
    """A build that was published: the key of what it read, and its report."""

    key: str
    report: Report


def read_sources(archive: Archive) -> Sources:
    """The content folder of an archive; what is known to be unchanged is not read."""
    file = archive.state / "files.msgpack"
    known = read_index(file)
    sources = discover(archive.content, archive.config.content, known, time.time_ns())
    if sources.index != known:
        write_index(file, sources.index)
    return sources


def read_inputs(archive: Archive, sources: Sources | None = None) -> Inputs:
    """All that a build of an archive reads; `sources` are those of its content folder, if they were looked at already."""
    problems: list[Problem] = []
    static = static_files(archive.root / "static", problems)
    return Inputs(sources or read_sources(archive), templates_of(archive), tuple(static), tuple(problems))


def templates_of(archive: Archive) -> Templates:
    """The templates of an archive as they are."""
    return read_templates(archive.root / "templates")


def key_of_inputs(archive: Archive, options: Options, inputs: Inputs) -> str:
    """The key of a whole build."""
    sources = inputs.sources
    return key_of(
        str(archive.file),
        archive.config,
        options,
        [
            [(one.path, one.digest) for one in group]
            for group in (sources.articles, sources.sidecars, sources.glossary, sources.pictures)
        ],
        sources.problems,
        inputs.templates.files.digest,
        [(one.permalink, digest_of(one.data)) for one in inputs.static],
        inputs.problems,
    )


def read_standing(file: Path) -> Standing | None:
    """The build that was published last, as far as it is known."""
    try:
        return msgspec.msgpack.decode(file.read_bytes(), type=Standing)
    except (OSError, msgspec.DecodeError):
        return None


def write_standing(file: Path, standing: Standing) -> None:
    """Write down what was published. Where that fails, the next build looks at everything."""
    fresh = file.with_suffix(".new")
    with contextlib.suppress(OSError):
        fresh.write_bytes(msgspec.msgpack.encode(standing))
        fresh.replace(file)


def forget(archive: Archive) -> None:
    """Forget all that was worked out for an archive; what is published, and which files are ours, is known still."""
    for file in (archive.state / "cache.sqlite", archive.state / "files.msgpack", *archive.state.glob("*.standing")):
        file.unlink(missing_ok=True)
