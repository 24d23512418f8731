"""The whole story of a spot in a source, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from sitegen.crossref import Site
from sitegen.glossary.terms import all_forms
from sitegen.model import Mention, Record
from sitegen.pages.parts import label_of, site_language

LIKE = 70

_STATES = {
    "accepted": "means {term}",
    "misspelt": "is written for {term}",
    "refused": "might be {term}, but is not",
    "undecided": "is a question: it might be {term}",
    "excluded": "would be {term}, but stands where nothing is linked",
}


class Spot(msgspec.Struct, frozen=True):
    """A place in a source: its path in the content folder, line and column (from 1; 0 for the whole line)."""

    source: str
    line: int
    column: int = 0


def explain(site: Site, mentions: Sequence[Mention], text: str, spot: Spot) -> str:
    """What stands at a spot of a source's text and why it is linked or not, for people to read.

    `mentions` are those of the source.

    Raises LookupError for a source that no published article has, or a line that it does not have.
    """
    record = next((r for r in site.records if r.article.source == spot.source), None)
    if record is None:
        raise LookupError(f"{spot.source} is not the source of an article that is shown")
    lines = text.split("\n")
    if not 1 <= spot.line <= len(lines):
        raise LookupError(f"{spot.source} has {len(lines)} lines")
    beside = [m for m in mentions if m.line == spot.line]
    here = [m for m in beside if _covers(m, spot.column)]
    if here:
        return "\n\n".join("\n".join(_story(site, record, mention)) for mention in here) + "\n"
    return "\n".join(_nothing(site, record, beside, lines[spot.line - 1], spot)) + "\n"


def _covers(mention: Mention, column: int) -> bool:
    return not column or mention.column <= column < mention.column + len(mention.surface)


def _story(site: Site, record: Record, mention: Mention) -> Iterator[str]:
    place = f"{site.config.content}/{record.article.source}:{mention.line}:{mention.column}"
    name = _name(site, mention.term)
    yield f"{place}: “{mention.surface}” {_STATES[mention.state].format(term=name)}"
    yield f"  {'Linked' if mention.linked else 'Not linked'}: {mention.rule}"
    if mention.evidence or mention.state in ("undecided", "refused"):
        yield f"  Score {mention.score:g}"
        for evidence in mention.evidence:
            yield f"    {evidence.weight:+g}  {evidence.cue}"
    for refusal in mention.refused:
        yield f"  Not {_name(site, refusal.term)}: {refusal.reason}"
    if mention.state == "misspelt" and mention.linked:
        yield "  Shown as [sic], with a link to the right name"
    if mention.state == "accepted" and not (mention.evidence or mention.refused):
        return
    others = dict.fromkeys([mention.term, *(r.term for r in mention.refused), "none"])
    yield "  To decide it in this article, add to its metadata:"
    yield f"    pins: [{{form: {mention.surface}, term: {' or '.join(others)}, occurrence: {mention.occurrence}}}]"


def _nothing(site: Site, record: Record, beside: Sequence[Mention], line: str, spot: Spot) -> Iterator[str]:
    if record.article.meta.terms == "off":
        yield f"{site.config.content}/{spot.source}: terms are off in this article"
        return
    if beside:
        yield f"{site.config.content}/{spot.source}:{spot.line}:{spot.column}: no term stands here; on this line:"
        yield from (f"  {m.column}  “{m.surface}” = {m.term}, {m.state}" for m in beside)
    else:
        yield f"{site.config.content}/{spot.source}:{spot.line}: no form of a term stands on this line"
    word = _word_at(line, spot.column)
    near = _nearest(word, site) if word else None
    if near:
        form, term, score = near
        yield f"  “{word}” is like “{form}” of {_name(site, term)} ({score:.0f} %): add it to its forms if it is meant"


def _word_at(line: str, column: int) -> str:
    if not column or column > len(line):
        return ""
    start = end = column - 1
    while start and line[start - 1].isalnum():
        start -= 1
    while end < len(line) and line[end].isalnum():
        end += 1
    return line[start:end]


def _nearest(word: str, site: Site) -> tuple[str, str, float] | None:
    # Few commands need it, and it takes a tenth of a second to load.
    from rapidfuzz import fuzz, process

    forms = [(form, entry.term.id) for entry in site.entries.values() for form in all_forms(entry.term)]
    best = process.extractOne(word, [form for form, _ in forms], scorer=fuzz.ratio, score_cutoff=LIKE)
    return (best[0], forms[best[2]][1], best[1]) if best else None


def _name(site: Site, term: str) -> str:
    entry = site.entries.get(term)
    return f"{label_of(entry, site_language(site.about.value))} ({term})" if entry else term


def parse_spot(text: str, folder: str) -> Spot:
    """A spot as people write it: `FILE:LINE` or `FILE:LINE:COLUMN`, with the content folder or without.

    Raises ValueError for other spellings.
    """
    parts = text.rsplit(":", 2)
    numbers: Sequence[str] = parts[1:] if len(parts) == 3 and parts[1].isdecimal() else text.rsplit(":", 1)[1:]
    file = text.removesuffix(":" + ":".join(numbers)) if numbers else ""
    if not file or not all(map(_counts, numbers)):
        raise ValueError(f"{text!r} is not a place; write FILE:LINE or FILE:LINE:COLUMN")
    source = file.replace("\\", "/").removeprefix("./").removeprefix(f"{folder}/")
    return Spot(source, *map(int, numbers))


def _counts(number: str) -> bool:
    return number.isascii() and number.isdecimal() and 0 < int(number) < 10**9
