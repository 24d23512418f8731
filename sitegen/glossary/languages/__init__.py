"""Language packs: a module of data for each language that has rules."""

from __future__ import annotations

from functools import lru_cache

from sitegen.glossary.languages import de, en, es, fr, ja, zh
from sitegen.glossary.languages.pack import Pack

__all__ = ["PACKS", "Pack", "pack_for"]

PACKS: dict[str, Pack] = {
    "de": de.PACK,
    "en": en.PACK,
    "es": es.PACK,
    "fr": fr.PACK,
    "ja": ja.PACK,
    "zh": zh.PACK,
}


@lru_cache(maxsize=256)
def pack_for(language: str) -> Pack | None:
    """The pack of a language (`de-AT` has that of `de`), or None."""
    return PACKS.get(language.partition("-")[0])
