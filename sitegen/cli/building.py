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
    from sitegen.build import Built, Edit, Options
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
            done = _build(archive, options, 1, as_json=as_json)
        for line in told(seconds):
            click.echo(line, err=as_json)
    else:
        done = _build(archive, options, jobs, as_json=as_json)
    if follow:
        overrides = {"destination": destination, "base_url": base_url}
        _build_at_every_save(archive, overrides, options, jobs, done, as_json=as_json)
    sys.exit(1 if done.report.failed else 0)


def _build(archive: Archive, options: Options, jobs: int | None, edit: Edit | None = None, *, as_json: bool) -> Built:
    from sitegen.build import built
    from sitegen.cli.working import processors, working
    from sitegen.write import DestinationError

    begun = time.perf_counter()
    try:
        with working(jobs or processors()) as executor:
            done = built(archive, options, follow_on(sys.stderr), executor, edit)
    except DestinationError as failure:
        raise click.ClickException(str(failure)) from None
    report = done.report
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(report).decode())
        return done
    for line in summary(report, time.perf_counter() - begun, archive.config.destination):
        click.echo(line, err=not report.published)
    show_problems(report.problems)
    return done


def _build_at_every_save(
    archive: Archive,
    overrides: dict[str, str | None],
    options: Options,
    jobs: int | None,
    done: Built,
    *,
    as_json: bool,
) -> None:
    """Build at every save until interrupted, which is how it is meant to end; `done` is what was built already."""
    from sitegen.build import edit_of
    from sitegen.config import ConfigError
    from sitegen.watch import Watcher

    watcher = Watcher(archive, lambda message: click.echo(message, err=True))
    click.echo("Watching; stop with Ctrl-C", err=as_json)
    draft = done.draft if done.report.published and not done.report.failed else None
    saved: frozenset[str] = frozenset()
    try:
        for changed in watcher:
            saved |= changed
            if not as_json:
                click.echo(f"Changed: {some_of(changed)}")
            try:
                archive = open_archive(archive.root, **overrides)
                watcher.follow(archive)
                edit = edit_of(archive, options, draft, saved) if draft else None
                done = _build(archive, options, jobs, edit, as_json=as_json)
            except ConfigError as failure:
                show_problems(failure.problems)
            except click.ClickException as failure:
                failure.show()
            else:
                if done.report.published and not done.report.failed and done.draft:
                    draft, saved = done.draft, frozenset()
                if done.report.written and not as_json:
                    click.echo(f"Wrote {some_of(f'{path} ({why})' for path, why in done.report.written.items())}")
    except KeyboardInterrupt:
        click.echo("")
        sys.exit(0)
    finally:
        watcher.stop()
