"""From an archive on disk to a site on disk."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor

import msgspec

from sitegen.build.batches import Made, made_outputs
from sitegen.build.content import mentions_of, settled, texts_of
from sitegen.build.drafting import Draft, Edit, begin_first, draft_of, tried
from sitegen.build.inputs import Inputs, Standing, key_of_inputs, read_inputs, read_standing, write_standing
from sitegen.build.reporting import Options, Report, report_of
from sitegen.build.wanting import Outputs
from sitegen.config import Archive
from sitegen.data import LEDGER
from sitegen.doctor import Archive as Examined
from sitegen.doctor import examine
from sitegen.incremental import Todo, Written, plan
from sitegen.ledger import changes
from sitegen.owners import owners_of, same_item
from sitegen.problems import Problem
from sitegen.progress import Follow, unseen
from sitegen.store import Store
from sitegen.urls import output_path
from sitegen.write import Output as OutputFolder

LEDGER_PATH = output_path(LEDGER)
NOTHING = Todo({}, (), ())


class _RefusedError(Exception):
    """Pages that can't be made refuse the build."""


class Built(msgspec.Struct, frozen=True):
    """What a build did, and the draft that it worked out; None where all that it read was as at the last time."""

    report: Report
    draft: Draft | None


def build(archive: Archive, options: Options, follow: Follow = unseen, executor: Executor | None = None) -> Report:
    """Build an archive into its destination. A build with errors leaves the last good site.

    Much work goes to `executor`, if there is one. Raises DestinationError for an output folder that is not ours.
    """
    return built(archive, options, follow, executor).report


def built(
    archive: Archive,
    options: Options,
    follow: Follow = unseen,
    executor: Executor | None = None,
    edit: Edit | None = None,
) -> Built:
    """Build as `build` does; `edit` is what has changed since a draft, where there is one and that is known."""
    output = OutputFolder(archive.destination, archive.state)
    with output.locked(), _collecting_seldom():
        output.check(content=archive.content, root=archive.root)
        if edit is not None:
            return _build_anew(archive, options, output, edit, follow, executor)
        standing = read_standing(output.standing_file)
        if standing is None and executor is not None:
            begin_first(archive, executor)
        inputs = read_inputs(archive)
        unchanged = standing is not None and standing.key == key_of_inputs(archive, options, inputs)
        if unchanged and standing is not None and output.is_whole():
            kept = len(output.manifest)
            return Built(
                msgspec.structs.replace(standing.report, written={}, removed=(), kept=kept, changes=None), None
            )
        return _build_anew(archive, options, output, inputs, follow, executor)


def _build_anew(
    archive: Archive,
    options: Options,
    output: OutputFolder,
    known: Inputs | Edit,
    follow: Follow,
    executor: Executor | None,
) -> Built:
    store = Store(archive.state / "cache.sqlite")
    waiting = [known]

    def work() -> Built:
        # What changed meanwhile is looked at again, and what the store has lost is not in an older draft either.
        known = waiting.pop() if waiting else None
        draft = draft_of(archive, options, store, follow, known, executor)
        report = _publish(draft, store, output, follow, executor)
        if report.published and not report.failed:
            write_standing(output.standing_file, Standing(key_of_inputs(archive, options, draft.inputs), report))
        return Built(report, draft)

    try:
        done = settled(store, work)
        # An edit asks for what it needs alone.
        store.close(forget_unused=done.report.published and isinstance(known, Inputs))
    except BaseException:
        store.close(forget_unused=False)
        raise
    return done


def check(archive: Archive, options: Options, follow: Follow = unseen) -> Report:
    """Work a site out without writing it; one page of each template is tried."""
    store = Store(archive.state / "cache.sqlite")
    try:
        return settled(store, lambda: _check(archive, options, store, follow))
    finally:
        store.close(forget_unused=False)


def _check(archive: Archive, options: Options, store: Store, follow: Follow) -> Report:
    draft = draft_of(archive, options, store, follow)
    problems = draft.problems if draft.refused else (*draft.problems, *tried(draft, store))
    report = report_of(draft.content, problems, NOTHING, published=False)
    site = draft.content.site
    examined = examine(Examined(site, mentions_of(site, store), texts_of(archive, site), archive.config.content))
    return msgspec.structs.replace(report, advice=examined)


@contextlib.contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Let the garbage collector rest: frozen values can't refer to each other in circles."""
    before = gc.get_threshold()
    # What is there now stays; of what comes, only that which libraries knot together has to be looked for.
    gc.freeze()
    gc.set_threshold(1_000_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _publish(draft: Draft, store: Store, output: OutputFolder, follow: Follow, executor: Executor | None) -> Report:
    """Make what is not current and publish it, unless something refuses it."""
    options = draft.reading.options
    problems = list(draft.problems)
    if draft.refused and not options.keep_going:
        return report_of(draft.content, problems, NOTHING, published=False)
    owners = owners_of(draft.content.site)
    outputs = Outputs(draft)
    wanted = {path: outputs.wanted(path, owners, output.manifest) for path in draft.emitted}
    todo = plan(wanted, output.manifest, output.on_disk(), _held(output.manifest, problems))
    older = output.read(LEDGER_PATH) if todo.write.get(LEDGER_PATH) == "changed" else None
    failed: list[str] = []
    try:
        hopeless: set[str] = set()
        made = made_outputs(tuple(todo.write), outputs, draft.templates, store, executor, hopeless)
        followed = (one for _, one in zip(follow(todo.write, "pages"), made, strict=True))
        output.publish(todo, wanted, _bytes_of(followed, problems, failed, hopeless, options))
    except _RefusedError:
        return report_of(draft.content, problems, NOTHING, published=False)
    todo = msgspec.structs.replace(todo, write={p: why for p, why in todo.write.items() if p not in failed})
    report = report_of(draft.content, problems, todo, published=True)
    newer = output.read(LEDGER_PATH)
    if older is None or newer is None:
        return report
    return msgspec.structs.replace(report, changes=changes(older, newer))


def _held(manifest: Mapping[str, Written], problems: Iterable[Problem]) -> frozenset[str]:
    """The paths that come from broken files: they stay as they are."""
    broken = {same_item(problem.file) for problem in problems if problem.severity == "error"}
    return frozenset(path for path, one in manifest.items() if one.source and same_item(one.source) in broken)


def _bytes_of(
    made: Iterable[tuple[str, Made]], problems: list[Problem], failed: list[str], hopeless: set[str], options: Options
) -> Iterator[tuple[str, bytes | None]]:
    """Each path with its bytes, or None and a problem where its template fails."""
    for path, one in made:
        if isinstance(one, bytes):
            yield path, one
            continue
        if one is not None:
            problem, template = one
            problems.append(problem)
            # The first failure of a template says it all, unless its other pages are to be published.
            if not options.keep_going:
                hopeless.add(template)
        failed.append(path)
        yield path, None
    if failed and not options.keep_going:
        raise _RefusedError()
