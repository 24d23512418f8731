"""From the words of a command line to an archive and options, and from failures to exit codes."""

from __future__ import annotations

import contextlib
import datetime
import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from sitegen.build import Options
    from sitegen.config import Archive

# What the machine refuses, not the program: said in a line, without a traceback.
_REFUSALS = frozenset(
    [
        errno.EACCES, errno.EAGAIN, errno.EDQUOT, errno.EIO, errno.EMFILE, errno.EFBIG, errno.ENAMETOOLONG, errno.ENFILE,
        errno.ENOLCK, errno.ENOSPC, errno.ENOTDIR, errno.EPERM, errno.EROFS,
    ]
)  # fmt: skip


class Root(click.Group):
    """The commands, with an interruption and a refusal of the machine told apart from errors of content."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().main(*args, **{**kwargs, "standalone_mode": False}) or 0
        except click.exceptions.Abort:
            click.echo("Interrupted", err=True)
            sys.exit(130)
        except click.ClickException as failure:
            failure.show()
            sys.exit(2)
        except OSError as failure:
            _let_go()
            if failure.errno not in _REFUSALS:
                raise
            place = f"{failure.filename}: " if failure.filename else ""
            click.echo(f"Error: {place}{failure.strerror}", err=True)
            sys.exit(2)


def _let_go() -> None:
    """Drop what could not be printed, so that the end of the program does not try once more."""
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
        return
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def open_archive(root: Path, **overrides: str | None) -> Archive:
    """The archive at a folder, some keys of its configuration overridden. Raises ConfigError."""
    from sitegen.config import find_archive

    given = {key: value for key, value in overrides.items() if value is not None}
    return find_archive(root.resolve(), dict(os.environ), given)


def archive_or_exit(root: Path, **overrides: str | None) -> Archive:
    """The archive at a folder; ends the program where its configuration can't be used."""
    from sitegen.config import ConfigError

    try:
        return open_archive(root, **overrides)
    except ConfigError as failure:
        for problem in failure.problems:
            click.echo(f"{problem}", err=True)
        sys.exit(2)


def options_of(now: str | None, **flags: bool) -> Options:
    """How a build is to go. Raises UsageError for a day that is none."""
    from sitegen.build import Options

    try:
        today = datetime.date.fromisoformat(now) if now else datetime.date.today()
    except ValueError:
        raise click.UsageError(f"--now {now} is not a date; write YYYY-MM-DD") from None
    return Options(today, **flags)


def build_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every command has that works a site out."""
    for option in (
        click.option("--now", metavar="DATE", help="The day that embargoes and expiry go by (default: today)."),
        click.option("-s", "--strict", is_flag=True, help="Make warnings errors."),
        click.option("-D", "--drafts", is_flag=True, help="Show drafts too."),
        click.option("-b", "--base-url", metavar="URL", help="The address that the site will have."),
    ):
        command = option(command)
    return command
