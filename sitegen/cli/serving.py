"""`serve`."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import itertools
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.cli.following import follow_on
from sitegen.cli.opening import archive_or_exit, build_options, open_archive, options_of
from sitegen.cli.wording import counted, show_problems, some_of, summary

if TYPE_CHECKING:
    from sitegen.build import Options
    from sitegen.build.live import Snapshot, Worked
    from sitegen.preview import Preview
    from sitegen.problems import Problem
    from sitegen.store import Store
    from sitegen.watch import Watcher

HANDLES = 4096
PATIENCE = 0.5
# In how many times its own cost the garbage is looked through again.
SELDOM = 50


@click.command()
@click.option("-p", "--port", type=click.IntRange(1, 65535), help="The port to listen on.")
@click.option("--host", metavar="ADDRESS", help="Listen at another address than this machine's own: others can read.")
@click.option("-O", "--open", "open_browser", is_flag=True, help="Open the site in a browser.")
@build_options
@click.pass_obj
def serve(
    root: Path, port: int | None, host: str | None, open_browser: bool, base_url: str | None, drafts: bool,
    strict: bool, now: str | None,
) -> None:  # fmt: skip
    """Serve the site on this machine and follow every save, until Ctrl-C."""
    from sitegen.preview import Preview, Server, listen
    from sitegen.preview.guard import Guard, names_of
    from sitegen.preview.overlay import files_of
    from sitegen.store import Store
    from sitegen.theme import theme_folder
    from sitegen.urls import base_path_of
    from sitegen.watch import Watcher

    archive = archive_or_exit(root, base_url=base_url)
    options = options_of(now, drafts=drafts, strict=strict)
    wanted = port or archive.config.serve.port
    try:
        listening = listen(wanted, exactly=port is not None, host=host)
    except OSError as failure:
        reason = failure.strerror or str(failure)
        raise click.ClickException(f"can't listen: {reason}; name another with --port") from None
    number = listening[0].getsockname()[1]
    base_path = base_path_of(archive.config.base_url)
    address = f"http://{f'[{host}]' if host and ':' in host else host or '127.0.0.1'}:{number}{base_path}"
    names = names_of(host)
    store = Store(archive.state / "preview.sqlite")
    preview = Preview(
        base_path, Guard(names, number), store, files_of(archive.root, theme_folder("templates")), options.today
    )
    watcher = Watcher(archive, lambda message: click.echo(message, err=True))
    session = Session(root, address, options, store, watcher, preview)
    # Frozen values can't refer to each other in circles: there is little to look for, and what lasts is left alone.
    gc.set_threshold(200_000, 20, 100)
    session.show()
    gc.freeze()
    batches = itertools.chain([frozenset[str]()], watcher)
    following = threading.Thread(target=follow_saves, args=(batches, session.follow, session.fail), daemon=True)
    following.start()
    try:
        if number != wanted:
            click.echo(f"Port {wanted} is taken: serving on {number}")
        if names != names_of(None):
            click.echo(
                f"Warning: not only this machine can read this preview; it answers to {', '.join(names)}", err=True
            )
        click.echo(f"Serving {address} (stop with Ctrl-C)")
        if open_browser and not os.environ.get("CI"):
            click.launch(address)
        _raise_limit()
        Server(preview, listening).run_here()
    except KeyboardInterrupt:
        click.echo("")
    finally:
        watcher.stop()
        following.join(PATIENCE)
        # A build that goes on ends with the process; what it has not stored yet is made again.
        if not following.is_alive():
            store.close(forget_unused=False)


def _raise_limit() -> None:
    """Allow for as many open pages as the system lets us have."""
    if sys.platform != "win32":
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = HANDLES if hard == resource.RLIM_INFINITY else min(HANDLES, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


class Session:
    """An archive that is being served: what its last good build was, and how to make the next one."""

    def __init__(
        self, root: Path, address: str, options: Options, store: Store, watcher: Watcher, preview: Preview
    ) -> None:
        self._root = root
        self._address = address
        self._options = options
        self._store = store
        self._watcher = watcher
        self._preview = preview
        self._shown: Worked | None = None
        # What was saved since that was worked out; None where it may be anything.
        self._saved: frozenset[str] | None = None
        self._finished: Snapshot | None = None
        self._problems: tuple[Problem, ...] = ()
        self._collect_at = 0.0

    def show(self, changed: frozenset[str] = frozenset()) -> Snapshot | None:
        """Work the site out and show it; the pages that are open are made first. Gives what is shown if it is new."""
        from msgspec import structs

        from sitegen.build.live import work_out
        from sitegen.config import ConfigError
        from sitegen.discover import ChangedError

        begun = time.perf_counter()
        self._saved = None if self._saved is None else self._saved | changed
        try:
            archive = open_archive(self._root, base_url=self._address)
        except ConfigError as failure:
            # The page need not know where on this machine the archive is.
            here = str(self._root.resolve())
            problems = [structs.replace(p, message=p.message.replace(here, "this folder")) for p in failure.problems]
            self._preview.tell(problems)
            show_problems(failure.problems)
            return None
        self._watcher.follow(archive)
        try:
            follow = follow_on(sys.stderr)
            worked = work_out(archive, self._options, self._store, self._shown, self._saved, follow)
        except ChangedError:
            # Files are being written all the time; the watcher has more to say.
            return None
        made, failed = self._made_first(worked)
        if failed:
            report = structs.replace(worked.report, published=False, problems=(*worked.report.problems, *failed))
            worked = structs.replace(worked, snapshot=None, report=report)
        self._preview.show(worked)
        if worked.snapshot:
            self._shown, self._saved = worked, frozenset()
        self._problems = worked.report.problems
        self._say(worked, changed, made, time.perf_counter() - begun)
        show_problems(worked.report.problems)
        return worked.snapshot

    def _made_first(self, worked: Worked) -> tuple[list[str], list[Problem]]:
        """Make the pages that are open; gives those that differ from before, and the problems of those that fail."""
        from sitegen.build.making import TemplateFailedError

        made: list[str] = []
        failed: list[Problem] = []
        for page in self._preview.channel.viewed() if worked.snapshot else ():
            if worked.snapshot is None or page not in worked.snapshot.paths:
                continue
            try:
                version = worked.snapshot.version(page)
            except TemplateFailedError as failure:
                failed.append(failure.problem)
                continue
            shown = self._shown.snapshot if self._shown else None
            if shown is None or page not in shown.paths or shown.version(page) != version:
                made.append(page)
        return made, failed

    def _say(self, worked: Worked, changed: frozenset[str], made: list[str], seconds: float) -> None:
        """Print what was built at first, and later in one line what was rebuilt, why and how fast."""
        if not changed or not worked.report.published:
            for line in summary(worked.report, seconds, "the preview"):
                click.echo(line, err=not worked.report.published)
            return
        pages = some_of(page.removesuffix("index.html") or "the home page" for page in made)
        click.echo(f"{some_of(changed)}: {pages or 'no open page differs'}, in {seconds * 1000:.0f} ms")

    def finish(self, snapshot: Snapshot) -> None:
        """Make the rest of a site, until something else is saved."""
        begun = time.perf_counter()
        problems = []
        for problem in snapshot.finish():
            if problem:
                problems.append(problem)
            if self._watcher.waiting:
                return
        # What an earlier preview has left is of no more use than what the first site needs of it.
        self._store.write_down(forget_unused=self._finished is None)
        older, self._finished = self._finished, snapshot
        differing, known = snapshot.changed_since(older)
        if problems:
            self._preview.tell((*self._problems, *problems))
            show_problems(problems)
        if older:
            rest = f"{differing:,} of {counted(known, 'file')} differ" if differing else "nothing else differs"
            click.echo(f"  {rest} ({time.perf_counter() - begun:.1f} s)")
        self._collect()

    def _collect(self) -> None:
        """Give memory back, now and then that of what templates and libraries have knotted together too."""
        begun = time.monotonic()
        if begun >= self._collect_at:
            gc.collect()
            ended = time.monotonic()
            self._collect_at = ended + SELDOM * (ended - begun)
        _give_back()

    def follow(self, changed: frozenset[str]) -> None:
        """Show the site anew and finish it; without changes, finish what is shown."""
        shown = self._shown.snapshot if self._shown else None
        if snapshot := self.show(changed) if changed else shown:
            self.finish(snapshot)

    def fail(self, message: str) -> None:
        """Say in open pages why there is no newer site."""
        from sitegen.problems import error

        self._preview.tell([error("sitegen", 0, message, "this is a bug; the terminal has more")])


def _give_back() -> None:
    """Let the system have the memory that was freed; by itself the C library of GNU keeps what lies between the rest."""
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def follow_saves(
    batches: Iterable[frozenset[str]], show: Callable[[frozenset[str]], None], fail: Callable[[str], None]
) -> None:
    """Show the site anew at every batch of changed paths; `fail` is told of a bug, and the next batch tries again."""
    for changed in batches:
        try:
            show(changed)
        except Exception as failure:
            # A bug must not end the session silently: it is shown whole.
            traceback.print_exc()
            fail(f"failed: {type(failure).__name__}: {failure}")
