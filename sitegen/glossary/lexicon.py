"""All forms of all terms in one automaton: where in a text something is written that may be a term.

Finding is apart from deciding: this module says what stands there, `senses` what it means.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import msgspec

from sitegen.glossary.automaton import Automaton
from sitegen.glossary.edges import has_edges, in_fixed_word
from sitegen.glossary.folding import Folded, without_accents
from sitegen.glossary.forms import Pattern, patterns_of
from sitegen.glossary.languages import pack_for
from sitegen.glossary.segmentation import is_han, is_word
from sitegen.model import Term

__all__ = ["Hit", "Lexicon", "Pattern", "Writing", "Written"]

SHORTEST_IN_CAPITALS = 4

Passage = tuple[int, int, str]
_Chosen = tuple[int, int, tuple[Pattern, ...], tuple[int, ...]]


class Writing(msgspec.Struct, frozen=True, eq=False):
    """A way in which a form is written somewhere: the number of the form, the surface, the patterns that have its case.

    `hard` says that evidence may be needed to decide what it means. Compared by identity, for that is quick.
    """

    form: int
    surface: str
    patterns: tuple[Pattern, ...]
    hard: bool


class Hit(msgspec.Struct, frozen=True, gc=False):
    """A place where terms may stand: offsets in the folded text, and the patterns that fit.

    `parts` are other terms found inside it; a hit is `hard` if it needs evidence to be decided;
    `language` is that of the passage.
    """

    start: int
    end: int
    patterns: tuple[Pattern, ...]
    parts: tuple[int, ...] = ()
    hard: bool = False
    language: str = ""


# Where a form stands as words of its own: offsets in the folded text.
Written = tuple[int, int, Writing]


class Lexicon:
    """The compiled matcher of all labels and forms. `terms` are in the order of their ids."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self.terms = tuple(terms)
        exact: dict[str, list[Pattern]] = {}
        loose: dict[str, list[Pattern]] = {}
        for pattern in patterns_of(self.terms):
            low = pattern.written.lower()
            if self.terms[pattern.term].accents == "fold":
                loose.setdefault(without_accents(low), []).append(pattern)
            exact.setdefault(low, []).append(pattern)
        # Loose forms are numbered behind the exact ones.
        self._forms = [*exact, *loose]
        self._groups = [tuple(group) for group in (*exact.values(), *loose.values())]
        self._shared = _shared(exact, loose)
        self._exact = Automaton(list(exact))
        self._loose = Automaton(list(loose))
        # The same words come again and again.
        self._writing = lru_cache(maxsize=65536)(self._write)
        self._fitting = lru_cache(maxsize=65536)(self._fit)
        self._hardness = lru_cache(maxsize=65536)(self._is_hard)

    def find(self, folded: Folded, language: str, passages: Sequence[Passage] = ()) -> list[Hit]:
        """The hits in a text. `passages` are as `choose` takes them."""
        return self.choose(self.written(folded), folded, language, passages)

    def written(self, folded: Folded) -> list[Written]:
        """Every place in a text where a form stands with clean edges and in its case, whatever the language."""
        raw = self._exact.run(folded.low)
        if self._loose:
            behind = len(self._exact)
            found = self._loose.run(without_accents(folded.low))
            raw = [*raw, *((number + behind, start, end) for number, start, end in found)]
        shape = folded.shape
        written = []
        for form, start, end in raw:
            if has_edges(shape, start, end):
                writing = self._writing(form, shape[start:end])
                if writing.patterns:
                    written.append((start, end, writing))
        return written

    def choose(
        self, written: Iterable[Written], folded: Folded, language: str, passages: Sequence[Passage] = ()
    ) -> list[Hit]:
        """The leftmost-longest hits of what is written in a text, chosen after the language was checked.

        `passages` are ranges of the folded text in languages of their own, in order and apart.
        """
        fitting = []
        spoken = language
        for start, end, writing in written:
            if passages:
                spoken = _language_at(passages, start, language)
            kept = self._fitting(writing, spoken)
            if kept and _stands_alone(folded, start, end, spoken):
                fitting.append((start, end, kept))
        return [
            Hit(*one, self._hardness(one[2]), _language_at(passages, one[0], language) if passages else language)
            for one in _leftmost_longest(fitting)
        ]

    def patterns(self) -> Iterator[Pattern]:
        """Every pattern, in no order that means anything."""
        return (pattern for group in self._groups[: len(self._exact)] for pattern in group)

    def form(self, number: int) -> tuple[str, bool]:
        """A form by its number, folded, and whether it stands for all that differ from it in accents only."""
        return self._forms[number], number >= len(self._exact)

    def _write(self, form: int, surface: str) -> Writing:
        patterns = tuple(p for p in self._groups[form] if self._has_case(p, surface))
        hard = form in self._shared or any(map(self._needs_evidence, patterns))
        return Writing(form, surface, patterns, hard)

    def _fit(self, writing: Writing, language: str) -> tuple[Pattern, ...]:
        return tuple(p for p in writing.patterns if _speaks(p.language, language))

    def _is_hard(self, patterns: tuple[Pattern, ...]) -> bool:
        return len({p.term for p in patterns}) > 1 or any(map(self._needs_evidence, patterns))

    def _needs_evidence(self, pattern: Pattern) -> bool:
        term = self.terms[pattern.term]
        return term.prior == "cue" or bool(term.cues.against) or _may_be_closed_class(pattern)

    def _has_case(self, pattern: Pattern, surface: str) -> bool:
        term = self.terms[pattern.term]
        if term.case == "any" or surface == pattern.written:
            return True
        if term.case == "exact":
            return False
        written = pattern.written
        if written == written.lower() and not any(map(str.isdigit, written)):
            return True
        if len(written) >= SHORTEST_IN_CAPITALS and surface == written.upper() and not _is_plural_code(pattern):
            return True
        if term.accents == "fold" and without_accents(surface) == without_accents(written):
            return True
        return written[0].islower() and surface[1:] == written[1:] and surface[0].lower() == written[0]


