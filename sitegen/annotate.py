"""A document with its terms linked and its notes in place, and the record of every decision."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from sitegen.glossary.folding import Folded, fold
from sitegen.glossary.lexicon import Hit, Lexicon, Pattern
from sitegen.glossary.senses import Scope, Sense, Senses, range_around
from sitegen.markup import Flat, Insertion, Span, element, flatten, rewrite_references, tag, wrap
from sitegen.model import (
    Article,
    Block,
    Document,
    Mention,
    MentionState,
    Note,
    Pin,
    PlacedNote,
    Record,
    Refusal,
    TermOptions,
    in_language,
)
from sitegen.notes.anchoring import place_note, was_start
from sitegen.positions import Positions, locate
from sitegen.problems import Problem, error, warning
from sitegen.render.markdown import render_fragment
from sitegen.sanitise import sanitise_fragment

CONTEXT = 110
EXCERPT = 320

_SENTENCE_END = re.compile(
    r"[.!?…][.!?…»”’\"')\]]*\s+(?=[\W\d]*[A-ZÀ-ÖØ-Þ\u0400-\u042f«“„(¿¡])|[。！？]+[」』”）]?|\n\n"
)
_PARAGRAPH_END = re.compile(r"\n\n")
_NEVER = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.]+|(?<!\w)[#@]\w+|(?<!\w)(?:/[\w.-]+){2,}")
_NEVER_HINT = re.compile(r"[/@#]|www\.")


class LinkRules(msgspec.Struct, frozen=True):
    """What decides which mentions become links."""

    density: str
    cap: int
    undecided: str


class Annotated(msgspec.Struct, frozen=True):
    """An annotated body in blocks, and its record."""

    record: Record
    blocks: tuple[Block, ...]


class _Spot(msgspec.Struct, frozen=True):
    """A hit with its place in the plain text and what was decided about it."""

    hit: Hit
    start: int
    end: int
    sense: Sense
    pattern: Pattern
    zones: tuple[str, ...]


def annotate(
    document: Document,
    article: Article,
    head: str,
    lexicon: Lexicon,
    senses: Senses,
    rules: LinkRules,
    targets: dict[str, str],
) -> Annotated:
    """Link a document's terms and place its notes.

    `head` is the source's text before the body; `targets` gives the address of each reference of
    the document that could be resolved, as the page is to link it.
    """
    source = rewrite_references(document.html, targets) if document.references else document.html
    flat = flatten(source)
    problems: list[Problem] = []
    mentions = _mentions(flat, article, head, lexicon, senses, rules, problems)
    notes = _notes(flat.text, article, problems)
    blocks = _blocks(flat, article, mentions, notes)
    words = _count_words(flat.text)
    record = Record(
        article=article,
        headings=document.headings,
        mentions=mentions,
        notes=notes,
        problems=tuple(problems),
        body="",
        excerpt=article.meta.summary or _shortened(flat, EXCERPT),
        words=words,
    )
    return Annotated(record, blocks)


def _mentions(
    flat: Flat,
    article: Article,
    head: str,
    lexicon: Lexicon,
    senses: Senses,
    rules: LinkRules,
    problems: list[Problem],
) -> tuple[Mention, ...]:
    options = article.meta.terms
    if options == "off" or not lexicon.terms:
        return ()
    folded = fold(flat.text)
    hits = lexicon.find(folded, article.language)
    if not hits:
        return ()
    assert isinstance(options, TermOptions)
    spots = _decide(flat, folded, hits, article, lexicon, senses)
    positions = locate(flat, article.body, article.body_start, head)
    chosen = _linked(spots, flat, lexicon, rules, options)
    sentences = _ranges(_SENTENCE_END, flat.text)
    counts: Counter[str] = Counter()
    seen: dict[str, tuple[int, int]] = {}
    mentions = []
    for number, spot in enumerate(spots):
        mention = _mention(spot, flat, lexicon, positions, sentences, seen, linked=number in chosen)
        if mention.state in ("accepted", "misspelt"):
            counts[mention.term] += 1
            anchor = f"m-{mention.term}-{counts[mention.term]}"
            mention = msgspec.structs.replace(mention, anchor=anchor)
        elif mention.state == "undecided":
            problems.append(_question(mention, article, rules))
        mentions.append(mention)
    return tuple(mentions)


def _decide(
    flat: Flat, folded: Folded, hits: Sequence[Hit], article: Article, lexicon: Lexicon, senses: Senses
) -> list[_Spot]:
    certain = senses.certain(hits)
    hard = any(_is_hard(hit, lexicon) for hit in hits)
    cues = senses.cues_in(folded) if hard else []
    sentences = _ranges(_SENTENCE_END, flat.text) if cues else []
    paragraphs = _ranges(_PARAGRAPH_END, flat.text) if cues else []
    forms: Counter[str] = Counter()
    never = _never(flat.text)
    spots = []
    for hit in hits:
        start, end = folded.back(hit.start, hit.end)
        surface = flat.text[start:end]
        forms[surface] += 1
        scope = _scope(folded, sentences, paragraphs, start)
        pin = _pin_for(article.meta.pins, surface, forms[surface])
        if not _is_hard(hit, lexicon) and pin is None:
            sense = _plain_sense(hit, lexicon)
        else:
            sense = senses.decide(hit, scope, cues, certain, pin)
        pattern = next((p for p in hit.patterns if p.term == sense.term), hit.patterns[0])
        zones = [z.kind for z in flat.zones if z.start < end and z.end > start]
        if any(a < end and b > start for a, b in never):
            zones.append("off")
        spots.append(_Spot(hit, start, end, sense, pattern, tuple(zones)))
    return spots


def _is_hard(hit: Hit, lexicon: Lexicon) -> bool:
    if len({p.term for p in hit.patterns}) > 1:
        return True
    term = lexicon.terms[hit.patterns[0].term]
    return term.prior == "cue" or bool(term.cues.against)


@lru_cache(maxsize=16384)
def _sense(term: int, refused: tuple[Refusal, ...]) -> Sense:
    return Sense(term, False, "only sense", 1.0, (), refused)


def _plain_sense(hit: Hit, lexicon: Lexicon) -> Sense:
    parts = tuple(Refusal(lexicon.terms[p].id, "part of a longer name") for p in hit.parts)
    return _sense(hit.patterns[0].term, parts)


def _never(text: str) -> list[tuple[int, int]]:
    """Addresses, mail addresses, handles and paths: not prose, so nothing is linked in them."""
    return [m.span() for m in _NEVER.finditer(text)] if _NEVER_HINT.search(text) else []


def _scope(folded: Folded, sentences: list[tuple[int, int]], paragraphs: list[tuple[int, int]], start: int) -> Scope:
    if not sentences:
        return Scope((0, 0), (0, 0))
    ranges = (range_around(sentences, start), range_around(paragraphs, start))
    sentence, paragraph = ((folded.forth(a), folded.forth(b)) for a, b in ranges)
    return Scope(sentence, paragraph)


def _ranges(ends: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    out = []
    at = 0
    for found in ends.finditer(text):
        out.append((at, found.end()))
        at = found.end()
    out.append((at, len(text)))
    return out


def _pin_for(pins: tuple[Pin, ...], surface: str, occurrence: int) -> Pin | None:
    for pin in pins:
        if pin.form == surface and pin.occurrence in (0, occurrence):
            return pin
    return None


def _linked(spots: Sequence[_Spot], flat: Flat, lexicon: Lexicon, rules: LinkRules, options: TermOptions) -> set[int]:
    """The numbers of the spots that become links, by density and cap."""
    density = options.density or rules.density
    headings = [z.start for z in flat.zones if z.kind == "heading"]
    given: set[tuple[int, int]] = set()
    counts: Counter[int] = Counter()
    chosen = set()
    for number, spot in enumerate(spots):
        term = spot.sense.term
        if term < 0 or spot.sense.open or not lexicon.terms[term].link:
            continue
        if lexicon.terms[term].id in options.except_ or _barred(spot):
            continue
        section = sum(start <= spot.start for start in headings) if density == "section" else 0
        wanted = density == "all" or (section, term) not in given or "on" in spot.zones
        if not wanted or (rules.cap and counts[term] >= rules.cap):
            continue
        given.add((section, term))
        counts[term] += 1
        chosen.add(number)
    return chosen


def _barred(spot: _Spot) -> bool:
    return any(zone in ("heading", "code", "link", "off") for zone in spot.zones)


def _mention(
    spot: _Spot,
    flat: Flat,
    lexicon: Lexicon,
    positions: Positions,
    sentences: list[tuple[int, int]],
    seen: dict[str, tuple[int, int]],
    *,
    linked: bool,
) -> Mention:
    surface = flat.text[spot.start : spot.end]
    at = positions.in_body(spot.start, surface)
    line, column = positions.place(at)
    past, count = seen.get(surface, (0, 0))
    count += positions.source.count(surface, past, at) + 1 if at >= past else 0
    seen[surface] = (max(at + len(surface), past), count)
    sentence = range_around(sentences, spot.start)
    term = spot.sense.term if spot.sense.term >= 0 else spot.hit.patterns[0].term
    return Mention(
        term=lexicon.terms[term].id,
        surface=surface,
        line=line,
        column=column,
        start=spot.start,
        end=spot.end,
        occurrence=max(count, 1),
        state=_state(spot),
        linked=linked,
        rule=_rule(spot),
        score=round(spot.sense.score, 2),
        evidence=spot.sense.evidence,
        refused=spot.sense.refused,
        before=_one_line(flat.text[max(sentence[0], spot.start - CONTEXT) : spot.start]),
        after=_one_line(flat.text[spot.end : min(sentence[1], spot.end + CONTEXT)].rstrip()),
    )


def _state(spot: _Spot) -> MentionState:
    if any(zone in ("code", "off") for zone in spot.zones):
        return "excluded"
    if spot.sense.open:
        return "undecided"
    if spot.sense.term < 0:
        return "refused"
    return "misspelt" if spot.pattern.origin in ("misspelt", "mistranslated") else "accepted"


def _rule(spot: _Spot) -> str:
    places = [zone for zone in spot.zones if zone in ("heading", "code", "link", "off", "footnote")]
    base = f"{spot.pattern.origin}, {spot.sense.rule}"
    return f"{base}, in {places[0]}" if places else base


def _one_line(text: str) -> str:
    if "\n" in text or "\t" in text or "  " in text:
        return re.sub(r"[\n\t ]+", " ", text)
    return text


def _question(mention: Mention, article: Article, rules: LinkRules) -> Problem:
    asked = warning if rules.undecided == "warning" else error
    others = [mention.term, *(r.term for r in mention.refused)]
    choices = " or ".join(dict.fromkeys([*others, "none"]))
    remedy = f"add to the metadata: pins: [{{form: {mention.surface}, term: {choices}}}]"
    message = f"{mention.surface!r} is undecided: {mention.rule.split(', ', 1)[1]}"
    return asked(_source_name(article), mention.line, message, remedy, column=mention.column)


def _source_name(article: Article) -> str:
    # The notes' file has the content folder's name in front; the source stands in the same folder.
    folder = article.notes_file.split("/", 1)[0]
    return f"{folder}/{article.source}"


def _notes(text: str, article: Article, problems: list[Problem]) -> tuple[PlacedNote, ...]:
    placed = []
    ids: dict[str, int] = {}
    for number, note in enumerate(article.meta.notes):
        line = article.note_lines[number] if number < len(article.note_lines) else 0
        if note.id in ids:
            message = f"the note id {note.id!r} is taken in line {ids[note.id]}"
            problems.append(error(article.notes_file, line, message, "give it another id"))
            continue
        ids[note.id] = line
        wrong = _wrong_note(note)
        if wrong:
            problems.append(error(article.notes_file, line, f"note {note.id}: {wrong[0]}", wrong[1]))
            continue
        if note.status != "published":
            continue
        result = place_note(note, text)
        if result.state == "orphan":
            remedy = "write the quote as it stands now, with prefix and suffix"
            message = f"note {note.id} lost its passage: {result.reason}"
            problems.append(warning(article.notes_file, line, message, remedy))
        elif result.state == "moved":
            found = text[result.start : result.end]
            message = f"note {note.id} moved (score {result.score:.2f})"
            problems.append(warning(article.notes_file, line, message, f"quote it anew: {found!r}"))
        body, language = in_language(note.body, (article.language,))
        placed.append(
            msgspec.structs.replace(
                result,
                was_start=was_start(result, text),
                body=sanitise_fragment(render_fragment(body)),
                body_language=article.language if language == "any" else language,
            )
        )
    placed.sort(key=lambda p: (p.start if p.start >= 0 else -1, p.note.id))
    return tuple(placed)


def _wrong_note(note: Note) -> tuple[str, str] | None:
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", note.id):
        return "its id is not an id", "write lower-case letters, digits and single hyphens"
    if note.was and note.target == "passage" and note.was not in note.quote:
        return "was is not inside the quote", "copy it from the quote"
    if note.target == "passage" and not note.quote.strip():
        return "has no quote", "quote the passage, or write target: article"
    return None


def _blocks(
    flat: Flat, article: Article, mentions: Sequence[Mention], notes: Sequence[PlacedNote]
) -> tuple[Block, ...]:
    """The body cut at its outermost elements, each with the notes whose passages end in it."""
    spans = [_mention_span(m) for m in mentions if m.anchor and _can_hold(flat, m)]
    insertions = [
        Insertion(m.end, f'<span class="sic" data-added> {element("span", "[sic]")}</span>')
        for m in mentions
        if m.state == "misspelt" and m.linked
    ]
    for placed in notes:
        if placed.start >= 0:
            spans.append(_note_span(placed))
        if placed.was_start >= 0:
            end = placed.was_start + len(placed.note.was)
            spans.append(Span(placed.was_start, end, '<span class="was">', "</span>"))
            attributes = [("class", "now"), ("data-added", "")]
            insertions.append(Insertion(end, element("ins", f" {placed.note.now}", attributes)))
    by_part: dict[int, list[int]] = {}
    for number, placed in enumerate(notes):
        if placed.end >= 0:
            part = next((i for i, p in enumerate(flat.parts) if p.end >= placed.end), -1)
            by_part.setdefault(part, []).append(number)
    woven = wrap(flat, spans, insertions)
    return _cut(woven, flat, by_part)


def _cut(woven: str, flat: Flat, by_part: dict[int, list[int]]) -> tuple[Block, ...]:
    if not by_part:
        return (Block(woven),)
    starts = [p.html_start for p in flatten(woven).parts]
    blocks: list[Block] = []
    done = 0
    for part in sorted(by_part):
        begin = starts[part] if part < len(starts) else len(woven)
        end = starts[part + 1] if part + 1 < len(starts) else len(woven)
        if begin > done:
            blocks.append(Block(woven[done:begin]))
        blocks.append(Block(woven[begin:end], tuple(by_part[part])))
        done = end
    if done < len(woven):
        blocks.append(Block(woven[done:]))
    return tuple(blocks)


def _can_hold(flat: Flat, mention: Mention) -> bool:
    # A link in a link is not HTML; code keeps its own colours.
    return mention.linked or not any(
        z.kind in ("link", "code") and z.start < mention.end and z.end > mention.start for z in flat.zones
    )


def _mention_span(mention: Mention) -> Span:
    if not mention.linked:
        return Span(mention.start, mention.end, tag("span", [("id", mention.anchor)]), "</span>", "<span>")
    address = f"../../terms/{mention.term}/"
    classes = "term misspelt" if mention.state == "misspelt" else "term"
    common = [("class", classes), ("href", address), ("data-term", mention.term)]
    return Span(mention.start, mention.end, tag("a", [*common, ("id", mention.anchor)]), "</a>", tag("a", common))


def _note_span(placed: PlacedNote) -> Span:
    note = placed.note
    common = [("class", f"passage {note.kind}"), ("data-note", note.id)]
    first = tag("mark", [*common, ("id", f"passage-{note.id}")])
    return Span(placed.start, placed.end, first, "</mark>", tag("mark", common))


def _count_words(text: str) -> int:
    """Words of a text; Han, kana and hangul count by character, two to a word."""
    dense = len(re.findall(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]", text)) if not text.isascii() else 0
    return len(text.split()) + dense // 2


def _shortened(flat: Flat, most: int) -> str:
    headed = {z.start for z in flat.zones if z.kind == "heading"}
    text = next((flat.text[a:b] for a, b in flat.blocks if a not in headed), "")
    text = _one_line(text)
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
