"""The glossary's files into terms, with everything that is wrong between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from sitegen.discover import Found
from sitegen.glossary.folding import fold
from sitegen.model import Forms, GlossaryEntry, Term
from sitegen.problems import Problem, ProblemError, error, suggestion, warning
from sitegen.reader import decode
from sitegen.schema import read_as
from sitegen.urls import is_address
from sitegen.yamlfile import Node, read_yaml

# Stands for terms that can't be named because they can't be read.
ANY = "*"
LONGEST_FORM = 200
LARGEST = 64 * 2**20
MOST_SENSES = 16

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Glossary(msgspec.Struct, frozen=True):
    """All terms in the order of their ids, and what is wrong with them."""

    entries: tuple[GlossaryEntry, ...]
    problems: tuple[Problem, ...]


def read_glossary(files: Sequence[Found], folder: str) -> Glossary:
    """The terms of the glossary's files. `folder` is what problems call the content folder."""
    entries: dict[str, GlossaryEntry] = {}
    problems: list[Problem] = []
    broken: set[str] = set()
    size = 0
    for found in files:
        size += len(found.data)
        if size > LARGEST:
            message = f"with it the glossary is larger than {LARGEST >> 20} MB"
            problems.append(error(f"{folder}/{found.path}", 0, message, "keep the terms that the articles speak of"))
            break
        for entry in _entries(found, folder, problems, broken):
            first = entries.setdefault(entry.term.id, entry)
            if first is not entry:
                message = f"the id {entry.term.id!r} is taken by {first.file}:{first.line}"
                problems.append(error(entry.file, entry.line, message, "give it another id"))
    ordered = tuple(entries[key] for key in sorted(entries))
    problems += _relations(ordered, broken)
    return Glossary(ordered, tuple(problems))


def _entries(found: Found, folder: str, problems: list[Problem], broken: set[str]) -> Iterable[GlossaryEntry]:
    """The terms of a file; the ids of those that are wrong go to `broken`, and ANY for a file that can't be read."""
    name = f"{folder}/{found.path}"
    try:
        text, warnings = decode(found.data, name)
        node = read_yaml(text, name)
    except ProblemError as failure:
        problems.append(failure.problem)
        broken.add(ANY)
        return
    problems += warnings
    if node is None:
        return
    if not isinstance(node.value, tuple):
        problems.append(error(name, node.line, "is not a list of terms", "start each with - id: …"))
        broken.add(ANY)
        return
    for item in node.value:
        term, wrong = read_as(item, Term, name)
        problems += wrong
        if term is None:
            broken.add(_id_of(item))
            continue
        wrong = _wrong_words(term, name, item.line)
        problems += wrong
        if wrong:
            broken.add(term.id)
        else:
            problems += _wrong_addresses(term, name, item.line)
            yield GlossaryEntry(term, name, item.line)


def _wrong_addresses(term: Term, file: str, line: int) -> Iterable[Problem]:
    """Warnings for addresses of sources that no reader could follow: their links are left out."""
    for source in (*(fact.source for fact in term.facts), *term.sources):
        if source.url and not is_address(source.url):
            yield warning(file, line, f"{term.id}: {source.url!r} is not an address", "write https://…")


def _id_of(item: Node) -> str:
    """The id of a term that is wrong, as far as it has one."""
    node = item.value.get("id") if isinstance(item.value, dict) else None
    return node.value if node is not None and isinstance(node.value, str) else ANY


def _wrong_words(term: Term, file: str, line: int) -> list[Problem]:
    problems = []
    if not _ID.fullmatch(term.id) or len(term.id) > 80:
        remedy = "write lower-case letters, digits and single hyphens"
        problems.append(error(file, line, f"the id {term.id!r} is not an id", remedy))
    for form in all_forms(term):
        if not any(map(str.isalnum, form)):
            problems.append(error(file, line, f"the form {form!r} has no letter or digit", "remove it"))
        elif len(form) > LONGEST_FORM:
            message = f"the form {form[:20]!r}… is longer than {LONGEST_FORM} characters"
            problems.append(error(file, line, message, "remove it"))
    for forms in (term.cues.near, term.cues.against):
        for cue in (cue for group in forms.values() for cue in group):
            if not any(map(str.isalnum, cue)) or len(cue) > LONGEST_FORM:
                message = f"the cue {cue[:20]!r} is no word"
                problems.append(error(file, line, message, "write a word that stands near the term"))
    return problems


def labels(term: Term) -> Forms:
    """A term's label by language."""
    if isinstance(term.label, str):
        return {"any": (term.label,)}
    return {language: (label,) for language, label in term.label.items()}


def all_forms(term: Term) -> Iterable[str]:
    """Every way to write a term that its editor listed."""
    for forms in (labels(term), term.forms, term.misspelt, term.mistranslated):
        for group in forms.values():
            yield from group


def _relations(entries: Sequence[GlossaryEntry], broken: set[str]) -> list[Problem]:
    """Errors for relations to terms that nobody wrote; one that is wrong itself has its own error."""
    if ANY in broken:
        return []
    known = {entry.term.id for entry in entries}
    problems = []
    for entry in entries:
        for relation in entry.term.related:
            if relation.term not in known and relation.term not in broken:
                message = f"{entry.term.id}: related term {relation.term!r} is not in the glossary"
                problems.append(error(entry.file, entry.line, message, suggestion(relation.term, known)))
    return problems


def shared_forms(entries: Sequence[GlossaryEntry]) -> list[Problem]:
    """Errors for terms that share a form while nothing can decide between them."""
    owners: dict[tuple[str, str], list[GlossaryEntry]] = {}
    for entry in entries:
        for forms in (labels(entry.term), entry.term.forms):
            for language, group in forms.items():
                for form in {fold(f).low for f in group}:
                    owners.setdefault((language, form), []).append(entry)
    problems = []
    for (_, form), sharing in sorted(((k, g) for k, g in owners.items() if len(g) > 1), key=_first):
        distinct = {e.term.id: e for e in sharing}
        if len(distinct) > MOST_SENSES:
            message = f"the form {form!r} is shared by {len(distinct)} terms, more than {MOST_SENSES}"
            problems.append(error(sharing[-1].file, sharing[-1].line, message, "leave it to the terms that need it"))
            continue
        undecidable = [e for e in distinct.values() if not e.term.cues.near and not e.term.cues.against]
        if len(distinct) > 1 and len(undecidable) > 1:
            first, second = undecidable[:2]
            message = f"{second.term.id}: the form {form!r} is {first.term.id}'s too, and neither has cues"
            remedy = "give both prior: cue and cues, or remove the form from one"
            problems.append(error(second.file, second.line, message, remedy))
    return problems


def _first(pair: tuple[tuple[str, str], list[GlossaryEntry]]) -> tuple[str, str]:
    return pair[0]
