"""The interface has all its words in every language that it speaks."""

import re
from pathlib import Path
from typing import get_args

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from sitegen.model import TermKind
from sitegen.pages.notes import KIND_NAMES
from sitegen.pages.parts import SECTIONS
from sitegen.taxonomies import TAXONOMIES
from sitegen.words import INTERFACE, NAMES, catalogue_path, translate, translate_plural

ROOT = Path(__file__).parent.parent
OTHERS = sorted(INTERFACE - {"en"})


def wanted():
    methods = [("**.html", "jinja2.ext.babel_extract")]
    folders = (ROOT / "templates", ROOT / "sitegen/preview/templates")
    found = {m for folder in folders for _, _, m, _, _ in extract_from_dir(str(folder), methods)}
    for path in (ROOT / "sitegen").rglob("*.py"):
        found |= set(re.findall(r'translate\("([^"]+)"', path.read_text()))
    return found | {
        *KIND_NAMES.values(),
        *dict(TAXONOMIES).values(),
        *dict(SECTIONS),
        *NAMES.values(),
        *get_args(TermKind),
    }


@pytest.mark.parametrize("language", OTHERS)
def test_no_word_is_missing(language):
    with catalogue_path(language).open("rb") as file:
        catalogue = read_po(file, locale=language)
    missing = [
        m for m in wanted() if (entry := catalogue.get(m[0] if isinstance(m, tuple) else m)) is None or not entry.string
    ]
    assert missing == []


def test_words_and_plurals():
    assert translate("Glossary", "fr") == "Glossaire"
    assert translate("Glossary", "en") == "Glossary"
    assert translate_plural("%(num)s term", "%(num)s terms", 0, "fr") == "%(num)s terme"
    assert translate_plural("%(num)s term", "%(num)s terms", 2, "en") == "%(num)s terms"
