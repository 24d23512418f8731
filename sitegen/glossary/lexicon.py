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
    """A place where terms may stand: offsets in the folded text, and the patterns that fit."""

    start: int
    end: int
    patterns: tuple[Pattern, ...]
    parts: tuple[int, ...] = ()


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

    def find(self, folded: Folded, language: str) -> list[Hit]:
        """The leftmost-longest hits in a text, chosen after edges, language and case were checked."""
        raw = self._exact.run(folded.low)
        if self._loose.patterns:
            raw += self._loose.run(without_accents(folded.low))
        fitting = []
        for start, end, patterns in raw:
            if not _has_edges(folded.shape, start, end):
                continue
            surface = folded.shape[start:end]
            kept = tuple(p for p in patterns if _speaks(p.language, language) and self._has_case(p, surface))
            if kept:
                fitting.append((start, end, kept))
        return _leftmost_longest(fitting)

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


def _leftmost_longest(found: list[tuple[int, int, tuple[Pattern, ...]]]) -> list[Hit]:
    found.sort(key=lambda hit: (hit[0], -hit[1]))
    chosen: list[Hit] = []
    losers: list[int] = []
    for start, end, patterns in found:
        if chosen and start < chosen[-1].end:
            last = chosen[-1]
            if (start, end) == (last.start, last.end):
                chosen[-1] = Hit(start, end, tuple(dict.fromkeys(last.patterns + patterns)), last.parts)
                continue
            own = {p.term for p in last.patterns}
            losers = [p.term for p in patterns if p.term not in own and p.term not in last.parts]
            if losers:
                chosen[-1] = Hit(last.start, last.end, last.patterns, (*last.parts, *losers))
            continue
        chosen.append(Hit(start, end, patterns))
    return chosen


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