def _shared(exact: Mapping[str, Sequence[Pattern]], loose: Mapping[str, Sequence[Pattern]]) -> frozenset[int]:
    """The numbers of the forms at whose places more than one term may stand.

    Where a form stands, the one without its accents stands too.
    """
    behind = {low: number for number, low in enumerate(loose, len(exact))}
    shared = {number for low, number in behind.items() if _differ(loose[low])}
    for number, (low, group) in enumerate(exact.items()):
        plain = without_accents(low) if loose else ""
        if _differ([*group, *loose.get(plain, ())]):
            shared.add(number)
            if plain in behind:
                shared.add(behind[plain])
    return frozenset(shared)


def _differ(patterns: Sequence[Pattern]) -> bool:
    """Whether some patterns are not all of one term."""
    return len(patterns) > 1 and any(p.term != patterns[0].term for p in patterns)


def _is_plural_code(pattern: Pattern) -> bool:
    # In capitals the plural of a code ("A100s") would read as another code.
    return pattern.origin == "inflected" and pattern.written[-1] == "s" and pattern.written[-2].isdigit()


def _may_be_closed_class(pattern: Pattern) -> bool:
    pack = pack_for(pattern.language)
    return pack is not None and pattern.written.lower() in pack.closed_class


def _speaks(form_language: str, text_language: str) -> bool:
    return form_language == "any" or text_language == form_language or text_language.startswith(form_language + "-")


def _language_at(passages: Sequence[Passage], start: int, language: str) -> str:
    index = bisect_right(passages, start, key=_first) - 1
    return passages[index][2] if index >= 0 and start < passages[index][1] else language


def _first(passage: Passage) -> int:
    return passage[0]


def _stands_alone(folded: Folded, start: int, end: int, language: str) -> bool:
    """Whether a hit with clean edges is no part of what only a dictionary knows to be a word."""
    shape = folded.shape
    if start and shape[start - 1] == "'" and in_fixed_word(folded.low, start, end, language):
        return False
    if language.startswith("zh") and (is_han(shape[start]) or is_han(shape[end - 1])):
        return is_word(shape, start, end)
    return True


def _leftmost_longest(found: list[tuple[int, int, tuple[Pattern, ...]]]) -> Iterable[_Chosen]:
    found.sort(key=_leftmost)
    chosen: list[_Chosen] = []
    for start, end, patterns in found:
        if not chosen or start >= chosen[-1][1]:
            chosen.append((start, end, patterns, ()))
            continue
        first, stop, winners, parts = chosen[-1]
        if (start, end) == (first, stop):
            chosen[-1] = (first, stop, tuple(dict.fromkeys(winners + patterns)), parts)
            continue
        own = {p.term for p in winners}
        losers = [p.term for p in patterns if p.term not in own and p.term not in parts]
        if losers:
            chosen[-1] = (first, stop, winners, (*parts, *losers))
    return chosen


def _leftmost(hit: tuple[int, int, tuple[Pattern, ...]]) -> tuple[int, int]:
    return hit[0], -hit[1]
