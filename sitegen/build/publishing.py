"""From an archive on disk to a site on disk."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor

import msgspec

from sitegen.assets import unreadable_pictures
from sitegen.build.batches import Made, made_outputs
from sitegen.build.content import Reading, mentions_of, read_archive, settled, strict, texts_of
from sitegen.build.inputs import Inputs, Standing, key_of_inputs, read_inputs, read_standing, write_standing
from sitegen.build.keys import key_of
from sitegen.build.making import TemplateFailedError, emitted_of, key_of_output, make_bytes
from sitegen.build.reporting import Content, Options, Report, report_of
from sitegen.config import Archive
from sitegen.data import LEDGER
from sitegen.discover import digest_of
from sitegen.doctor import Archive as Examined
from sitegen.doctor import examine
from sitegen.facets import Facets
from sitegen.incremental import Todo, Wanted, Written, plan
from sitegen.ledger import changes
from sitegen.outputs import Asset, Emitted, Facet, Output
from sitegen.owners import Owners, owners_of, same_item
from sitegen.problems import Problem
from sitegen.progress import Follow, unseen
from sitegen.store import Store
from sitegen.templates import Templates
from sitegen.urls import output_path
from sitegen.write import Output as OutputFolder

LEDGER_PATH = output_path(LEDGER)
NOTHING = Todo({}, (), ())


class Draft(msgspec.Struct, frozen=True):
    """A site that is worked out but not made: its addresses by path, and every problem found on the way.

    `clashes` are those of addresses.
    """

    reading: Reading
    content: Content
    templates: Templates
    static: tuple[Asset, ...]
    emitted: dict[str, Emitted]
    clashes: tuple[Problem, ...]
    problems: tuple[Problem, ...]

    @property
    def refused(self) -> bool:
        """Whether there was an error."""
        return any(problem.severity == "error" for problem in self.problems)


class _RefusedError(Exception):
    """Pages that can't be made refuse the build."""


def build(archive: Archive, options: Options, follow: Follow = unseen, executor: Executor | None = None) -> Report:
    """Build an archive into its destination. A build with errors leaves the last good site.

    Much work goes to `executor`, if there is one. Raises DestinationError for an output folder that is not ours.
    """
    output = OutputFolder(archive.destination, archive.state)
    with output.locked(), _collecting_seldom():
        output.check(content=archive.content, root=archive.root)
        inputs = read_inputs(archive)
        standing = read_standing(output.standing_file)
        unchanged = standing is not None and standing.key == key_of_inputs(archive, options, inputs)
        if unchanged and standing is not None and output.is_whole():
            kept = len(output.manifest)
            return msgspec.structs.replace(standing.report, written={}, removed=(), kept=kept, changes=None)
        return _build_anew(archive, options, output, inputs, follow, executor)


def _build_anew(
    archive: Archive, options: Options, output: OutputFolder, inputs: Inputs, follow: Follow, executor: Executor | None
) -> Report:
    store = Store(archive.state / "cache.sqlite")
    waiting = [inputs]

    def work() -> Report:
        # What changed meanwhile is looked at again.
        inputs = waiting.pop() if waiting else read_inputs(archive)
        report = _build(archive, options, store, output, inputs, follow, executor)
        if report.published and not report.failed:
            write_standing(output.standing_file, Standing(key_of_inputs(archive, options, inputs), report))
        return report

    try:
        report = settled(store, work)
        store.close(forget_unused=report.published)
    except BaseException:
        store.close(forget_unused=False)
        raise
    return report


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


def _build(
    archive: Archive,
    options: Options,
    store: Store,
    output: OutputFolder,
    inputs: Inputs,
    follow: Follow,
    executor: Executor | None,
) -> Report:
    draft = draft_of(archive, options, store, follow, inputs, executor)
    problems = list(draft.problems)
    if draft.refused and not options.keep_going:
        return report_of(draft.content, problems, NOTHING, published=False)
    owners = owners_of(draft.content.site)
    outputs = _Outputs(draft)
    wanted = {path: outputs.wanted(path, owners, output.manifest) for path in draft.emitted}
    todo = plan(wanted, output.manifest, output.on_disk(), _held(output.manifest, problems))
    older = output.read(LEDGER_PATH) if todo.write.get(LEDGER_PATH) == "changed" else None
    failed: list[str] = []
    try:
        hopeless: set[str] = set()
        made = made_outputs(tuple(todo.write), outputs, draft.templates, store, executor, hopeless, inputs.digest)
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


