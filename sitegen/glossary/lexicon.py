"""All forms of all terms in one automaton: where in a text something is written that may be a term.

Finding is apart from deciding: this module says what stands there, `senses` what it means.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import msgspec
from ahocorasick_rs import AhoCorasick, MatchKind

from sitegen.glossary.edges import has_edges, in_fixed_word
from sitegen.glossary.folding import Folded, without_accents
from sitegen.glossary.forms import Pattern, patterns_of
from sitegen.glossary.languages import pack_for
from sitegen.glossary.segmentation import is_han, is_word
from sitegen.model import Term

__all__ = ["Hit", "Lexicon", "Pattern"]

SHORTEST_IN_CAPITALS = 4

Passage = tuple[int, int, str]
_Chosen = tuple[int, int, tuple[Pattern, ...], tuple[int, ...]]


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
        self._exact = _Automaton(exact)
        self._loose = _Automaton(loose)
        # The same words come again and again.
        self._fitting = lru_cache(maxsize=65536)(self._fit)
        self._hardness = lru_cache(maxsize=65536)(self._is_hard)

    def find(self, folded: Folded, language: str, passages: Sequence[Passage] = ()) -> list[Hit]:
        """The leftmost-longest hits in a text, chosen after edges, language and case were checked.

        `passages` are ranges of the folded text in languages of their own, in order and apart.
        """
        raw = self._exact.run(folded.low)
        if self._loose.patterns:
            raw += self._loose.run(without_accents(folded.low))
        shape = folded.shape
        fitting = []
        spoken = language
        for start, end, patterns in raw:
            if not has_edges(shape, start, end):
                continue
            if passages:
                spoken = _language_at(passages, start, language)
            kept = self._fitting(patterns, spoken, shape[start:end])
            if kept and _stands_alone(folded, start, end, spoken):
                fitting.append((start, end, kept))
        return [self._hit(one, _language_at(passages, one[0], language)) for one in _leftmost_longest(fitting)]

    def patterns(self) -> Iterator[Pattern]:
        """Every pattern, in no order that means anything."""
        return (pattern for group in self._exact.patterns for pattern in group)

    def _fit(self, patterns: tuple[Pattern, ...], language: str, surface: str) -> tuple[Pattern, ...]:
        return tuple(p for p in patterns if _speaks(p.language, language) and self._has_case(p, surface))

    def _hit(self, chosen: _Chosen, language: str) -> Hit:
        return Hit(*chosen, self._hardness(chosen[2]), language)

    def _is_hard(self, patterns: tuple[Pattern, ...]) -> bool:
        if len({p.term for p in patterns}) > 1:
            return True
        term = self.terms[patterns[0].term]
        if term.prior == "cue" or bool(term.cues.against):
            return True
        return any(_may_be_closed_class(p) for p in patterns)

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


class _Automaton:
    """An Aho-Corasick automaton (Aho and Corasick 1975) over folded patterns, run with overlaps."""

    def __init__(self, patterns: dict[str, list[Pattern]]) -> None:
        self.patterns = [tuple(group) for group in patterns.values()]
        self._matcher = AhoCorasick(list(patterns), matchkind=MatchKind.Standard) if patterns else None

    def run(self, low: str) -> list[tuple[int, int, tuple[Pattern, ...]]]:
        if self._matcher is None:
            return []
        found = self._matcher.find_matches_as_indexes(low, overlapping=True)
        patterns = self.patterns
        return [(start, end, patterns[index]) for index, start, end in found]


def _is_plural_code(pattern: Pattern) -> bool:
    # In capitals the plural of a code ("A100s") would read as another code.
    return pattern.origin == "inflected" and pattern.written[-1] == "s" and pattern.written[-2].isdigit()


def _may_be_closed_class(pattern: Pattern) -> bool:
    pack = pack_for(pattern.language)
    return pack is not None and pattern.written.lower() in pack.closed_class


def _speaks(form_language: str, text_language: str) -> bool:
    return form_language == "any" or text_language == form_language or text_language.startswith(form_language + "-")


def _language_at(passages: Sequence[Passage], start: int, language: str) -> str:
    if not passages:
        return language
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
