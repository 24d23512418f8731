"""Beside an article: its notes that lost their passage, its open questions, its problems, and its other notes."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from sitegen.build import Content
from sitegen.preview.tasks import (
    Section,
    is_about,
    note_item,
    orphans,
    pressing,
    problems_in,
    questions,
    section,
)
from sitegen.preview.wording import templates
from sitegen.problems import Problem
from sitegen.store import Store
from sitegen.words import translate


class PanelView(msgspec.Struct, frozen=True):
    """What the template of the panel sees: what there is to see to, how much that is, and the notes in their places."""

    tasks: tuple[Section, ...]
    count: int
    notes: Section


def panel_page(content: Content, problems: Sequence[Problem], store: Store, page: str, language: str) -> bytes | None:
    """The panel of the article at a permalink, as mark-up; None for what is no article."""
    view = panel_of(content, problems, store, page, language)
    return templates(language).get_template("panel.html").render(view=view).encode() if view else None


def panel_of(content: Content, problems: Sequence[Problem], store: Store, page: str, language: str) -> PanelView | None:
    """What there is to see to in the article at a permalink, and its notes in their places."""
    record = next((one for one in content.site.records if one.article.permalink == page), None)
    if record is None:
        return None
    here = record.article.permalink
    others = (
        section("orphans", translate("Notes without a passage", language), orphans([record], here, language)),
        section(
            "questions", translate("Open questions", language), questions(content, [record], store, here, language)
        ),
    )
    own = [problem for problem in problems if is_about(content, problem, record)]
    first = pressing(problems_in(content, own, here), others)
    every = (section("problems", translate("Problems", language), first), *others)
    placed = [one.note for one in record.notes if one.state != "orphan"]
    return PanelView(
        tuple(one for one in every if one.total),
        sum(one.total for one in every),
        section(
            "notes", translate("Notes", language), [note_item(record, one, here, language, ("edit",)) for one in placed]
        ),
    )
