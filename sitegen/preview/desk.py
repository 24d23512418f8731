"""The desk: what an editor of the archive has to see to, each with its place in a file and in the site."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import quote

import msgspec

from sitegen.build import Content
from sitegen.discover import ChangedError, read_source
from sitegen.ledger import decoded
from sitegen.model import Mention, Record, in_language
from sitegen.pages.parts import frame
from sitegen.preview.wording import templates
from sitegen.problems import Problem, ProblemError, visible
from sitegen.reader import decode
from sitegen.store import LostError, Store
from sitegen.urls import Permalink, encode
from sitegen.words import translate

DESK = Permalink("-/")
MOST = 100
NEAR = 80
_ARTICLES = (".txt", ".md")


class Choice(msgspec.Struct, frozen=True):
    """A question that a click answers: in the article at a permalink a form means one of some terms, id and label."""

    page: str
    form: str
    terms: tuple[tuple[str, str], ...]


class Item(msgspec.Struct, frozen=True):
    """One thing to see to: what, where in the files (`place`) and in the site (`href`), and what more is to say."""

    text: str
    place: str = ""
    href: str = ""
    more: str = ""
    severity: str = ""
    lang: str = ""
    choice: Choice | None = None


class Section(msgspec.Struct, frozen=True):
    """Things of one kind: the first hundred, and how many there are."""

    key: str
    heading: str
    items: tuple[Item, ...]
    total: int


class DeskView(msgspec.Struct, frozen=True):
    """What the template of the desk sees."""

    frame: object
    sections: tuple[Section, ...]
    done: tuple[str, ...]


def desk_page(content: Content, problems: Sequence[Problem], store: Store, style: str) -> bytes:
    """The desk of an archive as a page; `style` is the address of its own style sheet."""
    site = content.site
    language = site.about.value.languages[0]
    found = sections(content, problems, store, language)
    view = DeskView(
        frame(site.about.value, DESK, translate("Desk", language), noindex=True),
        tuple(section for section in found if section.total),
        tuple(section.heading for section in found if not section.total),
    )
    return templates(language).get_template("desk.html").render(view=view, style=style).encode()


def sections(content: Content, problems: Sequence[Problem], store: Store, language: str) -> tuple[Section, ...]:
    """What there is to see to, the most pressing first. A warning about what has a section of its own is left out."""
    records = content.site.records
    others = (
        _section("orphans", translate("Notes without a passage", language), _orphans(content)),
        _section("questions", translate("Open questions", language), _questions(content, store, language)),
        _section("undefined", translate("Terms without a definition", language), _undefined(content, language)),
        _section(
            "undated",
            translate("Articles without a date", language),
            [_article(content, record) for record in records if record.article.date is None],
        ),
        _section(
            "detected",
            translate("Articles whose language was guessed", language),
            [_article(content, r, r.article.language) for r in records if r.article.language_detected],
        ),
        _section("hidden", translate("Drafts and articles held back", language), _held_back(content)),
    )
    told = {item.place for section in others for item in section.items}
    pressing = [item for item in _problems(content, problems) if item.severity == "error" or item.place not in told]
    return (_section("problems", translate("Problems", language), pressing), *others)


def _section(key: str, heading: str, items: Iterable[Item]) -> Section:
    every = tuple(items)
    return Section(key, heading, every[:MOST], len(every))


def _file(content: Content, source: str) -> str:
    return f"{content.site.config.content}/{source}"


def _to(permalink: str) -> str:
    return f"../{encode(permalink)}"


def _article(content: Content, record: Record, more: str = "") -> Item:
    article = record.article
    return Item(article.title, _file(content, article.source), _to(article.permalink), more, lang=article.language)


def _problems(content: Content, problems: Sequence[Problem]) -> list[Item]:
    """Problems, errors first."""
    pages = {_file(content, r.article.source): r.article.permalink for r in content.site.records}
    pages |= {r.article.notes_file: r.article.permalink for r in content.site.records if r.article.notes_file}
    ordered = sorted(problems, key=lambda problem: (problem.severity != "error", problem))
    return [
        Item(
            visible(problem.message),
            visible(":".join([problem.file, *(str(n) for n in (problem.line, problem.column) if n)])),
            _to(pages[problem.file]) if problem.file in pages else "",
            visible(problem.remedy),
            problem.severity,
        )
        for problem in ordered
    ]


def _orphans(content: Content) -> Iterable[Item]:
    for record in content.site.records:
        article = record.article
        lines = dict(zip((note.id for note in article.meta.notes), article.note_lines, strict=False))
        for placed in record.notes:
            if placed.state == "orphan":
                note = placed.note
                place = f"{article.notes_file}:{lines.get(note.id, 0)}"
                href = f"{_to(article.permalink)}#note-{quote(note.id)}"
                yield Item(note.quote, place, href, f"{article.title} · {note.id}", lang=article.language)


def _questions(content: Content, store: Store, language: str) -> Iterable[Item]:
    """Mentions that evidence could not decide, each in its words."""
    for record in content.site.records:
        if not record.tally.undecided:
            continue
        try:
            mentions = decoded(store.need(record.ledger))
            lines = _lines(content, record)
        except (LostError, ChangedError, ProblemError):
            continue
        for mention in mentions:
            if mention.state == "undecided":
                yield _question(content, record, mention, lines, language)


def _lines(content: Content, record: Record) -> list[str]:
    source = record.article.source
    name = _file(content, source)
    return decode(read_source(content.sources[source]).data, name, record.article.meta.encoding or "utf-8")[0].split(
        "\n"
    )


def _question(content: Content, record: Record, mention: Mention, lines: Sequence[str], language: str) -> Item:
    article = record.article
    candidates = {mention.term, *(refusal.term for refusal in mention.refused)}
    entries = content.site.entries
    terms = [(t, in_language(entries[t].term.label, (language, "en"))[0]) for t in sorted(candidates) if t in entries]
    line = lines[mention.line - 1] if mention.line <= len(lines) else mention.surface
    at = mention.column - 1
    before, after = line[:at][-NEAR:], line[at + len(mention.surface) :][:NEAR]
    # The browser finds the words: what is undecided has no address in the page.
    found = [_near(before, -3, "{}-,"), quote(mention.surface, safe="").replace("-", "%2D"), _near(after, 3, ",-{}")]
    return Item(
        f"{'…' if len(before) == NEAR else ''}{before}{mention.surface}{after}{'…' if len(after) == NEAR else ''}".strip(),
        f"{_file(content, article.source)}:{mention.line}:{mention.column}",
        f"{_to(article.permalink)}#:~:text={''.join(found)}",
        lang=article.language,
        choice=Choice(article.permalink, mention.surface, tuple(terms)),
    )


def _near(text: str, count: int, form: str) -> str:
    """The words on one side of a mention, as a text fragment of an address has them."""
    words = text.split()
    near = " ".join(words[count:] if count < 0 else words[:count])
    return form.format(quote(near, safe="").replace("-", "%2D")) if near else ""


def _undefined(content: Content, language: str) -> Iterable[Item]:
    for key, entry in sorted(content.site.entries.items()):
        if not entry.term.definition:
            label = in_language(entry.term.label, (language, "en"))[0]
            yield Item(label, f"{entry.file}:{entry.line}", _to(f"terms/{key}/"), key)


def _held_back(content: Content) -> Iterable[Item]:
    """Articles that are not on the site, because they are drafts, embargoed, expired or broken."""
    shown = {record.article.source for record in content.site.records}
    for source in sorted(content.sources):
        if source.endswith(_ARTICLES) and source not in shown:
            yield Item(source, _file(content, source))
