"""The second map: outputs into bytes, with keys that say when they are current."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec
from markupsafe import Markup

from sitegen.addresses import Addresses
from sitegen.assets import copies
from sitegen.build.keys import key_of
from sitegen.crossref import Site
from sitegen.data import data
from sitegen.discover import digest_of, read_source
from sitegen.feeds import feeds
from sitegen.model import Block
from sitegen.outputs import Asset, Copy, Emitted, Output, Page, Parts, fixed
from sitegen.owners import Owners, Places, owners_of
from sitegen.pages import article_pages, home_pages, list_pages, note_pages, term_pages
from sitegen.problems import Problem, error
from sitegen.store import Store
from sitegen.templates import Templates
from sitegen.urls import output_path
from sitegen.views import ArticleView, BlockView, View

EMITTERS: tuple[Callable[[Addresses], Iterable[Emitted]], ...] = (
    article_pages,
    term_pages,
    home_pages,
    list_pages,
    note_pages,
    feeds,
    data,
    copies,
)


class TemplateFailedError(Exception):
    """A template that failed while a page was made, with the problem that says where."""

    def __init__(self, problem: Problem, template: str) -> None:
        super().__init__(str(problem))
        self.problem = problem
        self.template = template


def emitted_of(site: Site, static: Iterable[Asset], problems: list[Problem]) -> dict[str, Emitted]:
    """Every address of a site by its path, with the way to what is there; a path that two claim is a problem.

    It depends on the site's addresses alone.
    """
    emitted = [one for emit in EMITTERS for one in emit(site.addresses)]
    emitted += map(fixed, static)
    # An old address never takes the place of a page.
    emitted.sort(key=lambda one: one.template == "redirect.html")
    owners = owners_of(site)
    made: dict[str, Emitted] = {}
    places = Places()
    for one in emitted:
        try:
            path = output_path(one.permalink)
        except ValueError as failure:
            file = owners.of(one) or site.config.content
            problems.append(error(file, 0, str(failure), "give it another slug or name"))
            continue
        if (first := places.take(path, one)) is not None:
            problems.append(_clash(one, first, owners, site.config.content))
            continue
        made[path] = one
    return made


def _clash(one: Emitted, first: Emitted, owners: Owners, folder: str) -> Problem:
    """The problem of an output whose address another has; `folder` is what problems call the content folder."""
    file, other = owners.of(one), owners.of(first)
    if file and file == other:
        message = f"uses two files that both want the address /{one.permalink}"
        return error(file, 0, message, "give one of its pictures another name")
    message = f"wants the address /{one.permalink}, which {other or 'a page of the site'} has"
    return error(file or folder, 0, message, "rename one, or give one another slug")


def key_of_output(one: Output, templates: Templates) -> str:
    """The digest of everything that an output's bytes depend on."""
    if isinstance(one, Asset):
        return digest_of(one.data)
    if isinstance(one, Copy):
        return one.source.digest
    if isinstance(one, Parts):
        return key_of("parts", one.parts)
    return key_of(templates.digest(one.template), one.view.__qualname__, one.seen, one.body, one.language)


def make_bytes(one: Output, templates: Templates, store: Store) -> bytes:
    """The bytes of an output. Raises LostError for a body that the store has no more, and ChangedError."""
    if isinstance(one, Asset):
        return one.data
    if isinstance(one, Copy):
        return read_source(one.source).data
    if isinstance(one, Parts):
        return b"".join(store.need_each(one.parts))
    return make_page(one, store.need(one.body) if one.body else b"", templates)


def make_page(one: Page, body: bytes, templates: Templates) -> bytes:
    """The bytes of a page, with its annotated body (b"" for none). Raises TemplateFailedError."""
    view = one.view(one.seen)
    blocks = blocks_of(body, view)
    try:
        return templates.render(one.template, one.language, view, blocks=blocks).encode()
    except Exception as failure:
        # What a template raises is its author's mistake; what none was at work in is a bug of ours.
        if problem := templates.problem_of(failure, one.template):
            raise TemplateFailedError(problem, one.template) from None
        raise


def blocks_of(body: bytes, view: View) -> tuple[BlockView, ...]:
    """The annotated body of an article's page in blocks, each with its notes."""
    if not body or not isinstance(view, ArticleView):
        return ()
    notes = view.notes
    return tuple(
        BlockView(Markup(block.html), tuple(notes[n] for n in block.notes if n < len(notes)))
        for block in msgspec.msgpack.decode(body, type=tuple[Block, ...])
    )
