"""An archive on disk as a draft of its site: worked out, and nothing made."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Collection, Iterator, Sequence, Set
from concurrent.futures import Executor
from pathlib import Path

import msgspec

from sitegen.assets import unreadable_pictures
from sitegen.build.content import Reading, read_archive, strict
from sitegen.build.editing import read_again
from sitegen.build.executing import PLAIN_ARTICLE, is_worth_it
from sitegen.build.inputs import Inputs, read_inputs, templates_of
from sitegen.build.keys import key_of
from sitegen.build.making import TemplateFailedError, emitted_of, make_bytes
from sitegen.build.reporting import Content, Options
from sitegen.config import Archive
from sitegen.crossref import Site
from sitegen.discover import GLOSSARY
from sitegen.outputs import Emitted
from sitegen.problems import Problem
from sitegen.progress import Follow
from sitegen.store import Store
from sitegen.templates import Templates

# Bytes of a glossary that takes a process little time to compile: some thousands of terms.
SMALL = 500_000


class Draft(msgspec.Struct, frozen=True):
    """A site that is worked out but not made: its addresses by path, and every problem found on the way.

    `clashes` are those of addresses.
    """

    reading: Reading
    inputs: Inputs
    content: Content
    emitted: dict[str, Emitted]
    clashes: tuple[Problem, ...]
    problems: tuple[Problem, ...]

    @property
    def templates(self) -> Templates:
        """The templates that its pages are made by."""
        return self.inputs.templates

    @property
    def refused(self) -> bool:
        """Whether there was an error."""
        return any(problem.severity == "error" for problem in self.problems)


def begin_first(archive: Archive, executor: Executor) -> None:
    """Have processes begin for an archive of which everything is to be worked out, before they would carry it along.

    A large glossary is compiled before they begin, not once in each of them.
    """
    files = sum(len(names) for _, _, names in os.walk(archive.content))
    if is_worth_it(files * PLAIN_ARTICLE) and _size_of(archive.content / GLOSSARY) <= SMALL:
        # Templates are compiled first, so that processes that are forked from this one have them too.
        templates_of(archive).check(archive.config.languages[0])
        executor.submit(int)


def _size_of(folder: Path) -> int:
    """The bytes of all files in a folder; 0 for one that is not there."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += os.stat(os.path.join(place, name)).st_size
    return total


def draft_of(
    archive: Archive,
    options: Options,
    store: Store,
    follow: Follow,
    known: Inputs | Edit | None = None,
    executor: Executor | None = None,
    before: Site | None = None,
) -> Draft:
    """Work a site out. Where something is wrong, one page of each template is tried for what else is.

    `known` are the inputs of the archive, where they were looked at already, or what has changed since another draft.
    What is as it was in a site before is the same in memory. Raises ChangedError and LostError.
    """
    if isinstance(known, Edit) and (edited := _draft_again(archive, known, store)):
        return edited
    inputs = known if isinstance(known, Inputs) else read_inputs(archive)
    # Templates are compiled first, so that processes that are forked from this one have them too.
    unfit = _template_problems(inputs, archive.config.languages[0], store)
    reading = read_archive(archive, options, store, follow, executor, inputs.sources, before)
    return _drafted(reading, inputs, unfit, store)


class Edit(msgspec.Struct, frozen=True):
    """Files of the content folder, by their paths in there, that were saved since a draft was made."""

    draft: Draft
    files: tuple[str, ...]


def edit_of(archive: Archive, options: Options, before: Draft, saved: Collection[str]) -> Edit | None:
    """What the files that alone were saved since a draft was made come to, if that is an edit of it.

    `saved` are paths as people name them, from the archive's folder.
    """
    folders = (f"{archive.config.content}/", "templates/", "static/")
    if before.reading.options != options or not all(path.startswith(folders) for path in saved):
        return None
    return Edit(before, tuple(path[len(folders[0]) :] for path in saved if path.startswith(folders[0])))


def _draft_again(archive: Archive, edit: Edit, store: Store) -> Draft | None:
    """A draft in which only what was edited is new; None where the whole archive is to be read."""
    reading = read_again(edit.draft.reading, archive, edit.files, store)
    if reading is None:
        return None
    inputs = read_inputs(archive, reading.sources)
    unfit = _template_problems(inputs, archive.config.languages[0], store)
    return _drafted(reading, inputs, unfit, store, edit.draft)


def _drafted(
    reading: Reading, inputs: Inputs, unfit: Sequence[Problem], store: Store, before: Draft | None = None
) -> Draft:
    """The draft of an archive that was read; `unfit` are the problems of its templates.

    The addresses of a draft before stand where nothing has changed that they depend on.
    """
    content, site = reading.content, reading.site
    if before and site.addresses is before.reading.site.addresses and inputs.static == before.inputs.static:
        emitted, clashes = before.emitted, before.clashes
    else:
        found: list[Problem] = []
        emitted = emitted_of(site, inputs.static, found)
        clashes = tuple(found)
    apart = [*inputs.problems, *unfit, *clashes, *unreadable_pictures(site)]
    problems = (*content.problems, *strict(apart, reading.options))
    draft = Draft(reading, inputs, content, emitted, clashes, problems)
    return msgspec.structs.replace(draft, problems=(*problems, *tried(draft, store))) if draft.refused else draft


def _template_problems(inputs: Inputs, language: str, store: Store) -> list[Problem]:
    """What is wrong with the templates. That nothing is, is remembered: to compile them all takes its time."""
    templates = inputs.templates
    key = key_of("templates", templates.files.digest)
    stored = store.get(key)
    if stored is not None:
        templates.know(msgspec.msgpack.decode(stored, type=dict[str, str]))
        return []
    problems = templates.check(language)
    if not problems:
        store.put(key, msgspec.msgpack.encode(templates.digests()))
    return problems


def tried(draft: Draft, store: Store, trusted: Set[str] = frozenset()) -> Iterator[Problem]:
    """The problems of templates that fail for the first page that uses them; `trusted` are digests of some that don't."""
    first = {one.template: one for one in reversed(draft.emitted.values()) if one.template}
    for template, one in first.items():
        if draft.templates.digest(template) not in trusted:
            try:
                make_bytes(one.output(draft.content.site), draft.templates, store)
            except TemplateFailedError as failure:
                yield failure.problem
