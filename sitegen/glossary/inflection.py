"""Regular inflection by the rules of a language's pack: the forms that no editor has to list."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import product

from sitegen.glossary.languages import PACKS, Pack, pack_for
from sitegen.glossary.languages.pack import Endings

MOST_WORDS = 6
MOST_FORMS = 128


def inflected(form: str, language: str) -> set[str]:
    """The regular inflections of a form in a language, without the form itself.

    A form of `any` language takes the plural s of names ("GPUs", "A100s"). A language without a
    pack has none.
    """
    if language == "any":
        return {form + "s"} if form[-1:].isalnum() and form.isascii() and form[-1] not in "sS" else set()
    pack = pack_for(language)
    if pack is None or not pack.endings:
        return set()
    words = form.split(" ")
    if len(words) > MOST_WORDS:
        return set()
    forms = {form, *_phrases(words, pack)}
    for letters, others in pack.spellings:
        forms |= {f.replace(letters, others) for f in forms if letters in f}
    forms.discard(form)
    return forms if len(forms) <= MOST_FORMS else set(sorted(forms, key=_by_length)[:MOST_FORMS])


def in_other_languages(form: str) -> dict[str, set[str]]:
    """The inflections by language of a common noun that is written alike in any."""
    if not form.islower() or not form.isalpha():
        return {}
    plain = inflected(form, "any")
    inflecting = (language for language, pack in PACKS.items() if pack.endings)
    return {language: others for language in inflecting if (others := inflected(form, language) - plain)}


def _by_length(form: str) -> tuple[int, str]:
    return len(form), form


def _phrases(words: list[str], pack: Pack) -> Iterable[str]:
    """Forms of a phrase whose head inflects up to the first preposition or article."""
    stop = next((i for i, word in enumerate(words) if i and _is_link(word, pack)), len(words))
    head, rest = words[:stop], words[stop:]
    for chosen in _heads(head, pack):
        yield " ".join((*chosen, *rest))


def _is_link(word: str, pack: Pack) -> bool:
    return word in pack.links or word.partition("'")[0].partition("’")[0] in ("d", "l")


def _heads(head: list[str], pack: Pack) -> Iterable[tuple[str, ...]]:
    *before, last = head
    if pack.head == "last":
        return ((*before, form) for form in _word(last, pack))
    if pack.head == "leading":
        return _leading(head, pack)
    return _agreeing(before, last, pack)


def _leading(head: list[str], pack: Pack) -> Iterable[tuple[str, ...]]:
    # "cartes graphiques", and "cartes mémoire", whose second noun stays.
    for length in range(1, len(head) + 1):
        for chosen in product(*(_word(word, pack) or [word] for word in head[:length])):
            yield (*chosen, *head[length:])


def _agreeing(before: list[str], noun: str, pack: Pack) -> Iterable[tuple[str, ...]]:
    nouns = [noun, *_word(noun, pack)]
    if not before:
        yield from ((form,) for form in nouns)
        return
    stems = [_adjective_stem(word, pack) for word in before]
    for form in nouns:
        if any(stem != word for stem, word in zip(stems, before, strict=True)):
            for ending in pack.adjective:
                agreeing = (s + ending if s != w else w for s, w in zip(stems, before, strict=True))
                yield (*agreeing, form)
        else:
            yield (*before, form)


def _adjective_stem(word: str, pack: Pack) -> str:
    """An adjective without its case ending, or the word itself if it is none."""
    if not word.islower():
        return word
    for ending in pack.adjective:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)]
    return word


def _word(word: str, pack: Pack) -> list[str]:
    """The inflected forms of one word, in order and without the word itself."""
    if len(word) < 2 or not word[-1].isalnum():
        return []
    if word[-1].isdigit() or (word.isupper() and word.isascii()):
        return [word + "s"]
    if word in pack.irregular:
        return list(pack.irregular[word])
    for ending, replacements in _endings_of(pack.language).get(word[-1], _endings_of(pack.language)[""]):
        if word.endswith(ending):
            stem = word[: len(word) - len(ending)] if ending else word
            return [stem + r for r in replacements] + _changed(word, pack)
    return []


@lru_cache(maxsize=64)
def _endings_of(language: str) -> dict[str, Endings]:
    """A language's endings by their last letter, so that few have to be tried; "" has the general one."""
    endings = PACKS[language].endings
    letters = {ending[-1] for ending, _ in endings if ending}
    general = tuple(pair for pair in endings if not pair[0])
    return {"": general} | {x: tuple(p for p in endings if p[0][-1:] in ("", x)) for x in letters}


def _changed(word: str, pack: Pack) -> list[str]:
    """Forms with another vowel in the last syllable ("Schrank", "Schränke")."""
    if not pack.changed_vowels or word.endswith(pack.unchanged_endings):
        return []
    at = max(word.rfind(vowel) for vowel in "aeiouäöüy")
    if at < 1:
        return []
    begin = at - 1 if word[at - 1 : at + 1] == "au" else at
    for vowel, other in pack.changed_vowels:
        if word.startswith(vowel, begin):
            stem = word[:begin] + other + word[begin + len(vowel) :]
            return [stem + ending for ending in pack.with_changed_vowel]
    return []
