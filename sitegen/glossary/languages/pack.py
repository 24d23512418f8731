"""What is known of a language: how its words inflect, and which words stand beside names."""

from __future__ import annotations

from typing import Literal

import msgspec

Endings = tuple[tuple[str, tuple[str, ...]], ...]


class Pack(msgspec.Struct, frozen=True):
    """A language's rules, as data.

    `endings` are pairs of an ending and what may stand in its place, the first that fits counting;
    `every_ending` are added whatever fits. `head` tells which words of a name of several inflect:
    the last, the first ones, or adjectives (with `adjective` endings, the longer ones
    first) and a noun. `links` are words
    that end the head. `changed_vowels` may change in a word's last syllable together with an ending
    of `with_changed_vowel`. `spellings` are letters that are also written otherwise.

    The sets of words are in lower case: `closed_class` are words that no noun is, `joining` those
    of them that only list one thing beside another; `before_verbs`
    and `infinitive` stand before verbs, `titles` before persons, `saying` behind them;
    `numbers` before what is counted, `of` before what something is a part of; `named_after` and `behind_names` (where words aren't
    spaced) make a place, a prize or a house of a name.
    """

    language: str
    endings: Endings
    head: Literal["last", "leading", "agreeing"]
    links: frozenset[str] = frozenset()
    irregular: dict[str, tuple[str, ...]] = {}
    adjective: tuple[str, ...] = ()
    changed_vowels: tuple[tuple[str, str], ...] = ()
    with_changed_vowel: tuple[str, ...] = ()
    unchanged_endings: tuple[str, ...] = ()
    spellings: tuple[tuple[str, str], ...] = ()
    capital_nouns: bool = False
    solid_compounds: bool = False
    fixed_words: frozenset[str] = frozenset()
    closed_class: frozenset[str] = frozenset()
    joining: frozenset[str] = frozenset()
    before_verbs: frozenset[str] = frozenset()
    infinitive: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    saying: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    of: frozenset[str] = frozenset()
    named_after: frozenset[str] = frozenset()
    behind_names: tuple[str, ...] = ()
    abbreviations: frozenset[str] = frozenset()


def words(text: str) -> frozenset[str]:
    """A set of words written in one text."""
    return frozenset(text.split())
