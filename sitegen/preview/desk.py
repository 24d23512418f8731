"""The desk: what an editor of the archive has to see to, each with its place in a file and in the site."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from sitegen.build import Content
from sitegen.model import Record, in_language
from sitegen.pages.parts import frame
from sitegen.preview.tasks import Item, Section, file_of, link, orphans, pressing, problems_in, questions, section
from sitegen.preview.wording import templates
from sitegen.problems import Problem
from sitegen.store import Store
from sitegen.urls import Permalink
from sitegen.words import translate

DESK = Permalink("-/")
_ARTICLES = (".txt", ".md")


class DeskView(msgspec.Struct, frozen=True):
    """What the template of the desk sees."""

    frame: object
    sections: tuple[Section, ...]
    done: tuple[str, ...]


def desk_page(content: Content, problems: Sequence[Problem], store: Store, style: str) -> bytes:
    """The desk of an archive as a page; `style` is the address of its own style sheet."""
    site = content.site
    language = site.about.value.languages[0]
    found = sections(content, problems, store, language)
    view = DeskView(
        frame(site.about.value, DESK, translate("Desk", language), noindex=True),
        tuple(one for one in found if one.total),
        tuple(one.heading for one in found if not one.total),
    )
    return templates(language).get_template("desk.html").render(view=view, style=style).encode()


def sections(content: Content, problems: Sequence[Problem], store: Store, language: str) -> tuple[Section, ...]:
    """What there is to see to, the most pressing first. A warning about what has a section of its own is left out."""
    records = content.site.records
    others = (
        section("orphans", translate("Notes without a passage", language), orphans(records, DESK, language)),
        section(
            "questions",
            translate("Open questions", language),
            questions(content, records, store, DESK, language),
        ),
        section("undefined", translate("Terms without a definition", language), _undefined(content, language)),
        section(
            "undated",
            translate("Articles without a date", language),
            [_article(content, record) for record in records if record.article.date is None],
        ),
        section(
            "detected",
            translate("Articles whose language was guessed", language),
            [_article(content, r, r.article.language) for r in records if r.article.language_detected],
        ),
        section("hidden", translate("Drafts and articles held back", language), _held_back(content)),
    )
    first = pressing(problems_in(content, problems, DESK), others)
    return (section("problems", translate("Problems", language), first), *others)


def _article(content: Content, record: Record, more: str = "") -> Item:
    article = record.article
    place = file_of(content, article.source)
    return Item(article.title, place, link(DESK, article.permalink), more, lang=article.language)


def _undefined(content: Content, language: str) -> Iterable[Item]:
    for key, entry in sorted(content.site.entries.items()):
        if not entry.term.definition:
            label = in_language(entry.term.label, (language, "en"))[0]
            yield Item(label, f"{entry.file}:{entry.line}", link(DESK, f"terms/{key}/"), key)


def _held_back(content: Content) -> Iterable[Item]:
    """Articles that are not on the site, because they are drafts, embargoed, expired or broken."""
    shown = {record.article.source for record in content.site.records}
    for source in sorted(content.sources):
        if source.endswith(_ARTICLES) and source not in shown:
            yield Item(source, file_of(content, source))
