"""The glossary's cues in one automaton, and where those of a text stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec

from sitegen.glossary.automaton import Automaton
from sitegen.glossary.edges import script
from sitegen.glossary.folding import fold
from sitegen.glossary.forms import Pattern
from sitegen.glossary.inflection import in_other_languages, inflected
from sitegen.glossary.languages import pack_for
from sitegen.glossary.lexicon import Lexicon
from sitegen.glossary.passages import Place
from sitegen.model import Term

# What may be the first or the last part of a longer German word.
SHORTEST_PART = 5


class Cue(msgspec.Struct, frozen=True, gc=False):
    """A word for (+1) or against (-1) a term, as its editor wrote it, and in which language it counts."""

    sign: int
    word: str
    language: str

    def counts_in(self, language: str) -> bool:
        """Whether it counts in a language."""
        return self.language == "any" or language.startswith(self.language)


# The number of a form of cues, where it stands in a folded text, and whether both of its edges are clean.
CuePlace = tuple[int, int, int, bool]


class CueIndex:
    """All cues of all terms: `owned` gives for each term its cues by the number of their form.

    `against` has the numbers of those that are against a term, `languages` those in which a form is for some term.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._numbers: dict[str, int] = {}
        self._names = _names(lexicon)
        self._expanded = lru_cache(maxsize=None)(self._expand)
        self.owned: list[dict[int, tuple[Cue, ...]]] = [self._cues_of(term) for term in lexicon.terms]
        self.words = lru_cache(maxsize=16384)(self._words_in)
        self.against = [
            frozenset(n for n, cues in owned.items() if any(c.sign < 0 for c in cues)) for owned in self.owned
        ]
        self.languages: dict[int, set[str]] = {}
        for owned in self.owned:
            for number, cues in owned.items():
                self.languages.setdefault(number, set()).update(c.language for c in cues if c.sign > 0)
        self.forms = tuple(self._numbers)
        self._automaton = Automaton(self.forms)
        del self._names, self._expanded

    def _cues_of(self, term: Term) -> dict[int, tuple[Cue, ...]]:
        owned: dict[int, tuple[Cue, ...]] = {}
        for sign, forms in ((1, term.cues.near), (-1, term.cues.against)):
            for language, words in forms.items():
                for word in words:
                    for number, spoken in self._expanded(language, word):
                        cue = Cue(sign, word, spoken)
                        owned[number] = (*owned[number], cue) if number in owned else (cue,)
        return owned

    def _expand(self, language: str, word: str) -> tuple[tuple[int, str], ...]:
        """The forms that count as a cue, by number, each with its language."""
        low = _low(word)
        if not low:
            return ()
        spoken = {(low, language), *((fold(f).low, language) for f in inflected(word, language))}
        if language == "any":
            spoken |= {(f, key) for key, forms in in_other_languages(word).items() for f in forms}
        # A word that names a term counts in all the ways to write that term.
        for pattern in self._names.get(low, ()):
            spoken.add((pattern.written.lower(), pattern.language))
        return tuple((self._numbers.setdefault(form, len(self._numbers)), key) for form, key in sorted(spoken))

    def _words_in(self, term: int, language: str) -> dict[int, tuple[str, str]]:
        """A term's cues in a language by the number of their form: the one for it, the one against it."""
        words = {}
        for number, cues in self.owned[term].items():
            near, against = (
                next((c.word for c in cues if c.sign == sign and c.counts_in(language)), "") for sign in (1, -1)
            )
            if near or against:
                words[number] = (near, against)
        return words

    def speaks_for(self, form: int, language: str) -> bool:
        """Whether a form is a word for some term in a language."""
        spoken = self.languages[form]
        return "any" in spoken or language.partition("-")[0] in spoken

    def find(self, low: str) -> list[CuePlace]:
        """Where forms of cues may stand in a folded text, whatever its language."""
        found = []
        for form, start, end in self._automaton.run(low):
            left = not start or not _joined(low[start - 1], low[start])
            right = end == len(low) or not _joined(low[end - 1], low[end])
            if (left and right) or ((left or right) and end - start >= SHORTEST_PART):
                found.append((form, start, end, left and right))
        return found


def places(found: Iterable[CuePlace], language: str) -> dict[int, list[Place]]:
    """Where the forms of cues stand in a text of some language, by number. `found` is what `CueIndex.find` gave."""
    pack = pack_for(language)
    solid = pack is not None and pack.solid_compounds
    by_form: dict[int, list[Place]] = {}
    for form, start, end, whole in found:
        if whole or solid:
            by_form.setdefault(form, []).append((start, end))
    return by_form


def _joined(left: str, right: str) -> bool:
    first = script(left)
    return first == script(right) and first in ("word", "katakana")


def _names(lexicon: Lexicon) -> dict[str, Sequence[Pattern]]:
    """By each cue that names a term, if the term needs no cue itself, the term's patterns."""
    cues = {
        _low(w) for t in lexicon.terms for forms in (t.cues.near, t.cues.against) for g in forms.values() for w in g
    }
    named: dict[str, set[int]] = {}
    for pattern in lexicon.patterns():
        if pattern.origin in ("label", "form") and (low := pattern.written.lower()) in cues:
            named.setdefault(low, set()).add(pattern.term)
    owners = {low: min(terms) for low, terms in named.items() if len(terms) == 1}
    wanted = {term for term in owners.values() if lexicon.terms[term].prior == "assume"}
    by_term: dict[int, list[Pattern]] = {term: [] for term in wanted}
    for pattern in lexicon.patterns():
        if pattern.term in wanted and pattern.origin in ("label", "form"):
            by_term[pattern.term].append(pattern)
    return {low: by_term[term] for low, term in owners.items() if term in wanted}


@lru_cache(maxsize=65536)
def _low(word: str) -> str:
    return fold(word.strip()).low
