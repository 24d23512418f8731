"""How well the linker does on labelled articles: precision, recall, F1, traps."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from sitegen.annotate import LinkRules, annotate
from sitegen.discover import Found
from sitegen.glossary.lexicon import Lexicon
from sitegen.glossary.senses import Senses
from sitegen.glossary.terms import read_glossary
from sitegen.model import MarkdownOptions, Mention
from sitegen.render import render
from tests.linking.labelled import HERE, Labelled

RULES = LinkRules("all", 0, "warning")


class Score(NamedTuple):
    """Counts of one group of marks; `wrong` are accepted places that no mark wants."""

    found: int = 0
    missed: int = 0
    wrong: int = 0
    traps: int = 0
    sprung: int = 0

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.wrong) if self.found + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.found / (self.found + self.missed) if self.found + self.missed else 1.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    @property
    def trap_share(self) -> float:
        return self.sprung / self.traps if self.traps else 0.0


class Report(NamedTuple):
    """Scores by group ("all", "language de", "class plural"), and each failure in a line."""

    scores: dict[str, Score]
    failures: tuple[str, ...]


@lru_cache(maxsize=1)
def linker() -> tuple[Lexicon, Senses]:
    """The compiled glossary of the labelled articles."""
    found = Found("glossary.yaml", (HERE / "glossary.yaml").read_bytes(), "")
    glossary = read_glossary([found], "linking")
    assert glossary.problems == ()
    lexicon = Lexicon([entry.term for entry in glossary.entries])
    return lexicon, Senses(lexicon)


def mentions_in(labelled: Labelled) -> tuple[Mention, ...]:
    """The ledger of a labelled article."""
    lexicon, senses = linker()
    document = render(labelled.article, MarkdownOptions())
    annotated = annotate(document, labelled.article, labelled.head, lexicon, senses, RULES, {})
    return annotated.mentions


def score(articles: Iterable[Labelled]) -> Report:
    """The scores of some articles, by language and by class."""
    counts: dict[str, Counter[str]] = {"all": Counter()}
    failures: list[str] = []
    for labelled in articles:
        _judge(labelled, mentions_in(labelled), counts, failures)
    return Report({group: Score(**counted) for group, counted in sorted(counts.items())}, tuple(failures))


def _judge(
    labelled: Labelled, mentions: tuple[Mention, ...], counts: dict[str, Counter[str]], failures: list[str]
) -> None:
    # With density "all" what is accepted but not linked stands in a heading or in a link.
    linked = [m for m in mentions if m.state in ("accepted", "misspelt") and m.linked]
    by_place = {(m.start, m.end, m.term): m for m in mentions}
    wanted = {(k.start, k.end, k.term) for k in labelled.marks if not k.trap}

    def count(what: str, classes: Iterable[str]) -> None:
        for group in ("all", f"language {labelled.language}", *(f"class {c}" for c in sorted(classes))):
            counts.setdefault(group, Counter())[what] += 1

    for mark in labelled.marks:
        inside = [m for m in linked if m.start < mark.end and m.end > mark.start and mark.term in ("", m.term)]
        if mark.trap:
            count("traps", mark.classes)
            if inside:
                count("sprung", mark.classes)
                failures.append(
                    f"{labelled.name}: trap {mark.surface!r} ({', '.join(mark.classes)}): {_told(inside[0])}"
                )
            continue
        key = (mark.start, mark.end, mark.term)
        if any((m.start, m.end, m.term) == key for m in linked):
            count("found", mark.classes)
            continue
        count("missed", mark.classes)
        near = by_place.get(key) or next((m for m in mentions if m.start < mark.end and m.end > mark.start), None)
        failures.append(
            f"{labelled.name}: missed {mark.surface!r} {mark.term}: {_told(near) if near else 'nothing there'}"
        )
    for mention in linked:
        if (mention.start, mention.end, mention.term) not in wanted:
            count("wrong", ())
            failures.append(f"{labelled.name}: wrong {_told(mention)} in line {mention.line}")


def _told(mention: Mention) -> str:
    evidence = ", ".join(f"{e.cue} {e.weight:+g}" for e in mention.evidence)
    return f"{mention.surface!r} {mention.term} {mention.state} ({mention.rule}; {mention.score:g}; {evidence})"


def lines(report: Report) -> Iterable[str]:
    """A report as a table."""
    yield f"{'':24}{'mentions':>9}{'precision':>11}{'recall':>8}{'F1':>7}{'traps':>7}{'linked':>8}"
    for group, s in report.scores.items():
        yield (
            f"{group:24}{s.found + s.missed:9}{s.precision:11.3f}{s.recall:8.3f}{s.f1:7.3f}"
            f"{s.traps:7}{s.trap_share:8.1%}"
        )
