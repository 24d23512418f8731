"""Every way to write every term: what the editors listed and what the rules make of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec

from sitegen.glossary.folding import fold
from sitegen.glossary.inflection import in_other_languages, inflected
from sitegen.glossary.terms import LONGEST_FORM, labels
from sitegen.model import Term

Origin = Literal["label", "form", "inflected", "misspelt", "mistranslated"]


class Pattern(msgspec.Struct, frozen=True, gc=False):
    """One way to write a term, by number, in a language; `written` is its shape after folding."""

    term: int
    language: str
    written: str
    origin: Origin


def patterns_of(terms: Sequence[Term]) -> Iterator[Pattern]:
    """The patterns of some terms, numbered in their order.

    What can not be a form (nothing but signs, or longer than any name) makes no pattern; the
    glossary's reader reports it.
    """
    for number, term in enumerate(terms):
        seen: set[tuple[str, str]] = set()
        for language, written, origin in _written(term):
            if (language, written) not in seen:
                seen.add((language, written))
                yield Pattern(number, language, written, origin)


def _written(term: Term) -> Iterable[tuple[str, str, Origin]]:
    forbidden = {(language, _shape(form)) for language, forms in term.forbid.items() for form in forms}
    later = []
    for origin, language, form in _listed(term):
        shape = _shape(form)
        if len(shape) > LONGEST_FORM or not any(map(str.isalnum, shape)):
            continue
        yield language, shape, origin
        generated: Origin = "inflected" if origin in ("label", "form") else origin
        later += [(language, other, generated) for other in sorted(inflected(form.strip(), language))]
        if language == "any":
            made = in_other_languages(form.strip())
            later += [(key, other, generated) for key, group in made.items() for other in sorted(group)]
    # What an editor wrote wins over what a rule makes, whatever the order.
    for language, other, generated in later:
        shape = _shape(other)
        if not forbidden or ((language, shape) not in forbidden and ("any", shape) not in forbidden):
            yield language, shape, generated


def _listed(term: Term) -> Iterable[tuple[Origin, str, str]]:
    groups: tuple[tuple[Origin, dict[str, tuple[str, ...]]], ...] = (
        ("label", labels(term)),
        ("form", term.forms),
        ("misspelt", term.misspelt),
        ("mistranslated", term.mistranslated),
    )
    for origin, forms in groups:
        for language, group in forms.items():
            for form in group:
                yield origin, language, form


def _shape(form: str) -> str:
    if form.isascii():
        if form.isalnum():
            return form
        if form.replace(" ", "").isalnum() and "  " not in form:
            return form.strip()
    return fold(form.strip()).shape.strip()
