"""The command line. Each command imports what it needs, so that none waits for another's modules."""

from __future__ import annotations

import datetime
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sitegen import __version__

if TYPE_CHECKING:
    from sitegen.build import Options, Report
    from sitegen.config import Archive

MOST_PROBLEMS = 50


class _Root(click.Group):
    """The commands, with an interruption told apart from an error."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().main(*args, **{**kwargs, "standalone_mode": False}) or 0
        except click.exceptions.Abort:
            click.echo("Interrupted", err=True)
            sys.exit(130)
        except click.ClickException as failure:
            failure.show()
            sys.exit(2)


@click.group(cls=_Root, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="sitegen %(version)s")
@click.option(
    "-C",
    "--root",
    type=click.Path(file_okay=False, path_type=Path),
    default=".",
    help="The archive's folder.",
)
@click.pass_context
def cli(context: click.Context, root: Path) -> None:
    """sitegen turns a folder of news articles, as found, into an annotated website."""
    context.obj = root


def _archive(root: Path, **overrides: str | None) -> Archive:
    from sitegen.config import ConfigError, find_archive

    try:
        given = {key: value for key, value in overrides.items() if value}
        return find_archive(root.resolve(), dict(os.environ), given)
    except ConfigError as failure:
        for problem in failure.problems:
            click.echo(f"{problem}", err=True)
        sys.exit(2)


def _options(now: str | None, **flags: bool) -> Options:
    from sitegen.build import Options

    try:
        today = datetime.date.fromisoformat(now) if now else datetime.date.today()
    except ValueError:
        raise click.UsageError(f"--now {now} is not a date; write YYYY-MM-DD") from None
    return Options(today, **flags)


_build_options = [
    click.option("-b", "--base-url", help="The address that the site will have."),
    click.option("-D", "--drafts", is_flag=True, help="Show drafts too."),
    click.option("-s", "--strict", is_flag=True, help="Make warnings errors."),
    click.option("--now", metavar="DATE", help="The day that embargoes and expiry go by (default: today)."),
]


def _with_build_options(command: Any) -> Any:
    for option in reversed(_build_options):
        command = option(command)
    return command


@cli.command()
@click.option("-d", "--destination", help="The output folder.")
@_with_build_options
@click.option("-w", "--watch", "follow", is_flag=True, help="Build again at every save.")
@click.option("--clean", is_flag=True, help="Forget the cache first.")
@click.option("--keep-going", is_flag=True, help="Publish without the broken items.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@click.pass_obj
def build(
    root: Path, destination: str | None, base_url: str | None, drafts: bool, strict: bool, now: str | None,
    follow: bool, clean: bool, keep_going: bool, as_json: bool,
) -> None:  # fmt: skip
    """Build the site into its output folder."""
    archive = _archive(root, destination=destination, base_url=base_url)
    options = _options(now, drafts=drafts, strict=strict, keep_going=keep_going)
    if clean:
        (archive.state / "cache.sqlite").unlink(missing_ok=True)
    report = _build_once(archive, options, as_json=as_json)
    if follow:
        from sitegen.watch import Watcher

        click.echo("Watching; stop with Ctrl-C")
        for _ in Watcher(archive.root, [archive.destination, archive.state]):
            _build_once(_archive(root, destination=destination, base_url=base_url), options, as_json=as_json)
    sys.exit(1 if report.failed else 0)


def _build_once(archive: Archive, options: Options, *, as_json: bool) -> Report:
    import time

    from sitegen.build import build as build_site
    from sitegen.write import DestinationError

    begun = time.perf_counter()
    try:
        report = build_site(archive, options)
    except DestinationError as failure:
        raise click.ClickException(str(failure)) from None
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(report).decode())
    else:
        _summary(report, time.perf_counter() - begun, archive.config.destination)
    return report


def _summary(report: Report, seconds: float, place: str) -> None:
    if report.published:
        reasons: dict[str, int] = {}
        for reason in report.written.values():
            reasons[reason] = reasons.get(reason, 0) + 1
        parts = [f"{count} {reason}" for reason, count in sorted(reasons.items())]
        parts += [f"{len(report.removed)} removed"] if report.removed else []
        parts += [f"{report.kept} unchanged"] if report.kept else []
        click.echo(f"Built {place} in {seconds:.2f} s: {', '.join(parts) or 'nothing to do'}")
    else:
        click.echo(f"Not built ({seconds:.2f} s): {place} is as it was", err=True)
    notes = ", ".join(f"{count} {state}" for state, count in sorted(report.notes.items()))
    click.echo(
        f"Found {report.articles} articles, {report.terms} terms, {report.mentions} mentions "
        f"({report.linked} linked, {report.undecided} undecided), notes: {notes or 'none'}"
    )
    for reason, count in sorted(report.hidden.items()):
        click.echo(f"Left out {count} {reason}")
    _show_problems(report.problems)


def _show_problems(problems: Any) -> None:
    for problem in problems[:MOST_PROBLEMS]:
        colour = "red" if problem.severity == "error" else "yellow"
        colour = "" if os.environ.get("NO_COLOR") else colour
        kind = click.style(problem.severity, fg=colour) if colour else problem.severity
        click.echo(f"{kind}: {problem}", err=True)
        if os.environ.get("GITHUB_ACTIONS"):
            click.echo(f"::{problem.severity} file={problem.file},line={problem.line}::{problem.message}")
    if len(problems) > MOST_PROBLEMS:
        click.echo(f"and {len(problems) - MOST_PROBLEMS} more", err=True)
    errors = sum(p.severity == "error" for p in problems)
    if problems:
        click.echo(f"{errors} errors, {len(problems) - errors} warnings", err=True)


@cli.command()
@click.option("-p", "--port", type=click.IntRange(1, 65535), help="The port to listen on.")
@click.option("-O", "--open", "open_browser", is_flag=True, help="Open the site in a browser.")
@_with_build_options
@click.pass_obj
def serve(
    root: Path,
    port: int | None,
    open_browser: bool,
    base_url: str | None,
    drafts: bool,
    strict: bool,
    now: str | None,
) -> None:
    """Serve the site on this machine and follow every save."""
    import threading
    import time

    from sitegen.build import render_site
    from sitegen.preview import Preview, Server, listen
    from sitegen.store import Store
    from sitegen.watch import Watcher

    archive = _archive(root, base_url=base_url)
    options = _options(now, drafts=drafts, strict=strict)
    try:
        listening = listen(port or archive.config.serve.port, exactly=port is not None)
    except OSError as failure:
        raise click.ClickException(f"{failure}; name another with --port") from None
    number = listening.getsockname()[1]
    base_path = "/" + base_url.split("/", 3)[3] if base_url and base_url.count("/") > 2 else "/"
    base_path = base_path if base_path.endswith("/") else base_path + "/"
    address = f"http://127.0.0.1:{number}{base_path}"
    preview = Preview(base_path, number)
    store = Store(archive.state / "preview.sqlite")

    def show() -> None:
        begun = time.perf_counter()
        current = _archive(root, base_url=address)
        files, report = render_site(current, options, store)
        preview.show(files, report.problems)
        _summary(report, time.perf_counter() - begun, "the preview")

    show()
    watcher = Watcher(archive.root, [archive.destination, archive.state, archive.root / ".venv", archive.root / ".git"])

    def follow() -> None:
        for _ in watcher:
            try:
                show()
            except SystemExit:
                click.echo("The configuration can't be used; the last good site stays", err=True)

    threading.Thread(target=follow, daemon=True).start()
    click.echo(f"Serving {address} (stop with Ctrl-C)")
    if open_browser and not os.environ.get("CI"):
        click.launch(address)
    try:
        Server(preview, listening).run_here()
    except KeyboardInterrupt:
        pass
    finally:
        watcher.stop()
        store.close(forget_unused=False)


@cli.command()
@_with_build_options
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@click.pass_obj
def check(root: Path, base_url: str | None, drafts: bool, strict: bool, now: str | None, as_json: bool) -> None:
    """Report every problem of the archive without building it."""
    from sitegen.build import read_content
    from sitegen.store import Store
    from sitegen.templates import Templates

    archive = _archive(root, base_url=base_url)
    store = Store(archive.state / "cache.sqlite")
    content = read_content(archive, _options(now, drafts=drafts, strict=strict), store)
    store.close(forget_unused=False)
    problems = sorted({*content.problems, *Templates(archive.root / "templates").check(archive.config.languages[0])})
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(problems).decode())
    else:
        _show_problems(problems)
        click.echo(f"Checked {len(content.site.records)} articles and {len(content.site.entries)} terms")
    sys.exit(1 if any(p.severity == "error" for p in problems) else 0)


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line: the ledger.")
@click.pass_obj
def mentions(root: Path, as_json: bool) -> None:
    """Print every mention found and what was decided about it."""
    from sitegen.build import ledger_lines, read_content
    from sitegen.store import Store

    archive = _archive(root)
    store = Store(archive.state / "cache.sqlite")
    content = read_content(archive, _options(None, drafts=True), store)
    store.close(forget_unused=False)
    for line in ledger_lines(content.site):
        if as_json:
            import msgspec

            click.echo(msgspec.json.encode(line).decode())
        else:
            linked = "linked" if line["linked"] else "not linked"
            place = f"{archive.config.content}/{line['source']}:{line['line']}:{line['column']}"
            click.echo(f"{place}: {line['surface']} = {line['term']}, {line['state']}, {linked} ({line['rule']})")


@cli.command()
@click.argument("which", type=click.Choice(["config", "article", "term"]))
def schema(which: str) -> None:
    """Print the JSON Schema of a file format, for editors that complete and check."""
    from sitegen.formats import json_schema

    click.echo(json_schema(which))


@cli.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=".")
def init(folder: Path) -> None:
    """Start an archive: a small one that works, to be filled."""
    starter = Path(__file__).parent / "starter"
    targets = {
        "sitegen.toml": "sitegen.toml",
        "first-article.txt": "content/first-article.txt",
        "first-article.yaml": "content/first-article.yaml",
        "terms.yaml": "content/glossary/terms.yaml",
    }
    if taken := [name for name in targets.values() if (folder / name).exists()]:
        raise click.ClickException(f"{folder / taken[0]} is there already; nothing was written")
    for name, target in targets.items():
        (folder / target).parent.mkdir(parents=True, exist_ok=True)
        (folder / target).write_bytes((starter / name).read_bytes())
        click.echo(f"Wrote {folder / target}")
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("_site/\n.sitegen/\n")
    click.echo(f"Next: sitegen -C {folder} serve")


def main() -> None:
    """The program."""
    cli.main(prog_name="sitegen")
