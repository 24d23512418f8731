"""`serve`."""

from __future__ import annotations

import os
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from sitegen.cli.following import follow_on
from sitegen.cli.opening import archive_or_exit, build_options, open_archive, options_of
from sitegen.cli.wording import show_problems, some_of, summary


@click.command()
@click.option("-p", "--port", type=click.IntRange(1, 65535), help="The port to listen on.")
@click.option("-O", "--open", "open_browser", is_flag=True, help="Open the site in a browser.")
@build_options
@click.pass_obj
def serve(
    root: Path, port: int | None, open_browser: bool, base_url: str | None, drafts: bool, strict: bool, now: str | None
) -> None:
    """Serve the site on this machine and follow every save, until Ctrl-C."""
    from sitegen.build import render_site
    from sitegen.config import ConfigError
    from sitegen.preview import Preview, Server, listen
    from sitegen.store import Store
    from sitegen.urls import base_path_of
    from sitegen.watch import Watcher

    archive = archive_or_exit(root, base_url=base_url)
    options = options_of(now, drafts=drafts, strict=strict)
    try:
        listening = listen(port or archive.config.serve.port, exactly=port is not None)
    except OSError as failure:
        raise click.ClickException(f"{failure}; name another with --port") from None
    number = listening.getsockname()[1]
    base_path = base_path_of(archive.config.base_url)
    address = f"http://127.0.0.1:{number}{base_path}"
    preview = Preview(base_path, number)
    store = Store(archive.state / "preview.sqlite")

    def show() -> None:
        begun = time.perf_counter()
        try:
            files, report = render_site(open_archive(root, base_url=address), options, store, follow_on(sys.stderr))
        except ConfigError as failure:
            preview.show(None, tuple(failure.problems))
            show_problems(failure.problems)
            return
        preview.show(files, report.problems)
        for line in summary(report, time.perf_counter() - begun, "the preview"):
            click.echo(line, err=not report.published)
        show_problems(report.problems)

    watcher = Watcher(archive, lambda message: click.echo(message, err=True))
    show()
    threading.Thread(target=follow_saves, args=(watcher, show, preview.fail), daemon=True).start()
    click.echo(f"Serving {address} (stop with Ctrl-C)")
    if open_browser and not os.environ.get("CI"):
        click.launch(address)
    try:
        Server(preview, listening).run_here()
    except KeyboardInterrupt:
        click.echo("")
    finally:
        watcher.stop()
        store.close(forget_unused=False)


def follow_saves(batches: Iterable[frozenset[str]], show: Callable[[], None], fail: Callable[[str], None]) -> None:
    """Show the site anew at every batch of changed paths; `fail` is told of a bug, and the next batch tries again."""
    for changed in batches:
        click.echo(f"Changed: {some_of(changed)}")
        try:
            show()
        except Exception as failure:
            # A bug must not end the session silently: it is shown whole.
            traceback.print_exc()
            fail(f"sitegen failed: {type(failure).__name__}: {failure}")
