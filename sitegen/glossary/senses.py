"""What a form means where it stands, decided by evidence that can be shown.

A sense's score is the sum of its evidence: its prior; the nearest cue for it and the nearest against
it, by distance; the nearest related term; what the words beside it say. Each further cue adds a little.
That a word keeps its sense within a text (Gale, Church and Yarowsky 1992) counts for names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import msgspec

from sitegen.glossary.context import Surroundings, evidence_beside
from sitegen.glossary.cues import CueIndex, CuePlace, places
from sitegen.glossary.folding import Folded, fold
from sitegen.glossary.lexicon import Hit, Lexicon, Pattern, Written
from sitegen.glossary.passages import Passages, Place
from sitegen.glossary.terms import labels
from sitegen.glossary.weights import (
    AGAINST,
    IN_ARTICLE,
    IN_PARAGRAPH,
    IN_SENTENCE,
    KIN,
    Scene,
    Scope,
    distance_of,
    is_beside,
    summed,
    weight_of,
)
from sitegen.model import Evidence, Pin, Refusal, Term

ASSUMED = 1.0
ELSEWHERE = 0.25
FULL_NAME = 1.0
ENOUGH = 0.75
# A common noun has everyday senses too: a cue or two that are not in its sentence do not do.
ENOUGH_FOR_A_WORD = 1.2
MARGIN = 0.25
_ASSUMED = Evidence("assumed", ASSUMED)


class Sense(msgspec.Struct, frozen=True, gc=False):
    """A decision: a term or none, whether it stays open, and all that spoke for and against."""

    term: int
    open: bool
    rule: str
    score: float
    evidence: tuple[Evidence, ...] = ()
    refused: tuple[Refusal, ...] = ()


class Sight(msgspec.Struct, frozen=True):
    """A text and all that may speak of a glossary in it: forms and, if it is `hard` to say what one means, cues."""

    folded: Folded
    written: Sequence[Written]
    hard: bool
    cues: Sequence[CuePlace]


class Settled(msgspec.Struct, frozen=True):
    """What is known of a text so far: where terms stand for certain, and those that were decided."""

    places: Mapping[int, Sequence[Place]]
    decided: frozenset[int] = frozenset()


class _Weighed(msgspec.Struct, frozen=True, gc=False):
    term: int
    score: float
    evidence: tuple[Evidence, ...]
    conflict: bool
    enough: float


class Senses:
    """The glossary's cues, compiled; decides the hits of one text after the other.

    `families` has for each term those that it is related to, by number.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.terms = lexicon.terms
        self.families = _families(self.terms)
        self.cues = CueIndex(lexicon)
        self._lexicon = lexicon
        self._short = {n: _lows(term) for n, term in enumerate(self.terms) if term.prior == "cue"}

    def sight(self, folded: Folded) -> Sight:
        """What stands in a text of all that the glossary has, in whatever language."""
        written = self._lexicon.written(folded)
        hard = any(writing.hard for _, _, writing in written)
        return Sight(folded, written, hard, self.cues.find(folded.low) if hard else ())

    def scene(
        self, sight: Sight, language: str, hits: Sequence[Hit], sentences: Passages, paragraphs: Passages
    ) -> Scene:
        """A text with its cues in a language. Sentences and paragraphs are ranges of the folded text."""
        cues = places(sight.cues, language)
        starts, ends = {hit.start for hit in hits}, {hit.end for hit in hits}
        for form, found in cues.items():
            if self.cues.speaks_for(form, language):
                for start, end in found:
                    starts.add(start)
                    ends.add(end)
        around = Surroundings(sight.folded, starts, ends)
        spoken_of: dict[tuple[int, int], list[Hit]] = {}
        for hit in hits:
            if hit.hard:
                number = sentences.number_at(hit.start)
                for term in {p.term for p in hit.patterns}:
                    spoken_of.setdefault((number, term), []).append(hit)
        return Scene(around, cues, sentences, paragraphs, spoken_of)

    def certain(self, hits: Iterable[Hit]) -> Settled:
        """What some hits can only mean: one term, assumed, without words against it."""
        places: dict[int, list[Place]] = {}
        for hit in hits:
            if not hit.hard:
                places.setdefault(hit.patterns[0].term, []).append((hit.start, hit.end))
        return Settled(places)

    def with_decided(self, settled: Settled, decided: Iterable[tuple[Hit, Sense | None]]) -> Settled:
        """What is settled once some senses were accepted for more than a word far away."""
        places = {term: list(where) for term, where in settled.places.items()}
        terms = set()
        for hit, sense in decided:
            if sense is None:
                if hit.hard:
                    places.setdefault(hit.patterns[0].term, []).append((hit.start, hit.end))
                    terms.add(hit.patterns[0].term)
            elif sense.term >= 0 and not sense.open and sense.score >= IN_PARAGRAPH:
                places.setdefault(sense.term, []).append((hit.start, hit.end))
                terms.add(sense.term)
        return Settled(places, frozenset(terms))

    def bears_on(self, terms: frozenset[int], hit: Hit) -> bool:
        """Whether some terms, now decided, are those of a hit or of their families."""
        return any(p.term in terms or not terms.isdisjoint(self.families[p.term]) for p in hit.patterns)

    def pinned(self, hit: Hit, pin: Pin) -> Sense:
        """The sense of a hit that an editor decided."""
        candidates = sorted({p.term for p in hit.patterns})
        refused = tuple(
            Refusal(self.terms[t].id, f"pinned to {pin.term}") for t in candidates if self.terms[t].id != pin.term
        )
        chosen = next((t for t in candidates if self.terms[t].id == pin.term), -1)
        return Sense(chosen, False, "pin", 0.0, (), refused)

    def is_full(self, pattern: Pattern) -> bool:
        """Whether a pattern of a term that needs a cue is one by itself: a name in full."""
        return pattern.term in self._short and _is_full(pattern, self._short[pattern.term])

    def decide(self, hit: Hit, scene: Scene, settled: Settled) -> Sense | None:
        """The sense of a hit in a text, or None if it is the only one and nothing speaks against it."""
        patterns = hit.patterns
        sentence = scene.sentences.around(hit.start)
        if len(patterns) == 1 or len({p.term for p in patterns}) == 1:
            if self._is_plain(patterns[0], hit, sentence, scene):
                return None
            scope = Scope(sentence, scene.paragraphs.around(hit.start))
            return self._alone(self._weigh(patterns[0], hit, scope, scene, settled), ())
        scope = Scope(sentence, scene.paragraphs.around(hit.start))
        first = {p.term: p for p in reversed(patterns)}
        weighed = [self._weigh(first[term], hit, scope, scene, settled) for term in sorted(first)]
        weighed.sort(key=lambda w: (-w.score, w.term))
        best = weighed[0]
        others = tuple(
            Refusal(self.terms[w.term].id, f"scored {w.score:g} against {best.score:g}") for w in weighed[1:]
        )
        if any(w.conflict for w in weighed):
            return Sense(best.term, True, "conflicting cues", best.score, best.evidence, others)
        if best.score >= best.enough and best.score - weighed[1].score < MARGIN:
            return Sense(best.term, True, "equal evidence", best.score, best.evidence, others)
        return self._alone(best, others)

    def _is_plain(self, pattern: Pattern, hit: Hit, sentence: Place, scene: Scene) -> bool:
        """Whether a term is assumed, and neither a cue in the whole text nor a word beside it objects."""
        term = self.terms[pattern.term]
        if term.prior == "cue" or not scene.cues.keys().isdisjoint(self.cues.against[pattern.term]):
            return False
        beside = evidence_beside(hit, pattern, term.kind, False, sentence, scene.around)
        return all(e.weight >= 0 for e in beside)

    def _alone(self, best: _Weighed, others: tuple[Refusal, ...]) -> Sense:
        """The decision for or against the likeliest sense, which no other comes near."""
        score, evidence = best.score, best.evidence
        if best.conflict:
            return Sense(best.term, True, "conflicting cues", score, evidence, others)
        if score >= best.enough:
            rule = "evidence" if others or len(evidence) > 1 else "only sense"
            return Sense(best.term, False, rule, score, evidence, others)
        if score <= 0 and any(e.weight < 0 for e in evidence):
            refused = Refusal(self.terms[best.term].id, "the evidence speaks against it")
            return Sense(-1, False, "evidence", score, evidence, (refused, *others))
        return Sense(best.term, True, "no cue", score, evidence, others)

    def _weigh(self, pattern: Pattern, hit: Hit, scope: Scope, scene: Scene, settled: Settled) -> _Weighed:
        term = self.terms[pattern.term]
        needs_cue = term.prior == "cue"
        near, against = self._cue_weights(pattern.term, hit, scope, scene)
        nearest, opposed = max(near.values(), default=0.0), max(against.values(), default=0.0)
        conflict = nearest >= IN_SENTENCE and opposed >= IN_SENTENCE and (nearest == opposed)
        evidence = [] if needs_cue else [_ASSUMED]
        for cue, weight in self._kin_weights(pattern.term, hit, scope, settled).items():
            near[cue] = max(weight, near.get(cue, 0.0))
        evidence += summed(near, 1)
        evidence += summed({cue: AGAINST.get(weight, weight) for cue, weight in against.items()}, -1)
        evidence += evidence_beside(hit, pattern, term.kind, needs_cue, scope.sentence, scene.around)
        if self.is_full(pattern):
            evidence.append(Evidence("its full name", FULL_NAME))
        if needs_cue and pattern.term in settled.decided and pattern.language == "any":
            evidence.append(Evidence("meant so elsewhere", ELSEWHERE))
        score = round(sum(e.weight for e in evidence), 2)
        enough = ENOUGH_FOR_A_WORD if needs_cue and pattern.language != "any" else ENOUGH
        return _Weighed(pattern.term, score, tuple(evidence), conflict, enough)

    def _cue_weights(
        self, number: int, hit: Hit, scope: Scope, scene: Scene
    ) -> tuple[dict[str, float], dict[str, float]]:
        near: dict[str, float] = {}
        against: dict[str, float] = {}
        words = self.cues.words(number, hit.language)
        for form in sorted(words.keys() & scene.cues.keys()):
            places = scene.cues[form]
            weight, place = max((weight_of(p, hit, scope, scene), p) for p in places)
            for_it, against_it = words[form]
            if for_it:
                # Doubt goes further than trust: what speaks for another place in the sentence says less here.
                elsewhere = weight == IN_SENTENCE and self._is_elsewhere(place, number, hit, scene)
                near[for_it] = max(near.get(for_it, 0.0), IN_PARAGRAPH if elsewhere else weight)
            if against_it:
                taken = weight == IN_PARAGRAPH and all(self._is_taken(p, number, scene) for p in places)
                against[against_it] = max(against.get(against_it, 0.0), IN_ARTICLE if taken else weight)
        return near, against

    def _is_elsewhere(self, place: Place, number: int, hit: Hit, scene: Scene) -> bool:
        """Whether a cue in a hit's sentence stands beside the term in another place of it."""
        others = scene.spoken_of[scene.sentences.number_at(hit.start), number]
        return len(others) > 1 and any(is_beside(place, other, scene) for other in others if other is not hit)

    def _is_taken(self, place: Place, number: int, scene: Scene) -> bool:
        """Whether a cue's own sentence speaks of the term, so that it says little about others."""
        return (scene.sentences.number_at(place[0]), number) in scene.spoken_of

    def _kin_weights(self, number: int, hit: Hit, scope: Scope, settled: Settled) -> dict[str, float]:
        weights = {}
        for kin in sorted(self.families[number] & settled.places.keys()):
            weight = max(distance_of(place, hit, scope) for place in settled.places[kin])
            if weight:
                weights[f"term {self.terms[kin].id}"] = KIN[weight]
        return weights


