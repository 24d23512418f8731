"""From an archive on disk to a site on disk."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from sitegen.build.content import Content, Options, mentions_of, read_content, settled, strict, texts_of
from sitegen.build.keys import key_of
from sitegen.build.making import TemplateFailedError, key_of_output, make_bytes, outputs_of
from sitegen.config import Archive
from sitegen.data import LEDGER
from sitegen.doctor import Archive as Examined
from sitegen.doctor import examine
from sitegen.incremental import Todo, Wanted, Written, plan
from sitegen.ledger import Changes, changes
from sitegen.outputs import Output, Page
from sitegen.owners import owners_of, same_item
from sitegen.problems import Problem
from sitegen.progress import Follow, unseen
from sitegen.store import Store
from sitegen.templates import Templates
from sitegen.urls import output_path
from sitegen.write import Output as OutputFolder

LEDGER_PATH = output_path(LEDGER)
NOTHING = Todo({}, (), ())


class Report(msgspec.Struct, frozen=True):
    """What a build did: files by reason, counts, problems; `published` says if the site is new.

    `changes` compares the ledger with the one published before, where that changed; `advice` is what the
    doctor of the glossary said, if he was asked.
    """

    published: bool
    written: dict[str, str]
    removed: tuple[str, ...]
    kept: int
    articles: int
    terms: int
    mentions: int
    linked: int
    undecided: int
    notes: dict[str, int]
    hidden: dict[str, int]
    problems: tuple[Problem, ...]
    changes: Changes | None = None
    advice: tuple[Problem, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether there was an error."""
        return any(problem.severity == "error" for problem in self.problems)


class Draft(msgspec.Struct, frozen=True):
    """A site that is worked out but not made: its outputs by path, and every problem found on the way."""

    content: Content
    templates: Templates
    outputs: dict[str, Output]
    problems: tuple[Problem, ...]

    @property
    def refused(self) -> bool:
        """Whether there was an error."""
        return any(problem.severity == "error" for problem in self.problems)


class _RefusedError(Exception):
    """Pages that can't be made refuse the build."""


def build(archive: Archive, options: Options, follow: Follow = unseen) -> Report:
    """Build an archive into its destination. A build with errors leaves the last good site.

    Raises DestinationError for an output folder that is not ours.
    """
    output = OutputFolder(archive.destination, archive.state)
    store = Store(archive.state / "cache.sqlite")
    try:
        with output.locked(), _collecting_seldom():
            output.check(content=archive.content, root=archive.root)
            report = settled(store, lambda: _build(archive, options, store, output, follow))
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
    gc.set_threshold(200_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _build(archive: Archive, options: Options, store: Store, output: OutputFolder, follow: Follow) -> Report:
    draft = draft_of(archive, options, store, follow)
    problems = list(draft.problems)
    if draft.refused and not options.keep_going:
        return report_of(draft.content, problems, NOTHING, published=False)
    owners = owners_of(draft.content.site)
    wanted = {path: Wanted(key_of_output(one, draft.templates), owners.of(one)) for path, one in draft.outputs.items()}
    todo = plan(wanted, output.manifest, output.on_disk(), _held(output.manifest, problems))
    older = output.read(LEDGER_PATH) if todo.write.get(LEDGER_PATH) == "changed" else None
    failed: list[str] = []
    try:
        paths = follow(todo.write, "pages")
        output.publish(todo, wanted, _bytes_of(paths, draft, store, problems, failed, options))
    except _RefusedError:
        return report_of(draft.content, problems, NOTHING, published=False)
    todo = msgspec.structs.replace(todo, write={p: why for p, why in todo.write.items() if p not in failed})
    report = report_of(draft.content, problems, todo, published=True)
    if older is None:
        return report
    newer = make_bytes(draft.outputs[LEDGER_PATH], draft.templates, store)
    return msgspec.structs.replace(report, changes=changes(older, newer))


def draft_of(archive: Archive, options: Options, store: Store, follow: Follow) -> Draft:
    """Work a site out. Where something is wrong, one page of each template is tried for what else is."""
    templates = Templates(archive.root / "templates")
    content = read_content(archive, options, store, follow)
    problems = [*content.problems, *_template_problems(templates, archive.config.languages[0], store)]
    outputs = outputs_of(archive, content.site, content.sources, problems)
    problems = strict(problems, options)
    draft = Draft(content, templates, outputs, tuple(problems))
    return msgspec.structs.replace(draft, problems=(*problems, *tried(draft, store))) if draft.refused else draft


def _template_problems(templates: Templates, language: str, store: Store) -> list[Problem]:
    """What is wrong with the templates. That nothing is, is remembered: to compile them all takes its time."""
    key = key_of("templates", templates.digest_of_all())
    if store.get(key) is not None:
        return []
    problems = templates.check(language)
    if not problems:
        store.put(key, b"fit")
    return problems


def tried(draft: Draft, store: Store) -> Iterator[Problem]:
    """The problems of templates that fail for the first page that uses them."""
    first = {one.template: one for one in reversed(draft.outputs.values()) if isinstance(one, Page)}
    for one in first.values():
        try:
            make_bytes(one, draft.templates, store)
        except TemplateFailedError as failure:
            yield failure.problem


def _held(manifest: Mapping[str, Written], problems: Iterable[Problem]) -> frozenset[str]:
    """The paths that come from broken files: they stay as they are."""
    broken = {same_item(problem.file) for problem in problems if problem.severity == "error"}
    return frozenset(path for path, one in manifest.items() if one.source and same_item(one.source) in broken)


def _bytes_of(
    paths: Iterable[str], draft: Draft, store: Store, problems: list[Problem], failed: list[str], options: Options
) -> Iterator[tuple[str, bytes | None]]:
    """Each path with its bytes, or None and a problem where its template fails."""
    broken: set[str] = set()
    for path in paths:
        one = draft.outputs[path]
        try:
            # The first failure of a template says it all, unless its other pages are to be published.
            again = isinstance(one, Page) and one.template in broken and not options.keep_going
            data = None if again else make_bytes(one, draft.templates, store)
        except TemplateFailedError as failure:
            problems.append(failure.problem)
            broken.add(failure.template)
            failed.append(path)
            data = None
        yield path, data
    if broken and not options.keep_going:
        raise _RefusedError()


def report_of(content: Content, problems: Sequence[Problem], todo: Todo, *, published: bool) -> Report:
    """What a build did with some content, in counts."""
    tallies = [record.tally for record in content.site.records]
    notes: dict[str, int] = {}
    for record in content.site.records:
        for placed in record.notes:
            notes[placed.state] = notes.get(placed.state, 0) + 1
    return Report(
        published=published,
        written=todo.write,
        removed=todo.remove,
        kept=len(todo.keep),
        articles=len(content.site.records),
        terms=len(content.site.entries),
        mentions=sum(tally.shown for tally in tallies),
        linked=sum(tally.linked for tally in tallies),
        undecided=sum(tally.undecided for tally in tallies),
        notes=notes,
        hidden=content.hidden,
        problems=tuple(sorted(set(problems))),
    )
