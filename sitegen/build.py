"""The one module that knows the order: from an archive on disk to a site on disk."""

from __future__ import annotations

import contextlib
import datetime
import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec
from markupsafe import Markup

from sitegen import __version__
from sitegen.annotate import Annotated, LinkRules, annotate
from sitegen.assets import pictures_of, static_files
from sitegen.config import Archive
from sitegen.crossref import Site, crossref
from sitegen.discover import Found, Sources, digest_of, discover
from sitegen.feeds import feeds
from sitegen.glossary.lexicon import Lexicon
from sitegen.glossary.senses import Senses
from sitegen.glossary.terms import Glossary, read_glossary, shared_forms
from sitegen.incremental import Todo, Wanted, Written, plan
from sitegen.model import Article, Block, Document, GlossaryEntry, Record, Term
from sitegen.outputs import Asset, Output, Page
from sitegen.owners import Places, owners_of, same_item
from sitegen.pages import article_pages, list_pages, term_pages
from sitegen.parse import Parsed, parse_article
from sitegen.problems import Problem, error
from sitegen.progress import Follow, unseen
from sitegen.reader import decode
from sitegen.render import render
from sitegen.store import Store
from sitegen.templates import Templates
from sitegen.urls import Permalink, output_path, relative, resolve_reference
from sitegen.views import ArticleView, BlockView
from sitegen.write import Output as OutputFolder

EMITTERS: tuple[Callable[[Site], Iterable[Output]], ...] = (article_pages, term_pages, list_pages, feeds)

_PACKAGES = (
    "babel",
    "jinja2",
    "markdown",
    "markupsafe",
    "msgspec",
    "nh3",
    "pygments",
    "ahocorasick-rs",
    "rapidfuzz",
    "py3langid",
)


class Options(msgspec.Struct, frozen=True):
    """How one build is to go. `today` decides about embargoes and expiry."""

    today: datetime.date
    drafts: bool = False
    strict: bool = False
    keep_going: bool = False


class Content(msgspec.Struct, frozen=True):
    """Everything up to the site: what the commands that don't write look at."""

    site: Site
    problems: tuple[Problem, ...]
    hidden: dict[str, int]


class Report(msgspec.Struct, frozen=True):
    """What a build did: files by reason, counts, problems; `published` says if the site is new."""

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

    @property
    def failed(self) -> bool:
        """Whether there was an error."""
        return any(problem.severity == "error" for problem in self.problems)


@cache
def generator_digest() -> str:
    """The digest of the program itself and of the packages that shape its output."""
    state = hashlib.blake2b(__version__.encode(), digest_size=16)
    folder = Path(__file__).parent
    for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.po")]):
        state.update(path.read_bytes())
    for name in _PACKAGES:
        try:
            state.update(f"{name} {version(name)}\n".encode())
        except PackageNotFoundError:
            state.update(name.encode())
    return state.hexdigest()


def key_of(*parts: object) -> str:
    """A key: the digest of the program and of some values."""
    encoded = msgspec.msgpack.encode((generator_digest(), *parts), order="deterministic")
    return hashlib.blake2b(encoded, digest_size=16).hexdigest()


def read_content(archive: Archive, options: Options, store: Store, follow: Follow = unseen) -> Content:
    """Read an archive and work out its site, with every problem on the way."""
    config = archive.config
    sources = discover(archive.content, config.content)
    glossary = read_glossary(sources.glossary, config.content)
    problems = [*sources.problems, *glossary.problems, *shared_forms(glossary.entries)]
    parsed = _parse_all(sources, config.content, config.languages[0], problems)
    articles, hidden = _shown(parsed, options)
    articles = _apart(articles, config.content, problems)
    records = _annotate_all(archive, articles, sources, glossary, store, follow)
    problems += [problem for record in records for problem in record.problems]
    site = crossref(config, records, glossary.entries)
    return Content(site, tuple(sorted(_strict(problems, options))), hidden)


def _strict(problems: Iterable[Problem], options: Options) -> list[Problem]:
    if not options.strict:
        return list(problems)
    return [msgspec.structs.replace(problem, severity="error") for problem in problems]


