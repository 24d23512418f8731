"""What the words beside a place say about it: a person's name, a thing named after one, a verb.

These are rules about languages, from their packs; what speaks for or against one term is in its cues.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache

import msgspec

from sitegen.glossary.edges import script
from sitegen.glossary.folding import Folded
from sitegen.glossary.languages import Pack, pack_for
from sitegen.glossary.languages.names import GIVEN_NAMES
from sitegen.glossary.lexicon import Hit, Pattern
from sitegen.model import Evidence, TermKind

CAPITALS = 0.25
PERSON = -3.0
NAMED_AFTER = -3.0
OTHER_NAME = -1.5
OTHER_NOUN = -1.0
SPEAKS = -2.0
VERB = -2.0
INFINITIVE = -1.0
# An article or a conjunction is none, whatever stands beside it.
NO_WORD_OF_ITS_OWN = -4.0
NUMBER = -1.0
COUNTED = 0.5
OF_SOMETHING = -1.0
# A person or a firm may speak; a thing does not.
_SPEAKERS = frozenset(["company", "person", "place"])
_UNCOUNTED = frozenset(["company", "architecture", "person", "place"])

_SIGNS = " \t\n\"'«»“”„‚‘’‹›()[]{}-–—*•¿¡:"
_POINT = "\u30fb"
_OPENING = "\"'«“„‚‘‹([{¿¡*-–"
_CLOSING = "\"'»”“’›)]}.,;:!?…*-–—"
_NUMBER = re.compile(r"(?<!\w)\d[\d.,]* ?$")
_COUNT = re.compile(r"(?<![^\W\u3040-\u9fff])\d[\d.,]* ?[\u4e00-\u9fff]?$")
_WORD = re.compile(r"[^\W\d_]{2,}")
_REACH = 30


class Surroundings(msgspec.Struct, frozen=True):
    """A text with what is known to stand in it: the folded offsets where known words start and end."""

    folded: Folded
    starts: AbstractSet[int]
    ends: AbstractSet[int]


class _Beside(msgspec.Struct, frozen=True, gc=False):
    """A hit's neighbours: the word before it and the one behind it, "" where there is none.

    `pointed` tells of a point behind the word before; `first`, whether the hit begins its sentence.
    """

    before: str
    pointed: bool
    known_before: bool
    after: str
    known_after: bool
    first: bool


def evidence_beside(
    hit: Hit, pattern: Pattern, kind: TermKind, needs_cue: bool, sentence: tuple[int, int], around: Surroundings
) -> Iterator[Evidence]:
    """What speaks for or against a pattern's being meant at a hit, apart from cues."""
    pack = pack_for(hit.language)
    surface = around.folded.shape[hit.start : hit.end]
    if pack:
        yield from _word(hit, surface, pack, sentence, around)
    if needs_cue and pattern.language != "any":
        yield from _amount(hit, pack, sentence, around)
    if needs_cue and script(pattern.written[0]) == "katakana":
        yield from _pointed_name(hit, around)
    if pattern.language != "any" or not pattern.written[0].isupper():
        return
    beside = _beside(hit, sentence, around)
    if not beside.first and not (pack and pack.capital_nouns):
        yield Evidence("capital letters", CAPITALS)
    yield from _person(beside, pack, kind)
    if pack and pack.behind_names:
        behind = around.folded.shape[hit.end : hit.end + 4].lstrip()
        if word := next((w for w in pack.behind_names if behind.startswith(w)), ""):
            yield Evidence(f"named so: {word}", PERSON)
    if needs_cue or pattern.written.istitle():
        yield from _longer_name(hit, beside, pack, kind, sentence, around)


def _word(hit: Hit, surface: str, pack: Pack, sentence: tuple[int, int], around: Surroundings) -> Iterator[Evidence]:
    """Whether what looks like a noun is another kind of word there."""
    low = surface.lower()
    if low in pack.closed_class and (surface == low or _is_first(hit, sentence, around)):
        yield Evidence(f"a word of every sentence: {low}", NO_WORD_OF_ITS_OWN)
    if not pack.before_verbs or surface != low or " " in low:
        return
    shape = around.folded.shape
    word, pointed = _word_before(shape, max(sentence[0], hit.start - _REACH), hit.start)
    before = word.lower()
    if not before or pointed:
        return
    if before in pack.before_verbs:
        yield Evidence(f"a verb after {before}", VERB)
    elif before in pack.infinitive:
        after, _ = _word_after(shape, hit.end, min(sentence[1], hit.end + _REACH))
        if not after or after in pack.closed_class:
            yield Evidence(f"a verb after {before}", INFINITIVE)


def _pointed_name(hit: Hit, around: Surroundings) -> Iterator[Evidence]:
    """Whether a katakana name is joined with another one by a middle point, as a person's two names are."""
    shape = around.folded.shape
    before = shape[hit.start - 1 : hit.start] == _POINT and hit.start - 1 not in around.ends
    after = shape[hit.end : hit.end + 1] == _POINT and hit.end + 1 not in around.starts
    if before or after:
        yield Evidence("another name beside it", OTHER_NAME)