class _Outputs(dict[str, Output]):
    """The outputs of a draft by path, each made when it is asked for."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._facets = Facets(draft.reading.site)
        self._reaches: dict[tuple[str, tuple[Facet, ...]], bytes] = {}

    def __missing__(self, path: str) -> Output:
        made = self[path] = self._draft.emitted[path].output(self._draft.reading.site)
        return made

    def wanted(self, path: str, owners: Owners, manifest: Mapping[str, Written]) -> Wanted:
        """What is wanted at a path; nothing is made to know it where all that it may see is as it was."""
        one, templates = self._draft.emitted[path], self._draft.templates
        reach = self._reach(one)
        known = manifest.get(path)
        key = known.key if known and reach and known.reach == reach else key_of_output(self[path], templates)
        return Wanted(key, owners.of(one), reach)

    def _reach(self, one: Emitted) -> str:
        """The digest of all that an output may see, "" where that may be everything."""
        if one.sees is None:
            return ""
        common = self._reaches.get((one.template, one.sees))
        if common is None:
            template = self._draft.templates.digest(one.template) if one.template else ""
            common = bytes.fromhex(key_of("reach", template, [self._facets.seal(facet) for facet in one.sees]))
            self._reaches[one.template, one.sees] = common
        own = self._facets.article(one.article) if one.article else self._facets.term(one.term) if one.term else b""
        return digest_of(common + own)


def draft_of(
    archive: Archive,
    options: Options,
    store: Store,
    follow: Follow,
    inputs: Inputs | None = None,
    executor: Executor | None = None,
) -> Draft:
    """Work a site out. Where something is wrong, one page of each template is tried for what else is.

    `inputs` are those of the archive, where they were looked at already.
    """
    inputs = inputs or read_inputs(archive)
    # Templates are compiled first, so that processes that are forked from this one have them too.
    unfit = template_problems(inputs, archive.config.languages[0], store)
    reading = read_archive(archive, options, store, follow, executor, inputs.sources)
    return drafted(reading, inputs, unfit, store)


def drafted(
    reading: Reading, inputs: Inputs, unfit: Sequence[Problem], store: Store, before: Draft | None = None
) -> Draft:
    """The draft of an archive that was read; `unfit` are the problems of its templates.

    The addresses of a draft before stand where nothing has changed that they depend on.
    """
    content, site = reading.content, reading.site
    if before and site.addresses is before.reading.site.addresses and inputs.static == before.static:
        emitted, clashes = before.emitted, before.clashes
    else:
        found: list[Problem] = []
        emitted = emitted_of(site, inputs.static, found)
        clashes = tuple(found)
    apart = [*inputs.problems, *unfit, *clashes, *unreadable_pictures(site)]
    problems = (*content.problems, *strict(apart, reading.options))
    draft = Draft(reading, content, inputs.templates, inputs.static, emitted, clashes, problems)
    return msgspec.structs.replace(draft, problems=(*problems, *tried(draft, store))) if draft.refused else draft


def template_problems(inputs: Inputs, language: str, store: Store) -> list[Problem]:
    """What is wrong with the templates. That nothing is, is remembered: to compile them all takes its time."""
    templates = inputs.templates
    key = key_of("templates", inputs.digest)
    stored = store.get(key)
    if stored is not None:
        templates.know(msgspec.msgpack.decode(stored, type=dict[str, str]))
        return []
    problems = templates.check(language)
    if not problems:
        store.put(key, msgspec.msgpack.encode(templates.digests()))
    return problems


def tried(draft: Draft, store: Store) -> Iterator[Problem]:
    """The problems of templates that fail for the first page that uses them."""
    first = {one.template: one for one in reversed(draft.emitted.values()) if one.template}
    for one in first.values():
        try:
            make_bytes(one.output(draft.content.site), draft.templates, store)
        except TemplateFailedError as failure:
            yield failure.problem


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
