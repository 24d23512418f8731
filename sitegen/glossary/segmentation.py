"""Whether characters of a Chinese text are a word there, or belong to two words beside each other.

The likeliest way to cut the characters around a form is looked for under a unigram model (the usual
dynamic programme, as in Sproat et al. 1996). A form that this way cuts through is no mention.
"""

from __future__ import annotations

import math
from functools import lru_cache
from importlib.resources import files

REACH = 6
LONGEST_WORD = 4
# A form of the glossary counts as a word that is neither common nor rare.
OWN_COUNT = 200.0
RAREST_COUNT = 1.0
_TOTAL = math.log(6e7)


@lru_cache(maxsize=1)
def _words() -> dict[str, float]:
    """The logarithm of each word's probability. Read when a Chinese form is first met."""
    text = (files("sitegen.glossary.languages") / "zh_words.txt").read_text(encoding="utf-8")
    words: dict[str, float] = {}
    for line in text.split("\n"):
        level, _, rest = line.partition(" ")
        if level.isdigit():
            words.update(dict.fromkeys(rest.split(" "), int(level) / 4 - _TOTAL))
    return words


def is_han(character: str) -> bool:
    """Whether a character is a Chinese one."""
    return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff"


def is_word(text: str, start: int, end: int) -> bool:
    """Whether a range of Chinese text that holds a form stands as a word of its own."""
    left = start
    while left and start - left < REACH and is_han(text[left - 1]):
        left -= 1
    right = end
    while right < len(text) and right - end < REACH and is_han(text[right]):
        right += 1
    if left == start and right == end:
        return True
    return _is_word(text[left:right], start - left, end - left)


def _is_crossed(window: str, at: int) -> bool:
    """Whether some word of the language would reach over a place."""
    words = _words()
    return any(
        window[begin:stop] in words
        for begin in range(max(0, at - LONGEST_WORD + 1), at)
        for stop in range(at + 1, min(len(window), begin + LONGEST_WORD) + 1)
    )


def _is_compound(*rest: str) -> bool:
    """Whether what a longer word has besides a form are words of several characters."""
    return all(not part or (len(part) > 1 and part in _words()) for part in rest)


@lru_cache(maxsize=16384)
def _is_word(window: str, start: int, end: int) -> bool:
    if not _is_crossed(window, start) and not _is_crossed(window, end):
        return True
    cuts = _likeliest_cuts(window, start, end)
    return start in cuts and end in cuts


def _likeliest_cuts(window: str, start: int, end: int) -> set[int]:
    words = _words()
    rarest = math.log(RAREST_COUNT) - _TOTAL
    best = [0.0] * (len(window) + 1)
    came = [0] * (len(window) + 1)
    for stop in range(1, len(window) + 1):
        best[stop] = -math.inf
        for begin in range(max(0, stop - max(LONGEST_WORD, end - start)), stop):
            score = words.get(window[begin:stop])
            if (begin, stop) == (start, end):
                score = max(score or -math.inf, math.log(OWN_COUNT) - _TOTAL)
            elif score is None:
                if stop - begin > 1:
                    continue
                score = rarest
            elif begin <= start and end <= stop and _is_compound(window[begin:start], window[end:stop]):
                # A firm's name with "company" behind it is still its name; with one character it is another word.
                continue
            if best[begin] + score > best[stop]:
                best[stop], came[stop] = best[begin] + score, begin
    cuts = {len(window)}
    at = len(window)
    while at:
        at = came[at]
        cuts.add(at)
    return cuts
