"""The second map by batches: outputs into bytes, in other processes where there are many."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence, Set
from concurrent.futures import Executor

from sitegen.build.executing import PAGE, in_order, is_worth_it
from sitegen.build.making import TemplateFailedError, make_bytes, make_page
from sitegen.outputs import Output, Page
from sitegen.problems import Problem
from sitegen.store import Store
from sitegen.templates import Templates, templates_at

# The weight of pages that go to another process together.
BATCH = 60

# What becomes of an output: its bytes, the problem of the template that failed with its name, or None if passed over.
Made = bytes | tuple[Problem, str] | None


def made_outputs(
    paths: Sequence[str],
    outputs: MutableMapping[str, Output],
    templates: Templates,
    store: Store,
    executor: Executor | None,
    hopeless: Set[str],
) -> Iterator[tuple[str, Made]]:
    """Each path with what becomes of its output, in their order. Raises LostError and ChangedError.

    Outputs are dropped when they are made. Pages of templates that are `hopeless` are passed over; that set may grow
    meanwhile.
    """
    pages = sum(one.weight for path in paths if isinstance(one := outputs[path], Page))
    if executor is None or not is_worth_it(pages * PAGE):
        for path in paths:
            one = outputs.pop(path)
            passed_over = isinstance(one, Page) and one.template in hopeless
            yield path, None if passed_over else _made(one, templates, store)
        return
    groups = list(_evenly(paths, outputs))
    files = templates.files
    calls = ((str(files.own), files.digest, _packed(group, outputs, store)) for group in groups)
    for group, made in zip(groups, in_order(executor, make_batch, calls), strict=True):
        waiting = iter(made)
        for path in group:
            one = outputs.pop(path)
            yield path, next(waiting) if isinstance(one, Page) else _made(one, templates, store)


def _evenly(paths: Iterable[str], outputs: Mapping[str, Output]) -> Iterator[tuple[str, ...]]:
    """Paths in groups whose pages take about the same; one that takes more is a group of its own."""
    group: list[str] = []
    weight = 0
    for path in paths:
        one = outputs[path]
        own = one.weight if isinstance(one, Page) else 0
        if group and weight + own > BATCH:
            yield tuple(group)
            group, weight = [], 0
        group.append(path)
        weight += own
    if group:
        yield tuple(group)


def _made(one: Output, templates: Templates, store: Store) -> Made:
    try:
        return make_bytes(one, templates, store)
    except TemplateFailedError as failure:
        return failure.problem, failure.template


def _packed(paths: Iterable[str], outputs: Mapping[str, Output], store: Store) -> bytes:
    """The pages among outputs with their bodies, for another process on this machine. Raises LostError."""
    pages = [one for path in paths if isinstance(one := outputs[path], Page)]
    bodies = store.need_each([page.body for page in pages if page.body])
    return pickle.dumps([(page, next(bodies) if page.body else b"") for page in pages], protocol=5)


def make_batch(own: str, digest: str, packed: bytes) -> list[Made]:
    """What becomes of the pages of a batch. Raises ChangedError.

    `own` is the folder of the site's templates, `digest` that of them all.
    """
    templates = templates_at(own, digest)
    made: list[Made] = []
    for page, body in pickle.loads(packed):
        try:
            made.append(make_page(page, body, templates))
        except TemplateFailedError as failure:
            made.append((failure.problem, failure.template))
    return made
