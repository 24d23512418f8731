"""A site for the preview: worked out at once, its pages made when someone asks for them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

import msgspec

from sitegen.build.content import settled
from sitegen.build.drafting import Draft, draft_of, edit_of, tried
from sitegen.build.keys import key_of
from sitegen.build.making import TemplateFailedError, key_of_output, make_bytes
from sitegen.build.publishing import NOTHING
from sitegen.build.reporting import Content, Options, Report, report_of
from sitegen.build.wanting import Reaches
from sitegen.config import Archive
from sitegen.discover import ChangedError, digest_of
from sitegen.incremental import Todo
from sitegen.outputs import Asset, Copy, Output
from sitegen.problems import Problem
from sitegen.progress import Follow, unseen
from sitegen.store import Store
from sitegen.templates import Templates

MOST_KEPT = 256
ASSETS = "assets/"


class Snapshot:
    """The files of a site by path, all of one build, whenever they are made. Threads may share it.

    What it is made from does not change: views, templates as they were read, bodies in the store by digest. What is
    copied from the content folder is read when it is asked for, and refused if it is not what it was.
    """

    def __init__(self, draft: Draft, store: Store, older: Snapshot | None = None) -> None:
        self._site = draft.content.site
        self._emitted = draft.emitted
        self._templates: Templates = draft.templates
        self._store = store
        self._made: OrderedDict[str, bytes] = OrderedDict()
        self._reaches = Reaches(draft)
        self._versions: dict[str, str] = {}
        self._finished = False
        # Another preview begins where this one began; all versions of a long day would fill its memory.
        self._is_first = older is None
        self._named: dict[str, str] = {}
        # The versions of the snapshot before by the names of all that was seen, not that snapshot itself.
        self._known = older.versions_by_name() if older else {}

    def versions_by_name(self) -> dict[str, str]:
        """The versions that are known here by names of all that was seen; those of before while some are not."""
        return self._named if self._finished else self._known | self._named

    @property
    def templates(self) -> frozenset[str]:
        """The digests of the templates that pages are made of."""
        names = {one.template for one in self._emitted.values()} - {""}
        return frozenset(map(self._templates.digest, names))

    @property
    def paths(self) -> Collection[str]:
        """The paths of all files, the first page first."""
        return self._emitted.keys()

    @cached_property
    def assets(self) -> Mapping[str, str]:
        """The versions of the files that pages load, by path."""
        return {
            path: self.version(path)
            for path, one in self._emitted.items()
            if path.startswith(ASSETS) and not one.template
        }

    def get(self, path: str) -> bytes:
        """A file's bytes. Raises KeyError for a path that is not there, TemplateFailedError, LostError, ChangedError."""
        made = self._made.get(path)
        if made is None:
            made = self._make(path)
            self._made[path] = made
            while len(self._made) > MOST_KEPT:
                self._made.popitem(last=False)
        return made

    def version(self, path: str) -> str:
        """The digest of a file's bytes, made for that if need be, without keeping them. Raises as `get` does."""
        if path not in self._versions:
            self._versions[path] = self._found_version(path)
        return self._versions[path]

    def _found_version(self, path: str) -> str:
        """A version as it was found for the same key before, in this preview or another; else the file is made."""
        output = self._output(path)
        key = key_of_output(output, self._templates)
        if isinstance(output, Asset | Copy):
            return key
        stored = self._store.get(key_of("version", key))
        if stored is not None:
            return stored.hex()
        version = digest_of(self._made.get(path) or self._make(path))
        if self._is_first:
            self._store.put(key_of("version", key), bytes.fromhex(version))
        return version

    def _make(self, path: str) -> bytes:
        return make_bytes(self._output(path), self._templates, self._store)

    def _output(self, path: str) -> Output:
        return self._emitted[path].output(self._site)

    def changed_since(self, older: Snapshot | None) -> tuple[int, int]:
        """How many files differ from another snapshot's, and of how many both know it by now."""
        known = [path for path in self._versions if older and path in older._versions]
        return sum(self._versions[path] != older._versions[path] for path in known if older), len(known)

    def finish(self) -> Iterator[Problem | None]:
        """Make every file that no one has asked for, step by step; a step gives the problem that it met."""
        failed = set()
        for path, one in self._emitted.items():
            reach = self._reaches.of(one)
            name = f"{path} {reach}" if reach else ""
            if name in self._known:
                self._versions.setdefault(path, self._known[name])
            elif path not in self._versions and one.template not in failed:
                try:
                    self.version(path)
                    yield None
                except TemplateFailedError as failure:
                    # The first failure of a template says it all.
                    failed.add(one.template)
                    yield failure.problem
                except ChangedError:
                    # It was saved since, and is of the next snapshot.
                    continue
            if name and path in self._versions:
                self._named[name] = self._versions[path]
        self._finished = True


class Worked(msgspec.Struct, frozen=True):
    """What an archive came to: a snapshot unless errors refuse it, what it is made from, and the report."""

    snapshot: Snapshot | None
    draft: Draft
    report: Report

    @property
    def content(self) -> Content:
        """What was read."""
        return self.draft.content


def work_out(
    archive: Archive,
    options: Options,
    store: Store,
    older: Worked | None = None,
    saved: Collection[str] | None = None,
    follow: Follow = unseen,
) -> Worked:
    """Work a site out. One page of each template is tried, unless an older snapshot is made of the same template.

    `saved` are the files, as people name them, that alone were saved since `older` was worked out, where that is
    known. Raises ChangedError for sources that don't come to rest.
    """
    waiting = [older] if older else []

    def work() -> Worked:
        # What the store has lost is not in an older draft either.
        before = waiting.pop().draft if waiting else None
        edit = edit_of(archive, options, before, saved) if before and saved is not None else None
        site = before.reading.site if before else None
        return _worked(draft_of(archive, options, store, follow, edit, before=site), store, older)

    return settled(store, work)


def _worked(draft: Draft, store: Store, older: Worked | None) -> Worked:
    snapshot = older.snapshot if older else None
    trusted = snapshot.templates if snapshot else frozenset[str]()
    problems = draft.problems if draft.refused else (*draft.problems, *tried(draft, store, trusted))
    refused = any(problem.severity == "error" for problem in problems)
    todo = NOTHING if refused else Todo(dict.fromkeys(draft.emitted, "preview"), (), ())
    report = report_of(draft.content, problems, todo, published=not refused)
    return Worked(None if refused else Snapshot(draft, store, snapshot), draft, report)
