"""Slices of a glossary: all of it that can matter to a text, as digests.

Where the slice is the same, whatever else changed in the glossary, a text's mentions are. A slice has the patterns
of each form that stands in the text. Where one of them may need evidence, it has too the cues that stand there (for
or against those terms; for any term, since they are words that are known) and which of the terms are related.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache

from sitegen.glossary.cues import CuePlace
from sitegen.glossary.lexicon import Lexicon, Pattern, Writing
from sitegen.glossary.senses import Senses, Sight
from sitegen.sealed import seal_of

SIZE = 16


class Slices:
    """The digests of slices of one glossary. Terms stand in them by their ids, for numbers shift with every term."""

    def __init__(self, lexicon: Lexicon, senses: Senses) -> None:
        self._lexicon = lexicon
        self._senses = senses
        # The same words come again and again.
        self._piece = lru_cache(maxsize=65536)(self._piece_of)

    def slice_of(self, sights: Iterable[Sight]) -> bytes:
        """The digest of the slice that some texts together see, in their order."""
        state = hashlib.blake2b(digest_size=SIZE)
        for sight in sights:
            state.update(self._seen(sight))
        return state.digest()

    def _seen(self, sight: Sight) -> bytes:
        writings = {writing for _, _, writing in sight.written}
        pieces = sorted({self._piece(writing) for writing in writings})
        if sight.hard:
            pieces.append(self._evidence(writings, sight.cues))
        return hashlib.blake2b(b"".join(pieces), digest_size=SIZE).digest()

    def _piece_of(self, writing: Writing) -> bytes:
        """What a form that is written in some way may mean, and all that is asked of its terms and patterns."""
        asked = [self._asked(pattern) for pattern in writing.patterns]
        return seal_of((self._lexicon.form(writing.form), writing.surface, asked))

    def _asked(self, pattern: Pattern) -> tuple[object, ...]:
        term = self._senses.terms[pattern.term]
        return (
            term.id,
            pattern.language,
            pattern.written,
            pattern.origin,
            self._senses.is_full(pattern),
            term.kind,
            term.prior,
            term.link,
            bool(term.cues.against),
        )

    def _evidence(self, writings: Iterable[Writing], found: Sequence[CuePlace]) -> bytes:
        """What may decide which terms are meant."""
        cues, terms, families = self._senses.cues, self._senses.terms, self._senses.families
        there = {p.term for one in writings for p in one.patterns}
        asked = sorted({p.term for one in writings if one.hard for p in one.patterns})
        forms = sorted({form for form, *_ in found}, key=cues.forms.__getitem__)
        return seal_of(
            (
                [(cues.forms[form], sorted(cues.languages[form])) for form in forms if cues.languages[form]],
                [
                    (terms[n].id, cues.forms[form], cues.owned[n][form])
                    for n in asked
                    for form in forms
                    if form in cues.owned[n]
                ],
                [(terms[n].id, terms[kin].id) for n in asked for kin in sorted(families[n] & there)],
            )
        )
