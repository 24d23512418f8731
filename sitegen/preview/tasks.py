"""What there is to see to, thing by thing: for the desk of an archive, and beside the article that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import quote

import msgspec

from sitegen.build import Content
from sitegen.discover import SIDECARS, ChangedError, read_source
from sitegen.ledger import decoded
from sitegen.model import Mention, Note, Record, in_language
from sitegen.problems import Problem, ProblemError, visible
from sitegen.reader import decode
from sitegen.store import LostError, Store
from sitegen.urls import Permalink, relative
from sitegen.words import name_of

MOST = 100
NEAR = 80
MORE = "…"


class Choice(msgspec.Struct, frozen=True):
    """A question that a click answers: in the article at a permalink a form means one of some terms, id and label."""

    page: str
    form: str
    terms: tuple[tuple[str, str], ...]


class Item(msgspec.Struct, frozen=True):
    """One thing to see to: what, where in the files (`place`) and in the site (`href`), and what more is to say.

    `parts` are the text before, of and after the words that are meant, where some are. `acts` are what can be done with a `note` in the page that it is in: `move` and `edit`.
    """

    text: str
    place: str = ""
    href: str = ""
    more: str = ""
    severity: str = ""
    lang: str = ""
    choice: Choice | None = None
    parts: tuple[str, str, str] | None = None
    note: str = ""
    acts: tuple[str, ...] = ()


class Section(msgspec.Struct, frozen=True):
    """Things of one kind under a heading; a page shows the first hundred of them, and says how many there are."""

    key: str
    heading: str
    items: tuple[Item, ...]

    @property
    def shown(self) -> tuple[Item, ...]:
        """Those that a page shows."""
        return self.items[:MOST]

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.items)


def section(key: str, heading: str, items: Iterable[Item]) -> Section:
    """Things of one kind under a heading."""
    return Section(key, heading, tuple(items))


def pressing(problems: Sequence[Item], others: Iterable[Section]) -> list[Item]:
    """Problems without the warnings about what has a section of its own."""
    told = {item.place for one in others for item in one.items}
    return [item for item in problems if item.severity == "error" or item.place not in told]


def file_of(content: Content, source: str) -> str:
    """What problems call a source."""
    return f"{content.site.config.content}/{source}"


def link(page: Permalink, target: str) -> str:
    """The link from the page on which a thing is listed to a page of the site; "" for itself."""
    return "" if page == target else relative(page, target)


def problems_in(content: Content, problems: Sequence[Problem], page: Permalink) -> list[Item]:
    """Problems, errors first."""
    pages = {file_of(content, r.article.source): r.article.permalink for r in content.site.records}
    pages |= {r.article.notes_file: r.article.permalink for r in content.site.records if r.article.notes_file}
    ordered = sorted(problems, key=lambda problem: (problem.severity != "error", problem))
    return [
        Item(
            visible(problem.message),
            visible(":".join([problem.file, *(str(n) for n in (problem.line, problem.column) if n)])),
            link(page, pages[problem.file]) if problem.file in pages else "",
            visible(problem.remedy),
            problem.severity,
        )
        for problem in ordered
    ]


def is_about(content: Content, problem: Problem, record: Record) -> bool:
    """Whether a problem is in an article's source or in its sidecar."""
    source = file_of(content, record.article.source)
    stem, _, suffix = problem.file.rpartition(".")
    return problem.file == source or (stem == source.rpartition(".")[0] and f".{suffix}" in SIDECARS)


def orphans(records: Iterable[Record], page: Permalink, language: str) -> Iterable[Item]:
    """Notes that have lost their passage, each with the words that it was on."""
    for record in records:
        for placed in record.notes:
            if placed.state == "orphan":
                yield note_item(record, placed.note, page, language, ("move", "edit"))


def note_item(record: Record, note: Note, page: Permalink, language: str, acts: tuple[str, ...] = ()) -> Item:
    """A note by the words that it is on, or by the title of its article."""
    article = record.article
    lines = dict(zip((one.id for one in article.meta.notes), article.note_lines, strict=False))
    about = name_of(note.kind, language) if page == article.permalink else article.title
    return Item(
        note.quote or article.title,
        f"{article.notes_file}:{lines.get(note.id, 0)}",
        f"{link(page, article.permalink)}#note-{quote(note.id)}",
        f"{about} · {note.id}",
        lang=article.language,
        note=note.id,
        acts=acts,
    )


def questions(
    content: Content, records: Iterable[Record], store: Store, page: Permalink, language: str
) -> Iterable[Item]:
    """Mentions that evidence could not decide, each in its words."""
    for record in records:
        if not record.tally.undecided:
            continue
        try:
            mentions = decoded(store.need(record.ledger))
            lines = _lines(content, record)
        except (LostError, ChangedError, ProblemError):
            continue
        for mention in mentions:
            if mention.state == "undecided":
                yield _question(content, record, mention, lines, page, language)


def _lines(content: Content, record: Record) -> list[str]:
    source = record.article.source
    name = file_of(content, source)
    return decode(read_source(content.sources[source]).data, name, record.article.meta.encoding or "utf-8")[0].split(
        "\n"
    )


def _question(
    content: Content, record: Record, mention: Mention, lines: Sequence[str], page: Permalink, language: str
) -> Item:
    article = record.article
    candidates = {mention.term, *(refusal.term for refusal in mention.refused)}
    entries = content.site.entries
    terms = [(t, in_language(entries[t].term.label, (language, "en"))[0]) for t in sorted(candidates) if t in entries]
    line = lines[mention.line - 1] if mention.line <= len(lines) else mention.surface
    at = mention.column - 1
    before, after = _last(line[:at]), _last(line[at + len(mention.surface) :][::-1])[::-1]
    parts = (before.lstrip(), mention.surface, after.rstrip())
    # The browser finds the words: what is undecided has no address in the page.
    sides = (before.removeprefix(MORE), after.removesuffix(MORE))
    found = [
        _near(sides[0], -3, "{}-,"),
        quote(mention.surface, safe="").replace("-", "%2D"),
        _near(sides[1], 3, ",-{}"),
    ]
    return Item(
        "".join(parts),
        f"{file_of(content, article.source)}:{mention.line}:{mention.column}",
        f"{link(page, article.permalink)}#:~:text={''.join(found)}",
        lang=article.language,
        choice=Choice(article.permalink, mention.surface, tuple(terms)),
        parts=parts,
    )


def _last(text: str) -> str:
    """The end of a text, from a word's beginning on if there is one."""
    if len(text) <= NEAR:
        return text
    end = text[-NEAR:]
    return MORE + end[end.find(" ") + 1 :]


def _near(text: str, count: int, form: str) -> str:
    """The words on one side of a mention, as a text fragment of an address has them."""
    words = text.split()
    near = " ".join(words[count:] if count < 0 else words[:count])
    return form.format(quote(near, safe="").replace("-", "%2D")) if near else ""
