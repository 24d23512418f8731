"""The words of the interface, from the catalogues in `sitegen/locale/` (gettext, one a language)."""

from __future__ import annotations

from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

_FOLDER = Path(__file__).parent / "locale"
INTERFACE = frozenset({"en", *(path.stem for path in _FOLDER.glob("*.po"))})


def catalogue_path(language: str) -> Path:
    """The catalogue of a language. English is in the templates themselves and has none."""
    return _FOLDER / f"{language}.po"


@cache
def _catalogue(language: str) -> NullTranslations:
    path = catalogue_path(language)
    if not path.is_file():
        return NullTranslations()
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


# The words for values of the files that editors write.
NAMES = {
    "correction": "Correction",
    "context": "Context",
    "source": "Source",
    "translation": "Translation",
    "dispute": "Dispute",
    "question": "Question",
    "true": "True",
    "mixed": "Partly true",
    "false": "False",
    "successor-of": "Successor of",
    "succeeded-by": "Succeeded by",
    "part-of": "Part of",
    "has-part": "Has as parts",
    "made-by": "Made by",
    "maker-of": "Maker of",
    "variant-of": "Variant of",
    "has-variant": "Has as variants",
    "uses": "Uses",
    "used-by": "Used by",
    "broader": "A kind of",
    "narrower": "Among them",
    "announced": "announced",
    "released": "released",
    "founded": "founded",
    "process": "process",
    "transistors": "transistors",
    "bandwidth": "bandwidth",
    "memory bandwidth": "memory bandwidth",
    "NVLink bandwidth": "NVLink bandwidth",
    "power": "power",
    "cores": "cores",
}


def name_of(value: str, language: str) -> str:
    """The word for a kind of note, of term or of relation, or for the name of a fact; the value itself if it has none."""
    return translate(NAMES.get(value, value), language)


@lru_cache(maxsize=4096)
def translate(text: str, language: str) -> str:
    """An English text of the interface in another language."""
    return _catalogue(language).gettext(text)


def translate_plural(singular: str, plural: str, count: int, language: str) -> str:
    """The form of an English text that fits a count, in another language."""
    return _catalogue(language).ngettext(singular, plural, count)
