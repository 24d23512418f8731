"""What a form means where it stands, decided by evidence that can be shown.

A sense's score is a plain sum: its prior, cues in the sentence, the paragraph and the article, and
related terms that the article has for certain. The rules that decided are named in the ledger.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

import msgspec
from ahocorasick_rs import AhoCorasick

from sitegen.glossary.folding import Folded, fold
from sitegen.glossary.inflection import inflected
from sitegen.glossary.lexicon import Hit, Lexicon
from sitegen.model import Evidence, Pin, Refusal, Term

ASSUMED = 1.0
IN_SENTENCE = 2.0
IN_PARAGRAPH = 1.0
IN_ARTICLE = 0.5
FAMILY = 0.5
MOST_FAMILY = 1.0
ENOUGH = 0.5
# A word against a sense says less about other sentences than about its own.
AGAINST_ELSEWHERE = 0.5
MARGIN = 0.25


class Sense(msgspec.Struct, frozen=True):
    """A decision: a term or none, whether it stays open, and all that spoke for and against."""

    term: int
    open: bool
    rule: str
    score: float
    evidence: tuple[Evidence, ...] = ()
    refused: tuple[Refusal, ...] = ()


class Scope(msgspec.Struct, frozen=True):
    """Where a hit stands: the ranges of its sentence and its paragraph in the folded text."""

    sentence: tuple[int, int]
    paragraph: tuple[int, int]


class _Weighed(msgspec.Struct, frozen=True):
    term: int
    score: float
    evidence: tuple[Evidence, ...]
    near: bool
    against: bool
    conflict: bool


class Senses:
    """The glossary's cues, compiled; decides the hits of one text after the other."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.terms = lexicon.terms
        self._family = _families(self.terms)
        self._cues: dict[str, list[tuple[int, int, str]]] = {}
        for number, term in enumerate(self.terms):
            for sign, forms in ((1, term.cues.near), (-1, term.cues.against)):
                for language, words in forms.items():
                    for word in words:
                        self._add(number, sign, language, word)
        self._words = list(self._cues)
        self._matcher = AhoCorasick(self._words) if self._words else None

    def _add(self, number: int, sign: int, language: str, word: str) -> None:
        for form in {word, *inflected(word, language)}:
            low = fold(form).low.strip()
            if low:
                self._cues.setdefault(low, []).append((number, sign, word))

    def certain(self, hits: Iterable[Hit]) -> frozenset[int]:
        """The terms that some hits can only mean: one term, assumed, without words against it."""
        return frozenset(
            hit.patterns[0].term
            for hit in hits
            if len({p.term for p in hit.patterns}) == 1 and self.terms[hit.patterns[0].term].prior == "assume"
        )

    def cues_in(self, folded: Folded) -> list[tuple[int, int, str]]:
        """Every cue in a text: start, end, and the folded word."""
        if self._matcher is None:
            return []
        low = folded.low
        found = []
        for index, start, end in self._matcher.find_matches_as_indexes(low, overlapping=True):
            before = low[start - 1] if start else " "
            after = low[end] if end < len(low) else " "
            spaced = low[start].isascii() or not _unspaced(low[start])
            if spaced and ((before.isalnum() and not _unspaced(before)) or (after.isalnum() and not _unspaced(after))):
                continue
            found.append((start, end, self._words[index]))
        return found

    def decide(
        self,
        hit: Hit,
        scope: Scope,
        cues: Sequence[tuple[int, int, str]],
        certain: frozenset[int],
        pin: Pin | None,
    ) -> Sense:
        """The sense of a hit. `cues` and `certain` are those of the whole text."""
        candidates = sorted({p.term for p in hit.patterns})
        if pin is not None:
            return self._pinned(candidates, pin)
        weighed = [self._weigh(term, hit, scope, cues, certain) for term in candidates]
        weighed.sort(key=lambda w: (-w.score, w.term))
        best = weighed[0]
        others = tuple(
            Refusal(self.terms[w.term].id, f"scored {w.score:g} against {best.score:g}") for w in weighed[1:]
        )
        if any(w.conflict for w in weighed):
            return Sense(best.term, True, "conflicting cues", best.score, best.evidence, others)
        if len(weighed) > 1 and best.score - weighed[1].score < MARGIN:
            return Sense(best.term, True, "equal evidence", best.score, best.evidence, others)
        if best.score >= ENOUGH:
            rule = "only sense" if not best.evidence and len(weighed) == 1 else "evidence"
            return Sense(best.term, False, rule, best.score, best.evidence, others)
        if best.against:
            refused = Refusal(self.terms[best.term].id, "cues speak against it")
            return Sense(-1, False, "evidence", best.score, best.evidence, (refused, *others))
        return Sense(best.term, True, "no cue", best.score, best.evidence, others)

    def _pinned(self, candidates: list[int], pin: Pin) -> Sense:
        refused = tuple(
            Refusal(self.terms[t].id, f"pinned to {pin.term}") for t in candidates if self.terms[t].id != pin.term
        )
        chosen = next((t for t in candidates if self.terms[t].id == pin.term), -1)
        return Sense(chosen, False, "pin", 0.0, (), refused)

    def _weigh(
        self,
        number: int,
        hit: Hit,
        scope: Scope,
        cues: Sequence[tuple[int, int, str]],
        certain: frozenset[int],
    ) -> _Weighed:
        term = self.terms[number]
        evidence: dict[tuple[str, int], float] = {}
        in_sentence: set[int] = set()
        if term.cues.near or term.cues.against:
            for start, end, word in cues:
                if start < hit.end and end > hit.start:
                    continue
                for owner, sign, cue in self._cues[word]:
                    if owner != number:
                        continue
                    weight = _weight(start, scope)
                    if weight == IN_SENTENCE:
                        in_sentence.add(sign)
                    elif sign < 0:
                        weight *= AGAINST_ELSEWHERE
                    key = (cue, sign)
                    evidence[key] = max(evidence.get(key, 0.0), weight)
        kin = sorted((certain & self._family[number]) - {number})
        shown = [Evidence(cue, sign * weight) for (cue, sign), weight in sorted(evidence.items())]
        shown += [Evidence(f"term {self.terms[k].id}", FAMILY) for k in kin[:2]]
        score = ASSUMED if term.prior == "assume" else 0.0
        score += _strongest(evidence, 1) - _strongest(evidence, -1)
        score += min(FAMILY * len(kin), MOST_FAMILY)
        signs = {sign for _, sign in evidence}
        return _Weighed(number, score, tuple(shown), 1 in signs, -1 in signs, in_sentence == {1, -1})