def _parse_all(sources: Sources, folder: str, language: str, problems: list[Problem]) -> list[Article]:
    sidecars: dict[str, Found] = {}
    for sidecar in sources.sidecars:
        if sidecar.stem in sidecars:
            other = sidecars[sidecar.stem].path
            problems.append(error(f"{folder}/{sidecar.path}", 0, f"{folder}/{other} is a sidecar too", "keep one"))
        sidecars[sidecar.stem] = sidecar
    owners: dict[str, str] = {}
    articles = []
    for found in sources.articles:
        if found.stem in owners and found.stem in sidecars:
            message = f"is a sidecar for {owners[found.stem]} and {found.path}"
            problems.append(error(f"{folder}/{sidecars[found.stem].path}", 0, message, "rename one of them"))
        owners[found.stem] = found.path
        result: Parsed = parse_article(found, sidecars.get(found.stem), folder, language)
        problems += result.problems
        if result.article:
            articles.append(result.article)
    for stem, sidecar in sorted(sidecars.items()):
        if stem not in owners:
            remedy = "name it as the article, with .yaml in place of .txt or .md"
            problems.append(error(f"{folder}/{sidecar.path}", 0, "is a sidecar without an article", remedy))
    return articles


def _shown(articles: Sequence[Article], options: Options) -> tuple[list[Article], dict[str, int]]:
    """The articles to publish, and how many are left out for what reason."""
    shown = []
    hidden: dict[str, int] = {}
    for article in articles:
        meta = article.meta
        reason = ""
        if meta.status == "draft" and not options.drafts:
            reason = "drafts"
        elif meta.embargo and meta.embargo.first_day > options.today:
            reason = "embargoed"
        elif meta.expires and meta.expires.last_day < options.today:
            reason = "expired"
        if reason:
            hidden[reason] = hidden.get(reason, 0) + 1
        else:
            shown.append(article)
    return shown, hidden


def _apart(articles: Sequence[Article], folder: str, problems: list[Problem]) -> list[Article]:
    """The articles without those whose address an earlier one has."""
    owners: dict[str, str] = {}
    apart = []
    for article in articles:
        first = owners.setdefault(article.slug, article.source)
        if first == article.source:
            apart.append(article)
        else:
            message = f"has the slug {article.slug!r}, as {folder}/{first} has"
            problems.append(error(f"{folder}/{article.source}", 0, message, "give one of them slug: …"))
    return apart


def _matching_part(term: Term) -> Term:
    """A term without what plays no part in finding it: a new definition re-annotates nothing."""
    return msgspec.structs.replace(term, definition={}, facts=(), sources=(), kind="concept")


def _annotate_all(
    archive: Archive, articles: Sequence[Article], sources: Sources, glossary: Glossary, store: Store, follow: Follow
) -> list[Record]:
    config = archive.config
    terms = [_matching_part(entry.term) for entry in glossary.entries]
    lexicon_key = key_of(terms)
    rules = LinkRules(config.links.density, config.links.cap, config.links.undecided)
    data = {found.path: found for found in sources.articles}
    addresses = {article.source: article.permalink for article in articles}
    pictures = frozenset(sources.pictures)
    compiled: list[tuple[Lexicon, Senses]] = []
    records = []
    for article in follow(articles, "articles"):
        document_key = key_of("document", article.markup, article.body, config.markdown)
        references = _references(article, document_key, config.markdown.extensions, store)
        targets = _targets(article, references, addresses, pictures)
        key = key_of("annotated", document_key, msgspec.structs.replace(article, body=""), lexicon_key, rules, targets)
        stored = store.get(key)
        if stored is not None:
            records.append(msgspec.msgpack.decode(stored, type=Record))
            store.keep(records[-1].body)
            continue
        if not compiled:
            lexicon = Lexicon(terms)
            compiled.append((lexicon, Senses(lexicon)))
        found = data[article.source]
        text = decode(found.data, article.source, article.meta.encoding or "utf-8")[0]
        document = _document(article, document_key, config.markdown.extensions, store)
        annotated = annotate(document, article, text[: article.body_start], *compiled[0], rules, targets)
        records.append(_keep(annotated, key, store, article, targets, pictures))
    return records


def _keep(
    annotated: Annotated,
    key: str,
    store: Store,
    article: Article,
    targets: dict[str, str],
    pictures: frozenset[str],
) -> Record:
    """Put a body into the store under its digest; the record names it."""
    body = msgspec.msgpack.encode(annotated.blocks)
    digest = digest_of(body)
    store.put(digest, body)
    used = []
    for reference in targets:
        resolved = resolve_reference(article.source, reference)
        if resolved and resolved[0] in pictures:
            used.append((resolved[0], article.permalink + targets[reference]))
    record = msgspec.structs.replace(
        annotated.record,
        body=digest,
        pictures=tuple(sorted(used)),
        article=msgspec.structs.replace(article, body=""),
    )
    store.put(key, msgspec.msgpack.encode(record))
    return record


def _references(article: Article, document_key: str, extensions: tuple[str, ...], store: Store) -> tuple[str, ...]:
    """The references of an article's document, without the document where the store has them."""
    if article.markup == "plain":
        return ()
    key = key_of("references", document_key)
    stored = store.get(key)
    if stored is not None:
        store.keep(document_key)
        return msgspec.msgpack.decode(stored, type=tuple[str, ...])
    references = _document(article, document_key, extensions, store).references
    store.put(key, msgspec.msgpack.encode(references))
    return references


