"""The annotated body: mentions and passages marked, cut into blocks with the notes beside them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from sitegen.annotate.mentions import Mentions
from sitegen.markup import Flat, Insertion, Span, element, flatten, tag, wrap
from sitegen.model import Block, Mention, Place, PlacedNote
from sitegen.typography import kept_span, kept_together


def annotated_blocks(flat: Flat, language: str, mentions: Mentions, notes: Sequence[PlacedNote]) -> tuple[Block, ...]:
    """The body cut at its outermost elements, each with the notes whose passages end in it.

    `language` is the text's; notes are numbered from 1 in the order given.
    """
    shown = zip(mentions.lines, mentions.places, strict=True)
    spans = [_mention_span(m, place) for m, place in shown if place and _can_hold(flat, m)]
    spans += [kept_span(*found) for found in kept_together(flat.text, language)]
    insertions = [
        Insertion(m.end, f'<span class="sic" data-added> {element("span", "[sic]")}</span>')
        for m in mentions.lines
        if m.state == "misspelt" and m.linked
    ]
    by_part: dict[int, list[int]] = {}
    for number, placed in enumerate(notes):
        if placed.start < 0:
            continue
        spans.append(_note_span(placed))
        if placed.was_start >= 0:
            end = placed.was_end
            spans.append(Span(placed.was_start, end, '<span class="was">', "</span>"))
            attributes = [("class", "now"), ("data-added", "")]
            insertions.append(Insertion(end, element("ins", f" {placed.note.now}", attributes)))
        insertions.append(Insertion(placed.end, _reference(flat, mentions.lines, placed, number + 1)))
        part = max(bisect_left(flat.parts, placed.end, key=lambda p: p.start) - 1, 0)
        by_part.setdefault(part, []).append(number)
    woven = wrap(flat, spans, insertions)
    return _cut(woven, flat, by_part)


def _reference(flat: Flat, mentions: Sequence[Mention], placed: PlacedNote, number: int) -> str:
    """The number of a note behind its passage: a link, unless that would stand inside another link."""
    end = placed.end
    inside = any(z.kind == "link" and z.start < end <= z.end for z in flat.zones) or any(
        m.linked and m.start < end < m.end for m in mentions
    )
    shown = f"{number}" if inside else element("a", f"{number}", [("href", f"#note-{placed.note.id}")])
    return f"{tag('sup', [('class', 'ref'), ('data-added', '')])}{shown}</sup>"


def _cut(woven: str, flat: Flat, by_part: dict[int, list[int]]) -> tuple[Block, ...]:
    """Mark-up in blocks: each part with notes is one, with all that stands between it and the next."""
    if not by_part:
        return (Block(woven),)
    starts = [0, *[p.html_start for p in flatten(woven).parts][1:], len(woven)]
    blocks: list[Block] = []
    done = 0
    for part, numbers in sorted(by_part.items()):
        begin, end = starts[part], starts[part + 1]
        if begin > done:
            blocks.append(Block(woven[done:begin]))
        blocks.append(Block(woven[begin:end], tuple(numbers)))
        done = end
    if done < len(woven):
        blocks.append(Block(woven[done:]))
    return tuple(blocks)


def _can_hold(flat: Flat, mention: Mention) -> bool:
    # A link in a link is not HTML; code keeps its own colours.
    return mention.linked or not any(
        z.kind in ("link", "code") and z.start < mention.end and z.end > mention.start for z in flat.zones
    )


def _mention_span(mention: Mention, place: Place) -> Span:
    anchor = f' id="{place.anchor}"'
    if not mention.linked:
        return Span(mention.start, mention.end, f"<span{anchor}>", "</span>", "<span>")
    again = link_tag(mention.term, mention.state)
    return Span(mention.start, mention.end, f"{again[:-1]}{anchor}>", "</a>", again)


@lru_cache(maxsize=16384)
def link_tag(term: str, state: str = "accepted") -> str:
    """The opening tag of a link to a term, as it leads from an article's page."""
    classes = "term misspelt" if state == "misspelt" else "term"
    return tag("a", [("class", classes), ("href", f"../../terms/{term}/"), ("data-term", term)])


def _note_span(placed: PlacedNote) -> Span:
    note = placed.note
    common = [("class", f"passage {note.kind}"), ("data-note", note.id)]
    first = tag("mark", [*common, ("id", f"passage-{note.id}")])
    return Span(placed.start, placed.end, first, "</mark>", tag("mark", common))