def _strongest(evidence: dict[tuple[str, int], float], sign: int) -> float:
    """The best cue of one sign in full; each further one adds a little, up to half."""
    weights = sorted((w for (_, s), w in evidence.items() if s == sign), reverse=True)
    return weights[0] + min(0.1 * (len(weights) - 1), 0.5) if weights else 0.0


def _weight(start: int, scope: Scope) -> float:
    if scope.sentence[0] <= start < scope.sentence[1]:
        return IN_SENTENCE
    if scope.paragraph[0] <= start < scope.paragraph[1]:
        return IN_PARAGRAPH
    return IN_ARTICLE


def _families(terms: Sequence[Term]) -> list[frozenset[int]]:
    """For each term the terms that it is related to, in either direction."""
    numbers = {term.id: number for number, term in enumerate(terms)}
    families: list[set[int]] = [set() for _ in terms]
    for number, term in enumerate(terms):
        for relation in term.related:
            if relation.term in numbers:
                families[number].add(numbers[relation.term])
                families[numbers[relation.term]].add(number)
    return [frozenset(family) for family in families]


def _unspaced(character: str) -> bool:
    return "\u3040" <= character <= "\u9fff"


def range_around(ranges: Sequence[tuple[int, int]], offset: int) -> tuple[int, int]:
    """The range, of some in order, that holds an offset, or an empty one there."""
    index = bisect_right(ranges, offset, key=lambda r: r[0]) - 1
    return ranges[index] if index >= 0 else (offset, offset)