def _document(article: Article, key: str, extensions: tuple[str, ...], store: Store) -> Document:
    # To read plain text anew is cheaper than to keep what it was.
    if article.markup == "plain":
        return render(article, extensions)
    stored = store.get(key)
    if stored is not None:
        return msgspec.msgpack.decode(stored, type=Document)
    document = render(article, extensions)
    store.put(key, msgspec.msgpack.encode(document))
    return document


def _targets(
    article: Article, references: Sequence[str], addresses: Mapping[str, Permalink], pictures: frozenset[str]
) -> dict[str, str]:
    targets = {}
    for reference in references:
        resolved = resolve_reference(article.source, reference)
        if resolved is None:
            continue
        path, fragment = resolved
        if path in addresses:
            anchor = "#s-" + fragment[1:] if len(fragment) > 1 else ""
            targets[reference] = relative(article.permalink, addresses[path]) + anchor
        elif path in pictures:
            targets[reference] = path.rsplit("/", 1)[-1]
    return targets


def build(archive: Archive, options: Options, follow: Follow = unseen) -> Report:
    """Build an archive into its destination. A build with errors leaves the last good site.

    Raises DestinationError for an output folder that is not ours.
    """
    output = OutputFolder(archive.destination, archive.state)
    store = Store(archive.state / "cache.sqlite")
    try:
        with output.locked(), _collecting_seldom():
            output.check(content=archive.content, root=archive.root)
            report = _build(archive, options, store, output, follow)
        store.close(forget_unused=report.published)
    except BaseException:
        store.close(forget_unused=False)
        raise
    return report


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
    todo = Todo({}, (), ())
    refused = draft.refused and not options.keep_going
    if not refused:
        owners = owners_of(draft.content.site)
        wanted = {path: Wanted(_key(one, draft.templates), owners.of(one)) for path, one in draft.outputs.items()}
        held = _held(output.manifest, problems)
        todo = plan(wanted, output.manifest, output.on_disk(), held)
        failed: list[str] = []
        try:
            paths = follow(todo.write, "pages")
            output.publish(todo, wanted, _bytes_of(paths, draft, store, problems, failed, options))
        except _RefusedError:
            refused, todo = True, Todo({}, (), ())
        todo = msgspec.structs.replace(todo, write={p: why for p, why in todo.write.items() if p not in failed})
    return _report(draft.content, problems, todo, published=not refused)


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


def draft_of(archive: Archive, options: Options, store: Store, follow: Follow) -> Draft:
    """Work a site out. Where something is wrong, one page of each template is tried for what else is."""
    templates = Templates(archive.root / "templates")
    content = read_content(archive, options, store, follow)
    problems = [*content.problems, *templates.check(archive.config.languages[0])]
    outputs = outputs_of(archive, content.site, problems)
    problems = _strict(problems, options)
    draft = Draft(content, templates, outputs, tuple(problems))
    return msgspec.structs.replace(draft, problems=(*problems, *tried(draft, store))) if draft.refused else draft


def tried(draft: Draft, store: Store) -> Iterator[Problem]:
    """The problems of templates that fail for the first page that uses them."""
    first = {one.template: one for one in reversed(draft.outputs.values()) if isinstance(one, Page)}
    for one in first.values():
        try:
            make_bytes(one, draft.templates, store)
        except _TemplateFailedError as failure:
            yield failure.problem


def _held(manifest: Mapping[str, Written], problems: Iterable[Problem]) -> frozenset[str]:
    """The paths that come from broken files: they stay as they are."""
    broken = {same_item(problem.file) for problem in problems if problem.severity == "error"}
    return frozenset(path for path, one in manifest.items() if one.source and same_item(one.source) in broken)


def outputs_of(archive: Archive, site: Site, problems: list[Problem]) -> dict[str, Output]:
    """Every output of a site by its path; a path that two claim is a problem."""
    emitted = [one for emit in EMITTERS for one in emit(site)]
    emitted += static_files(archive.root / "static", problems)
    emitted += pictures_of(archive, site, problems)
    # An old address never takes the place of a page.
    emitted.sort(key=lambda one: isinstance(one, Page) and one.template == "redirect.html")
    owners = owners_of(site)
    made: dict[str, Output] = {}
    places = Places()
    for one in emitted:
        file = owners.of(one) or archive.config.content
        try:
            path = output_path(one.permalink)
        except ValueError as failure:
            problems.append(error(file, 0, str(failure), "give it another slug or name"))
            continue
        if (first := places.take(path, one)) is not None:
            message = f"wants the address /{one.permalink}, which {owners.of(first) or 'a page of the site'} has"
            problems.append(error(file, 0, message, "rename one, or give one another slug"))
            continue
        made[path] = one
    return made