def _amount(hit: Hit, pack: Pack | None, sentence: tuple[int, int], around: Surroundings) -> Iterator[Evidence]:
    """A thing can be counted; a figure of speech is the core, the heart of something."""
    shape = around.folded.shape
    if _COUNT.search(shape, max(0, hit.start - 9), hit.start):
        yield Evidence("a number before it", COUNTED)
    if pack is None or not pack.of:
        return
    before, _ = _word_before(shape, max(sentence[0], hit.start - _REACH), hit.start)
    if before.lower() in pack.numbers:
        yield Evidence("a number before it", COUNTED)
    stop = min(sentence[1], hit.end + _REACH)
    link, at = _word_after(shape, hit.end, stop)
    if link not in pack.of or any(map(str.isdigit, shape[at:stop])):
        return
    if not any(place in around.starts for place in range(at, stop)):
        yield Evidence(f"{link} something else", OF_SOMETHING)


def _is_first(hit: Hit, sentence: tuple[int, int], around: Surroundings) -> bool:
    return not around.folded.shape[sentence[0] : hit.start].strip(_SIGNS)


def _beside(hit: Hit, sentence: tuple[int, int], around: Surroundings) -> _Beside:
    shape = around.folded.shape
    before, pointed = _word_before(shape, max(sentence[0], hit.start - _REACH), hit.start)
    after, at = _word_after(shape, hit.end, min(sentence[1], hit.end + _REACH))
    return _Beside(
        before=before,
        pointed=pointed,
        known_before=bool(before) and hit.start - 1 - pointed in around.ends,
        after=after,
        known_after=bool(after) and at in around.starts,
        first=_is_first(hit, sentence, around),
    )


def _word_before(shape: str, begin: int, end: int) -> tuple[str, bool]:
    """The word right before a place, and whether a point is behind it."""
    if end <= begin or shape[end - 1] not in " '":
        return "", False
    word = shape[max(shape.rfind(" ", begin, end - 1) + 1, begin) : end - 1]
    word = word[word.rfind("'") + 1 :].lstrip(_OPENING)
    pointed = word.endswith(".")
    word = word[:-1] if pointed else word
    return (word, pointed) if word.isalnum() else ("", False)


def _word_after(shape: str, begin: int, end: int) -> tuple[str, int]:
    """The word right behind a place, and where it starts."""
    start = begin + 3 if shape.startswith(" & ", begin) else begin + 1
    if start >= end or shape[begin] != " ":
        return "", start
    stop = shape.find(" ", start, end)
    word = shape[start : stop if stop > 0 else end].rstrip(_CLOSING)
    return (word if word.isalnum() else word.partition("'")[0], start)


def _person(beside: _Beside, pack: Pack | None, kind: TermKind) -> Iterator[Evidence]:
    before = beside.before
    low = before.lower()
    capital = before[:1].isupper()
    if len(before) == 1 and capital and beside.pointed:
        yield Evidence(f"an initial before it: {before}.", PERSON)
    elif capital and low in GIVEN_NAMES and not beside.known_before:
        yield Evidence(f"a given name before it: {before}", PERSON)
    elif pack and low in pack.titles and (before == low or capital):
        yield Evidence(f"a title before it: {before}", PERSON)
    if pack and beside.after in pack.saying and kind not in _SPEAKERS:
        yield Evidence(f"it speaks: {beside.after}", SPEAKS)


def _longer_name(
    hit: Hit, beside: _Beside, pack: Pack | None, kind: TermKind, sentence: tuple[int, int], around: Surroundings
) -> Iterator[Evidence]:
    """Whether a name is a part of a longer one that is nobody's in the glossary."""
    for word in (beside.before, beside.after):
        if pack and word.lower() in pack.named_after:
            yield Evidence(f"named after it: {word}", NAMED_AFTER)
            return
    shape = around.folded.shape
    if kind in _UNCOUNTED and _NUMBER.search(shape, max(0, hit.start - 9), hit.start):
        yield Evidence("a number before it", NUMBER)
    if pack and pack.capital_nouns:
        # A noun of its own would be hyphenated or known.
        if _is_name(beside.after) and not beside.known_after and kind != "company":
            yield Evidence(f"another name beside it: {beside.after}", OTHER_NOUN)
        return
    if _in_title_case(shape[sentence[0] : sentence[1]]):
        return
    before_is_first = not shape[sentence[0] : hit.start - len(beside.before) - 1].strip(_SIGNS)
    if _is_name(beside.before) and not beside.known_before and not beside.pointed and not before_is_first:
        yield Evidence(f"another name beside it: {beside.before}", OTHER_NAME)
    elif _is_name(beside.after) and not beside.known_after and kind != "company":
        yield Evidence(f"another name beside it: {beside.after}", OTHER_NAME)


def _is_name(word: str) -> bool:
    return len(word) > 1 and word.isalpha() and word[0].isupper() and word[1:].islower() and _is_latin(word)


def _is_latin(word: str) -> bool:
    return ord(word[0]) < 0x250


@lru_cache(maxsize=1024)
def _in_title_case(sentence: str) -> bool:
    """Whether nearly every word has a capital, so that a capital says nothing."""
    words = [word for word in _WORD.findall(sentence) if len(word) > 3]
    return len(words) > 4 and sum(word[0].isupper() for word in words) > 0.7 * len(words)
