"""Regular inflection, a module of data for each language.

A pack has `ENDINGS`, pairs of an ending and what may stand in its place, the first that fits
counting; and `EVERY_WORD`, whether each word of a name of several words is inflected.
"""

from __future__ import annotations

from itertools import product
from types import ModuleType

from sitegen.glossary.inflection import de, en, es, fr

PACKS: dict[str, ModuleType] = {"de": de, "en": en, "es": es, "fr": fr}

MOST_WORDS = 4


def inflected(form: str, language: str) -> set[str]:
    """The regular inflections of a form in a language, without the form itself.

    A form of `any` language takes the plural s of names ("GPUs", "A100s"). A language without a
    pack has none.
    """
    if language == "any":
        return {form + "s"} if form[-1:].isalnum() and form.isascii() and form[-1] not in "sS" else set()
    pack = PACKS.get(language.partition("-")[0])
    if pack is None:
        return set()
    words = form.split(" ")
    if len(words) > MOST_WORDS:
        return set()
    if not pack.EVERY_WORD:
        head = " ".join(words[:-1])
        variants = _word(words[-1], pack)
        return {f"{head} {word}".strip() for word in variants} - {form}
    choices = [{word, *_word(word, pack)} for word in words]
    return {" ".join(chosen) for chosen in product(*choices)} - {form}


def _word(word: str, pack: ModuleType) -> set[str]:
    if word in pack.FIXED or len(word) < 2 or not word[-1].isalnum():
        return set()
    if word[-1].isdigit() or word.isupper():
        return {word + "s"}
    for ending, replacements in pack.ENDINGS:
        if word.endswith(ending):
            stem = word[: len(word) - len(ending)] if ending else word
            return {stem + replacement for replacement in replacements}
    return set()
