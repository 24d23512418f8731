"""What the preview itself says, in the language of the site's interface."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import jinja2

from sitegen.jinja import environment
from sitegen.preview.overlay import Shown
from sitegen.theme import theme_folder
from sitegen.words import translate

_TEMPLATES = Path(__file__).parent / "templates"


def words(language: str) -> dict[str, str]:
    """The words that the script of the preview needs."""
    return {
        "lang": language,
        "broken": translate("Not built yet: the page is as it was", language),
        "hide": translate("Hide", language),
        "desk": translate("Desk", language),
        "away": translate("The preview has ended", language),
        "annotate": translate("Annotate", language),
        "kind": translate("Kind", language),
        "note": translate("Note", language),
        "was": translate("As it is", language),
        "now": translate("As it should be", language),
        "source": translate("Source", language),
        "address": translate("Address", language),
        "author": translate("Author", language),
        "fresh": translate("A new note", language),
        "move": translate("Move here", language),
        "withdraw": translate("Withdraw", language),
        "sure": translate("Withdraw this note?", language),
        "edit": translate("Edit", language),
        "sources": translate("Sources", language),
        "another": translate("Another source", language),
        "in_article": translate(
            "This note is written in the article itself, which is never changed: saving shows the lines to paste there.",
            language,
        ),
        "panel": translate("This article", language),
        "close": translate("Close", language),
        "select": translate("Select the words that the note is about.", language),
        "save": translate("Save", language),
        "cancel": translate("Cancel", language),
        "correction": translate("Correction", language),
        "context": translate("Context", language),
        "translation": translate("Translation", language),
        "dispute": translate("Dispute", language),
        "question": translate("Question", language),
    }


@cache
def templates(language: str) -> jinja2.Environment:
    """The preview's own templates; those of the theme begin with `sitegen:`."""
    theme = jinja2.PrefixLoader({"sitegen": jinja2.FileSystemLoader(theme_folder("templates"))}, delimiter=":")
    return environment(jinja2.ChoiceLoader([jinja2.FileSystemLoader(_TEMPLATES), theme]), language, quick=False)


def broken_page(problems: Sequence[Shown], style: str, language: str) -> bytes:
    """The page that says why there is no site; `style` is the address of its style sheet."""
    page = templates(language).get_template("broken.html").render(problems=problems, style=style, lang=language)
    return page.encode()
