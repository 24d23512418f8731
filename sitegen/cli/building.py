"""`build`."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.cli.following import follow_on
from sitegen.cli.opening import archive_or_exit, build_options, open_archive, options_of
from sitegen.cli.wording import show_problems, some_of, summary

if TYPE_CHECKING:
    from sitegen.build import Options, Report
    from sitegen.config import Archive


@click.command()
@click.option("-d", "--destination", metavar="DIR", help="The output folder.")
@build_options
@click.option("-w", "--watch", "follow", is_flag=True, help="Build again at every save, until Ctrl-C.")
@click.option("-j", "--jobs", type=click.IntRange(1, 256), help="Processes to work in (default: one a processor).")
@click.option("--profile", is_flag=True, help="Print where the time went, by stage (in one process).")
@click.option("--clean", is_flag=True, help="Forget the cache first.")
@click.option("--keep-going", is_flag=True, help="Publish without the broken items, whose last good pages stay.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON, one line a build.")
@click.pass_obj
def build(
    root: Path, destination: str | None, base_url: str | None, drafts: bool, strict: bool, now: str | None,
    follow: bool, jobs: int | None, profile: bool, clean: bool, keep_going: bool, as_json: bool,
) -> None:  # fmt: skip
    """Build the site into its output folder."""
    archive = archive_or_exit(root, destination=destination, base_url=base_url)
    options = options_of(now, drafts=drafts, strict=strict, keep_going=keep_going)
    if clean:
        from sitegen.build import forget

        forget(archive)
    if profile:
        from sitegen.cli.profiling import profiled, told

        with profiled() as seconds:
            report = _build(archive, options, 1, as_json=as_json)
        for line in told(seconds):
            click.echo(line, err=as_json)
    else:
        report = _build(archive, options, jobs, as_json=as_json)
    if follow:
        overrides = {"destination": destination, "base_url": base_url}
        _build_at_every_save(archive, overrides, options, jobs, as_json=as_json)
    sys.exit(1 if report.failed else 0)


def _build(archive: Archive, options: Options, jobs: int | None, *, as_json: bool) -> Report:
    from sitegen.build import build as build_site
    from sitegen.cli.working import processors, working
    from sitegen.write import DestinationError

    begun = time.perf_counter()
    try:
        with working(jobs or processors()) as executor:
            report = build_site(archive, options, follow_on(sys.stderr), executor)
    except DestinationError as failure:
        raise click.ClickException(str(failure)) from None
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(report).decode())
        return report
    for line in summary(report, time.perf_counter() - begun, archive.config.destination):
        click.echo(line, err=not report.published)
    show_problems(report.problems)
    return report


def _build_at_every_save(
    archive: Archive, overrides: dict[str, str | None], options: Options, jobs: int | None, *, as_json: bool
) -> None:
    """Build at every save until interrupted, which is how it is meant to end."""
    from sitegen.config import ConfigError
    from sitegen.watch import Watcher

    watcher = Watcher(archive)
    click.echo("Watching; stop with Ctrl-C", err=as_json)
    try:
        for changed in watcher:
            if not as_json:
                click.echo(f"Changed: {some_of(changed)}")
            try:
                report = _build(open_archive(archive.root, **overrides), options, jobs, as_json=as_json)
            except ConfigError as failure:
                show_problems(failure.problems)
            except click.ClickException as failure:
                failure.show()
            else:
                if report.written and not as_json:
                    click.echo(f"Wrote {some_of(f'{path} ({why})' for path, why in report.written.items())}")
    except KeyboardInterrupt:
        click.echo("")
        sys.exit(0)
    finally:
        watcher.stop()
