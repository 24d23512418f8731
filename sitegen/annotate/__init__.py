"""A document with its terms linked and its notes in place, and the record of every decision."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from sitegen.annotate.bodies import with_bodies
from sitegen.annotate.body import annotated_blocks
from sitegen.annotate.mentions import SHOWN, LinkRules, Mentions, mentions_of, one_line
from sitegen.annotate.notes import placed_notes
from sitegen.glossary.lexicon import Lexicon
from sitegen.glossary.senses import Senses, Sight
from sitegen.markup import Flat, Target, flatten, rewrite_references
from sitegen.model import Article, Block, Document, Engine, Mention, Metadata, Place, PlacedNote, Places, Record, Tally
from sitegen.problems import Problem
from sitegen.sealed import seal_of

EXCERPT = 320
_ENCODER = msgspec.msgpack.Encoder()


class Annotated(msgspec.Struct, frozen=True):
    """An annotated body in blocks, its record, its mentions, and all that its texts show of the glossary."""

    record: Record
    blocks: tuple[Block, ...]
    mentions: tuple[Mention, ...]
    sights: tuple[Sight, ...]


def annotate(
    document: Document,
    article: Article,
    head: str,
    lexicon: Lexicon,
    senses: Senses,
    rules: LinkRules,
    targets: Mapping[str, Target],
    engine: Engine = "markdown",
) -> Annotated:
    """Link a document's terms and place its notes.

    `head` is the source's text before the body; `targets` has the target of each reference of
    the document that could be resolved, as the page is to link it; `engine` reads the bodies of notes.
    """
    source = rewrite_references(document.html, targets) if document.references else document.html
    flat = flatten(source)
    problems: list[Problem] = []
    sights: list[Sight] = []
    mentions = mentions_of(flat, article, head, lexicon, senses, rules, problems, sights)
    notes = tuple(
        _with_terms(with_bodies(placed, article, lexicon, senses, engine, sights), mentions)
        for placed in placed_notes(flat.text, article, problems)
    )
    places = _places_by_term(mentions)
    record = Record(
        article=article,
        headings=document.headings,
        places=places,
        spoken_of=seal_of([one.term for one in places]),
        tally=_tally(mentions.lines),
        notes=notes,
        problems=tuple(problems),
        body="",
        excerpt=_excerpt(flat, article.meta),
        words=_count_words(flat.text),
    )
    blocks = annotated_blocks(flat, article.language, mentions, notes)
    return Annotated(record, blocks, mentions.lines, tuple(sights))


def _places_by_term(mentions: Mentions) -> tuple[Places, ...]:
    found: dict[str, list[Place]] = {}
    for mention, place in zip(mentions.lines, mentions.places, strict=True):
        if place is not None:
            found.setdefault(mention.term, []).append(place)
    return tuple(Places(term, len(group), _ENCODER.encode(group)) for term, group in sorted(found.items()))


def _tally(mentions: Sequence[Mention]) -> Tally:
    return Tally(
        sum(m.state in SHOWN for m in mentions),
        sum(m.linked for m in mentions),
        sum(m.state == "undecided" for m in mentions),
    )


def _with_terms(placed: PlacedNote, mentions: Mentions) -> PlacedNote:
    spoken_of = {
        m.term
        for m, place in zip(mentions.lines, mentions.places, strict=True)
        if place and placed.start < m.end and placed.end > m.start
    }
    return msgspec.structs.replace(placed, terms=tuple(sorted(spoken_of.union(placed.linked))))


def _count_words(text: str) -> int:
    """Words of a text; Han, kana and hangul count by character, two to a word."""
    dense = len(re.findall(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]", text)) if not text.isascii() else 0
    return len(text.split()) + dense // 2


def _excerpt(flat: Flat, meta: Metadata) -> str:
    """What lists, feeds and descriptions say of an article; of a text that may not be shown, no word."""
    if meta.summary or meta.show == "metadata":
        return meta.summary
    return _shortened(flat, EXCERPT)


def _shortened(flat: Flat, most: int) -> str:
    headed = {z.start for z in flat.zones if z.kind == "heading"}
    text = next((flat.text[a:b] for a, b in flat.blocks if a not in headed), "")
    text = one_line(text)
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


__all__ = ["Annotated", "LinkRules", "annotate"]