def _lows(term: Term) -> frozenset[str]:
    """The labels and forms of a term, folded."""
    groups = (*labels(term).values(), *term.forms.values())
    return frozenset(fold(form).low for group in groups for form in group)


@lru_cache(maxsize=16384)
def _is_full(pattern: Pattern, lows: frozenset[str]) -> bool:
    """Whether a pattern says more than another form of its term does ("memory bus", where "bus" is one).

    Of names only what can't be a person's counts: more words that are codes, or another script.
    """
    low = pattern.written.lower()
    for short in lows:
        at = low.find(short)
        if at < 0 or len(low) - len(short) < 2:
            continue
        more = pattern.written[:at] + pattern.written[at + len(short) :]
        if pattern.language == "any" and not (more.isupper() or any(map(str.isdigit, more))):
            continue
        if at or more.startswith(" ") or not more.isascii():
            return True
    return False


def _families(terms: Sequence[Term]) -> list[frozenset[int]]:
    """For each term the terms that it is related to, in either direction."""
    numbers = {term.id: number for number, term in enumerate(terms)}
    families: list[set[int]] = [set() for _ in terms]
    for number, term in enumerate(terms):
        for relation in term.related:
            if relation.term in numbers:
                families[number].add(numbers[relation.term])
                families[numbers[relation.term]].add(number)
    return [frozenset(family - {number}) for number, family in enumerate(families)]
