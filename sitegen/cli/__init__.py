"""The command line. Each command imports what it needs, so that none waits for another's modules."""

from __future__ import annotations

import gc
import io
import os
import sys
from pathlib import Path

import click

from sitegen import __version__
from sitegen.cli.building import build
from sitegen.cli.checking import check
from sitegen.cli.exchanging import export_, import_
from sitegen.cli.noting import export_notes, import_notes
from sitegen.cli.opening import Root
from sitegen.cli.reading import explain, mentions, schema
from sitegen.cli.serving import serve
from sitegen.cli.starting import init


@click.group(cls=Root, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="sitegen %(version)s")
@click.option(
    "-C", "--root", type=click.Path(file_okay=False, path_type=Path), default=".", help="The archive's folder."
)
@click.pass_context
def cli(context: click.Context, root: Path) -> None:
    """sitegen turns a folder of news articles, as found, into an annotated website."""
    context.obj = root


for _command in (build, check, explain, export_, import_, init, mentions, schema, serve):
    cli.add_command(_command)

export_.add_command(export_notes)
import_.add_command(import_notes)


def main() -> None:
    """The program."""
    _read_names_as_utf8()
    # Modules and templates are made to stay: to look through them for garbage again and again finds none.
    gc.set_threshold(1_000_000, 20, 100)
    for stream in (sys.stdout, sys.stderr):
        # A terminal without Unicode gets escapes; it is no reason to fail.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        cli.main(prog_name="sitegen")
    except SystemExit as ended:
        _leave(ended)


def _leave(ended: SystemExit) -> None:
    """End at once: to free all that was read, value by value, takes as long as to read it."""
    if ended.code is not None and not isinstance(ended.code, int):
        raise ended
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(ended.code or 0)


def _read_names_as_utf8() -> None:
    """Begin anew in Python's UTF-8 mode where the locale has another encoding: file names would be other names."""
    if sys.getfilesystemencoding() != "utf-8" and not sys.flags.utf8_mode:
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])
