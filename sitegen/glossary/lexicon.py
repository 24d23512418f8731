"""All forms of all terms in one automaton: where in a text something is written that may be a term.

Finding is apart from deciding: this module says what stands there, `senses` what it means.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal

import msgspec
from ahocorasick_rs import AhoCorasick, MatchKind

from sitegen.glossary.folding import Folded, fold, without_accents
from sitegen.glossary.inflection import inflected
from sitegen.glossary.terms import labels
from sitegen.model import Term

Origin = Literal["label", "form", "inflected", "misspelt", "mistranslated"]

# What French and its neighbours elide before a vowel; an apostrophe after anything else is part of a word.
CLITICS = frozenset(
    [
        "l",
        "d",
        "j",
        "m",
        "t",
        "s",
        "c",
        "n",
        "qu",
        "jusqu",
        "lorsqu",
        "puisqu",
        "quoiqu",
        "presqu",
        "quelqu",
        "entr",
        "dell",
        "all",
        "nell",
        "sull",
        "un",
    ]
)
SHORTEST_IN_CAPITALS = 4


class Pattern(msgspec.Struct, frozen=True):
    """One way to write a term, by number, in a language; `written` is its shape after folding."""

    term: int
    language: str
    written: str
    origin: Origin


class Hit(msgspec.Struct, frozen=True):
    """A place where terms may stand: offsets in the folded text, and the patterns that fit.

    `parts` are other terms found inside it; a hit is `hard` if it needs evidence to be decided.
    """

    start: int
    end: int
    patterns: tuple[Pattern, ...]
    parts: tuple[int, ...] = ()
    hard: bool = False


class Lexicon:
    """The compiled matcher of all labels and forms. `terms` are in the order of their ids."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self.terms = tuple(terms)
        exact: dict[str, list[Pattern]] = {}
        loose: dict[str, list[Pattern]] = {}
        for number, term in enumerate(self.terms):
            for pattern in _patterns(number, term):
                low = pattern.written.lower()
                if term.accents == "fold":
                    loose.setdefault(without_accents(low), []).append(pattern)
                exact.setdefault(low, []).append(pattern)
        self._exact = _Automaton(exact)
        self._loose = _Automaton(loose)
        # The same words come again and again.
        self._fitting = lru_cache(maxsize=65536)(self._fit)
        self._hardness = lru_cache(maxsize=65536)(self._is_hard)

    def find(self, folded: Folded, language: str) -> list[Hit]:
        """The leftmost-longest hits in a text, chosen after edges, language and case were checked."""
        raw = self._exact.run(folded.low)
        if self._loose.patterns:
            raw += self._loose.run(without_accents(folded.low))
        shape = folded.shape
        fitting = []
        for start, end, patterns in raw:
            if _has_edges(shape, start, end) and (kept := self._fitting(patterns, language, shape[start:end])):
                fitting.append((start, end, kept))
        return [self._hit(*one) for one in _leftmost_longest(fitting)]

    def _fit(self, patterns: tuple[Pattern, ...], language: str, surface: str) -> tuple[Pattern, ...]:
        return tuple(p for p in patterns if _speaks(p.language, language) and self._has_case(p, surface))

    def _hit(self, start: int, end: int, patterns: tuple[Pattern, ...], parts: tuple[int, ...]) -> Hit:
        return Hit(start, end, patterns, parts, self._hardness(patterns))

    def _is_hard(self, patterns: tuple[Pattern, ...]) -> bool:
        if len({p.term for p in patterns}) > 1:
            return True
        term = self.terms[patterns[0].term]
        return term.prior == "cue" or bool(term.cues.against)

    def _has_case(self, pattern: Pattern, surface: str) -> bool:
        term = self.terms[pattern.term]
        if term.case == "any" or surface == pattern.written:
            return True
        if term.case == "exact":
            return False
        written = pattern.written
        if written == written.lower() and not any(map(str.isdigit, written)):
            return True
        if len(written) >= SHORTEST_IN_CAPITALS and surface == written.upper():
            return True
        if term.accents == "fold" and without_accents(surface) == without_accents(written):
            return True
        return written[0].islower() and surface[1:] == written[1:] and surface[0].lower() == written[0]


class _Automaton:
    """An Aho-Corasick automaton (Aho and Corasick 1975) over folded patterns, run with overlaps."""

    def __init__(self, patterns: dict[str, list[Pattern]]) -> None:
        self.patterns = [tuple(dict.fromkeys(group)) for group in patterns.values()]
        self._matcher = AhoCorasick(list(patterns), matchkind=MatchKind.Standard) if patterns else None

    def run(self, low: str) -> list[tuple[int, int, tuple[Pattern, ...]]]:
        if self._matcher is None:
            return []
        found = self._matcher.find_matches_as_indexes(low, overlapping=True)
        return [(start, end, self.patterns[index]) for index, start, end in found]


def _patterns(number: int, term: Term) -> Iterable[Pattern]:
    forbidden = {(language, form) for language, forms in term.forbid.items() for form in forms}
    groups: tuple[tuple[Origin, dict[str, tuple[str, ...]]], ...] = (
        ("label", labels(term)),
        ("form", term.forms),
        ("misspelt", term.misspelt),
        ("mistranslated", term.mistranslated),
    )
    for origin, forms in groups:
        for language, group in forms.items():
            for form in group:
                yield Pattern(number, language, fold(form.strip()).shape, origin)
                generated: Origin = "inflected" if origin in ("label", "form") else origin
                for other in sorted(inflected(form, language)):
                    if (language, other) not in forbidden and ("any", other) not in forbidden:
                        yield Pattern(number, language, fold(other).shape, generated)


def _speaks(form_language: str, text_language: str) -> bool:
    return form_language == "any" or text_language == form_language or text_language.startswith(form_language + "-")


_Chosen = tuple[int, int, tuple[Pattern, ...], tuple[int, ...]]


def _leftmost_longest(found: list[tuple[int, int, tuple[Pattern, ...]]]) -> list[_Chosen]:
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


@lru_cache(maxsize=4096)
def _script(character: str) -> Literal["word", "free", "katakana", "none"]:
    """How a character joins its neighbours: Han and kana need no edges, katakana fills its run."""
    code = ord(character)
    if code < 128:
        return "word" if character.isalnum() or character == "_" else "none"
    if 0x30A1 <= code <= 0x30FF and code != 0x30FB:
        return "katakana"
    if 0x3040 <= code <= 0x30FF or 0x3400 <= code <= 0x9FFF or 0xAC00 <= code <= 0xD7AF or 0x20000 <= code <= 0x3FFFF:
        return "free"
    if code in (0x3005, 0x3007) or 0x0E00 <= code <= 0x0E7F:
        return "free"
    category = unicodedata.category(character)
    return "word" if category[0] in "LMN" else "none"


def _has_edges(text: str, start: int, end: int) -> bool:
    if start and _joined(text[start - 1], text[start]):
        return False
    if end < len(text) and _joined(text[end - 1], text[end]):
        return False
    return not (start and text[start - 1] == "'" and not _elided(text, start - 1))


def _joined(left: str, right: str) -> bool:
    first, second = _script(left), _script(right)
    return first == second and first in ("word", "katakana")


def _elided(text: str, apostrophe: int) -> bool:
    """Whether what stands before an apostrophe may be elided there, or is no word at all."""
    begin = apostrophe
    while begin and _script(text[begin - 1]) == "word":
        begin -= 1
    if begin and text[begin - 1] == "'":
        return False
    word = text[begin:apostrophe]
    return not word or word.lower() in CLITICS
