"""What an editor of a glossary would want to know: forms that may be read otherwise, gaps, candidates."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec

from sitegen.crossref import Site
from sitegen.dates import PartialDate, parse_date
from sitegen.glossary.terms import all_forms, labels
from sitegen.model import GlossaryEntry, Mention, Record, Term
from sitegen.problems import Problem, warning

BEGINNINGS = frozenset({"announced", "released", "launched"})
MOST_CANDIDATES = 20
ENOUGH_ARTICLES = 3
ENOUGH_TIMES = 5

# A name: a model's number, an acronym, or a word with a capital inside a sentence.
_MODEL = r"[A-Z][A-Za-z]*-?\d+[A-Za-z0-9]*|[A-Z]{2,}[A-Za-z0-9]*"
_NAME = re.compile(rf"(?<![\w/.@#-])(?:{_MODEL}|[A-Z][a-z]+(?:[A-Z][A-Za-z]*)?)(?![\w/@])")
_ONLY_MODEL = re.compile(rf"(?<![\w/.@#-])(?:{_MODEL})(?![\w/@])", re.ASCII)
# What is no prose: code, addresses, tags.
_NOT_PROSE = re.compile(r"```.*?```|`[^`\n]*`|https?://\S+|\]\([^)\s]*\)|<[^>\n]*>", re.DOTALL)
_BEGINS = re.compile(r"(?:^|[.!?:…»”\"\n*#>-])\s*$")
# In these languages every noun has a capital, which then says nothing.
_CAPITAL_NOUNS = frozenset({"de", "lb"})


class Archive(msgspec.Struct, frozen=True):
    """What the doctor looks at: the site, mentions and text of each source by its path, what problems call the folder."""

    site: Site
    mentions: Mapping[str, Sequence[Mention]]
    texts: Mapping[str, str]
    folder: str


def examine(archive: Archive) -> tuple[Problem, ...]:
    """Everything that the doctor has to say, in the order of files and lines."""
    return tuple(sorted({problem for check in CHECKS for problem in check(archive)}))


def _shared(archive: Archive) -> Iterator[Problem]:
    owners: dict[tuple[str, str], list[GlossaryEntry]] = defaultdict(list)
    for entry in archive.site.entries.values():
        for key in {(language, form.casefold()) for language, form in _forms(entry.term)}:
            owners[key].append(entry)
    for (_, form), sharing in owners.items():
        bare = [e for e in sharing if not e.term.cues.near and not e.term.cues.against]
        if len(sharing) > 1 and bare:
            others = ", ".join(e.term.id for e in sharing if e is not bare[0])
            message = f"{bare[0].term.id}: {form!r} is a form of {others} too, and this term has no cues"
            yield warning(bare[0].file, bare[0].line, message, "say with cues when it is meant")


def _everyday(archive: Archive) -> Iterator[Problem]:
    # The dictionaries take a second to load, and only this check asks them.
    from simplemma import is_known

    spoken = {record.article.language.partition("-")[0] for record in archive.site.records}
    for entry in archive.site.entries.values():
        term = entry.term
        if term.prior == "cue" or term.cues.against:
            continue
        for language, form in sorted(_forms(term)):
            asked = (spoken if language == "any" else {language.partition("-")[0]}) & {"en", "fr", "de", "es"}
            plain = form.islower() and form.isalpha()
            known = sorted(code for code in asked if plain and is_known(form, code))
            if known:
                message = f"{term.id}: {form!r} is an everyday word ({', '.join(known)})"
                yield warning(entry.file, entry.line, message, "give it cues against other meanings, or prior: cue")


def _contained(archive: Archive) -> Iterator[Problem]:
    owners: dict[str, GlossaryEntry] = {}
    for entry in archive.site.entries.values():
        for _, form in _forms(entry.term):
            owners.setdefault(form.casefold(), entry)
    for form, entry in owners.items():
        words = form.split()
        parts = (" ".join(words[a:b]) for a in range(len(words)) for b in range(a + 1, len(words) + 1))
        for part in parts:
            inner = owners.get(part)
            if inner is not None and inner.term.id != entry.term.id and part != form:
                message = f"{inner.term.id}: {part!r} stands inside {form!r} of {entry.term.id}, which wins there"
                yield warning(inner.file, inner.line, message, "nothing to do if that is meant")


def _undefined(archive: Archive) -> Iterator[Problem]:
    for entry in archive.site.entries.values():
        texts = entry.term.definition
        if isinstance(texts, str) or "any" in texts:
            missing = [] if texts else list(archive.site.config.languages)
        else:
            missing = [code for code in archive.site.config.languages if not texts.get(code, "").strip()]
        if missing:
            message = f"{entry.term.id}: has no definition in {', '.join(missing)}"
            yield warning(entry.file, entry.line, message, f"add definition: {{{missing[0]}: …}}")


def _unmentioned(archive: Archive) -> Iterator[Problem]:
    for entry in archive.site.entries.values():
        if entry.term.id not in archive.site.mentioned:
            yield warning(entry.file, entry.line, f"{entry.term.id}: no article mentions it", "add forms, or remove it")


def _early(archive: Archive) -> Iterator[Problem]:
    begun = {entry.term.id: day for entry in archive.site.entries.values() if (day := _beginning(entry.term))}
    for record, file in _sources(archive):
        date = record.article.date
        for mention in archive.mentions.get(record.article.source, ()):
            day = begun.get(mention.term)
            early = date is not None and day is not None and date.last_day < day.first_day
            if early and mention.state in ("accepted", "misspelt"):
                message = f"{mention.surface!r} is linked to {mention.term}, which was announced later, on {day}"
                remedy = f"add pins: [{{form: {mention.surface}, term: none}}] if something else is meant"
                yield warning(file, mention.line, message, remedy, column=mention.column)


def _beginning(term: Term) -> PartialDate | None:
    for fact in term.facts:
        if fact.name in BEGINNINGS:
            try:
                return parse_date(fact.value)
            except ValueError:
                continue
    return None


def _misspelt(archive: Archive) -> Iterator[Problem]:
    for record, file in _sources(archive):
        for mention in archive.mentions.get(record.article.source, ()):
            if mention.state == "misspelt":
                message = f"{mention.surface!r} is written for {mention.term}"
                yield warning(
                    file, mention.line, message, "shown with [sic]; a note can say more", column=mention.column
                )


def _candidates(archive: Archive) -> Iterator[Problem]:
    known = {
        word.casefold() for e in archive.site.entries.values() for form in all_forms(e.term) for word in form.split()
    }
    times: Counter[str] = Counter()
    places: dict[str, dict[str, int]] = defaultdict(dict)
    for record, file in _sources(archive):
        text = archive.texts.get(record.article.source, "")
        surfaces = {mention.surface for mention in archive.mentions.get(record.article.source, ())}
        for word, line in _names(text, record.article.language):
            if word not in surfaces and word.casefold() not in known:
                times[word] += 1
                places[word].setdefault(file, line)
    frequent = [w for w in times if len(places[w]) >= ENOUGH_ARTICLES or times[w] >= ENOUGH_TIMES]
    for word in sorted(frequent, key=lambda w: (-times[w], w))[:MOST_CANDIDATES]:
        file, line = min(places[word].items())
        count = len(places[word])
        message = (
            f"{word!r} is no term, and stands {times[word]} times in {count} {'article' if count == 1 else 'articles'}"
        )
        yield warning(file, line, message, "add it to the glossary if readers should know it")


def _names(text: str, language: str) -> Iterator[tuple[str, int]]:
    """The names of a text that are not merely the first word of a sentence, each with its line."""
    prose = _NOT_PROSE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    capitals_tell = language.partition("-")[0] not in _CAPITAL_NOUNS
    for found in (_NAME if capitals_tell else _ONLY_MODEL).finditer(prose):
        word = found[0]
        told = not word[1:].islower() or not _BEGINS.search(prose, max(0, found.start() - 4), found.start())
        if told and len(word) > 1:
            yield word, prose.count("\n", 0, found.start()) + 1


def _forms(term: Term) -> set[tuple[str, str]]:
    groups = (labels(term), term.forms)
    return {(language, form) for forms in groups for language, group in forms.items() for form in group}


def _sources(archive: Archive) -> Iterable[tuple[Record, str]]:
    return ((record, f"{archive.folder}/{record.article.source}") for record in archive.site.records)


CHECKS: tuple[Callable[[Archive], Iterable[Problem]], ...] = (
    _shared, _everyday, _contained, _undefined, _unmentioned, _early, _misspelt, _candidates,
)  # fmt: skip
