"""Which language a text is in, decided offline."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

# The first thousands of characters decide; more would only cost time.
_ENOUGH = 4000


_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def is_language(tag: str) -> bool:
    """Whether a tag has the form of a BCP 47 language tag."""
    return len(tag) <= 35 and bool(_TAG.fullmatch(tag))


@cache
def _identifier() -> Any:
    # Loading the model costs half a second, so it waits for the first text that needs it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def detect_language(text: str, fallback: str) -> str:
    """The BCP 47 primary language of a text; `fallback` for one with fewer than 20 letters."""
    sample = text[:_ENOUGH]
    if sum(map(str.isalpha, sample)) < 20:
        return fallback
    language, _ = _identifier().classify(sample)
    return str(language)