def _key(one: Output, templates: Templates) -> str:
    if isinstance(one, Asset):
        return digest_of(one.data)
    return key_of(templates.digest(one.template), one.view, one.body, one.language)


class _TemplateFailedError(Exception):
    def __init__(self, problem: Problem, template: str) -> None:
        super().__init__(str(problem))
        self.problem = problem
        self.template = template


class _RefusedError(Exception):
    """Pages that can't be made refuse the build."""


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
        except _TemplateFailedError as failure:
            problems.append(failure.problem)
            broken.add(failure.template)
            failed.append(path)
            data = None
        yield path, data
    if broken and not options.keep_going:
        raise _RefusedError()


def make_bytes(one: Output, templates: Templates, store: Store) -> bytes:
    """The bytes of an output."""
    if isinstance(one, Asset):
        return one.data
    blocks = _blocks(one, store)
    try:
        return templates.render(one.template, one.language, one.view, blocks=blocks).encode()
    except Exception as failure:
        # What a template raises is its author's mistake; what none was at work in is a bug of ours.
        if problem := templates.problem_of(failure, one.template):
            raise _TemplateFailedError(problem, one.template) from None
        raise


def _blocks(page: Page, store: Store) -> tuple[BlockView, ...]:
    if not page.body or not isinstance(page.view, ArticleView):
        return ()
    stored = store.get(page.body)
    assert stored is not None, "the body was put into the store when its record was made"
    notes = page.view.notes
    return tuple(
        BlockView(Markup(block.html), tuple(notes[n] for n in block.notes if n < len(notes)))
        for block in msgspec.msgpack.decode(stored, type=tuple[Block, ...])
    )


def _report(content: Content, problems: Sequence[Problem], todo: Todo, *, published: bool) -> Report:
    mentions = [m for r in content.site.records for m in r.mentions]
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
        mentions=sum(m.state in ("accepted", "misspelt") for m in mentions),
        linked=sum(m.linked for m in mentions),
        undecided=sum(m.state == "undecided" for m in mentions),
        notes=notes,
        hidden=content.hidden,
        problems=tuple(sorted(set(problems))),
    )


__all__ = ["Content", "GlossaryEntry", "Options", "Report", "build", "read_content"]


def check(archive: Archive, options: Options, follow: Follow = unseen) -> Report:
    """Work a site out without writing it; one page of each template is tried."""
    store = Store(archive.state / "cache.sqlite")
    try:
        draft = draft_of(archive, options, store, follow)
        problems = draft.problems if draft.refused else (*draft.problems, *tried(draft, store))
    finally:
        store.close(forget_unused=False)
    return _report(draft.content, problems, Todo({}, (), ()), published=False)


def render_site(
    archive: Archive, options: Options, store: Store, follow: Follow = unseen
) -> tuple[dict[str, bytes] | None, Report]:
    """A site's files in memory, for the preview; None where errors refuse it."""
    draft = draft_of(archive, options, store, follow)
    problems = list(draft.problems)
    files: dict[str, bytes] | None = None
    if not draft.refused:
        try:
            files = {
                path: _rendered(one, draft.templates, store) for path, one in follow(draft.outputs.items(), "pages")
            }
        except _TemplateFailedError as failure:
            problems += [failure.problem, *tried(draft, store)]
    todo = Todo(dict.fromkeys(files or (), "preview"), (), ())
    return files, _report(draft.content, problems, todo, published=files is not None)


def _rendered(one: Output, templates: Templates, store: Store) -> bytes:
    """The bytes of an output, from the store where nothing that it sees has changed."""
    if isinstance(one, Asset):
        return one.data
    key = key_of("page", _key(one, templates))
    stored = store.get(key)
    if one.body:
        store.keep(one.body)
    if stored is None:
        stored = make_bytes(one, templates, store)
        store.put(key, stored)
    return stored


def ledger_lines(site: Site) -> Iterator[dict[str, object]]:
    """The ledger: every mention by article and place, with the decision about it."""
    for record in sorted(site.records, key=lambda r: r.article.slug):
        for mention in record.mentions:
            line: dict[str, object] = {"article": record.article.slug, "source": record.article.source}
            line |= {name: getattr(mention, name) for name in _LEDGER}
            yield line


_LEDGER = (
    "term", "surface", "line", "column", "start", "end", "occurrence", "state", "linked", "rule", "score",
    "evidence", "refused",
)  # fmt: skip
