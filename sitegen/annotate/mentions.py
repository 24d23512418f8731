"""Every mention of a term in an article, with the decision about it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from sitegen.annotate.prose import comparable, never, passages
from sitegen.glossary.folding import fold
from sitegen.glossary.lexicon import Hit, Lexicon, Pattern
from sitegen.glossary.passages import Passages, paragraphs, sentences
from sitegen.glossary.senses import Sense, Senses, Sight
from sitegen.markup import Flat
from sitegen.model import Article, Mention, MentionState, Metadata, Pin, Place, Refusal, TermOptions
from sitegen.positions import Positions, locate
from sitegen.problems import Problem, error, warning

CONTEXT = 110
SHOWN = ("accepted", "misspelt")

_UNSEEN = (0, 0)
_UNLINKED = frozenset(["heading", "header", "code", "link", "off"])


class LinkRules(msgspec.Struct, frozen=True):
    """What decides which mentions become links."""

    density: str
    cap: int
    undecided: str


class Mentions(msgspec.Struct, frozen=True):
    """The mentions of an article in order; `places` has one for each that is shown, None for the others."""

    lines: tuple[Mention, ...]
    places: tuple[Place | None, ...]


class _Spot(msgspec.Struct, frozen=True, gc=False):
    """A hit with its place in the plain text and what was decided about it."""

    start: int
    end: int
    surface: str
    term: int
    sense: Sense
    pattern: Pattern
    zones: tuple[str, ...]


def mentions_of(
    flat: Flat,
    article: Article,
    head: str,
    lexicon: Lexicon,
    senses: Senses,
    rules: LinkRules,
    problems: list[Problem],
    sights: list[Sight],
) -> Mentions:
    """The mentions of an article in order. `head` is the source's text before the body.

    What the text shows of the glossary goes to `sights`, unless none of it is wanted.
    """
    options = article.meta.terms
    if options == "off":
        return Mentions((), ())
    sight = _seen(flat, senses, sights)
    hits = lexicon.choose(sight.written, sight.folded, article.language, passages(flat, sight.folded))
    if not hits:
        return Mentions((), ())
    assert isinstance(options, TermOptions)
    spoken = sentences(flat.text, article.language)
    spots = _decide(flat, sight, hits, article.language, article.meta.pins, lexicon, senses, spoken)
    unlinked = _unlinked(spots, flat, lexicon, rules, options)
    positions = locate(flat, article.body, article.body_start, head)
    mentions = tuple(_described(spots, unlinked, article, lexicon, positions))
    problems += [_question(mention, article, rules) for mention in mentions if mention.state == "undecided"]
    return Mentions(mentions, tuple(_places(mentions, flat.text, spoken)))


def first_mentions(
    flat: Flat, language: str, meta: Metadata, lexicon: Lexicon, senses: Senses, sights: list[Sight]
) -> list[tuple[int, int, str]]:
    """The range and the term of what is to be linked in a short text beside an article: each term once.

    A name that is misspelt is spoken of here, and no mention. `meta` is the article's; `sights` are as in `mentions_of`.
    """
    if meta.terms == "off":
        return []
    assert isinstance(meta.terms, TermOptions)
    sight = _seen(flat, senses, sights)
    hits = lexicon.choose(sight.written, sight.folded, language, passages(flat, sight.folded))
    if not hits:
        return []
    # What is decided about one occurrence is about the article's own text.
    pins = tuple(pin for pin in meta.pins if not pin.occurrence)
    spots = _decide(flat, sight, hits, language, pins, lexicon, senses, sentences(flat.text, language))
    once = TermOptions("article", meta.terms.except_)
    unlinked = _unlinked(spots, flat, lexicon, LinkRules("article", 0, "warning"), once)
    return [
        (spot.start, spot.end, lexicon.terms[spot.term].id)
        for number, spot in enumerate(spots)
        if number not in unlinked and _state(spot) == "accepted"
    ]


def _seen(flat: Flat, senses: Senses, sights: list[Sight]) -> Sight:
    sight = senses.sight(fold(comparable(flat)))
    sights.append(sight)
    return sight


def _decide(
    flat: Flat,
    sight: Sight,
    hits: Sequence[Hit],
    language: str,
    pins: tuple[Pin, ...],
    lexicon: Lexicon,
    senses: Senses,
    spoken: Passages,
) -> list[_Spot]:
    places = [sight.folded.back(hit.start, hit.end) for hit in hits]
    decided = _senses_of(flat.text, sight, hits, language, senses, spoken)
    forms: Counter[str] = Counter()
    spots = []
    for hit, sense, (start, end), zones in zip(hits, decided, places, _zones_along(flat, places), strict=True):
        surface = flat.text[start:end]
        pin = None
        if pins:
            forms[surface] += 1
            pin = _pin_for(pins, surface, forms[surface])
        final = senses.pinned(hit, pin) if pin else sense or _plain_sense(hit.patterns[0].term, hit.parts, lexicon)
        pattern = hit.patterns[0]
        if pattern.term != final.term:
            pattern = next((p for p in hit.patterns if p.term == final.term), pattern)
        spots.append(_Spot(start, end, surface, final.term, final, pattern, zones))
    return spots


def _senses_of(
    text: str, sight: Sight, hits: Sequence[Hit], language: str, senses: Senses, spoken: Passages
) -> list[Sense | None]:
    """The senses of the hits that need evidence; None for the others."""
    if not any(hit.hard for hit in hits):
        return [None] * len(hits)
    folded = sight.folded
    scene = senses.scene(sight, language, hits, spoken.folded(folded), paragraphs(text).folded(folded))
    settled = senses.certain(hits)
    first = [senses.decide(hit, scene, settled) if hit.hard else None for hit in hits]
    sure = senses.with_decided(settled, zip(hits, first, strict=True))
    if not sure.decided or not any(s and s.open for s in first):
        return first
    # What stayed open is looked at once more, now that others were decided.
    return [
        senses.decide(hit, scene, sure) if sense and sense.open and senses.bears_on(sure.decided, hit) else sense
        for hit, sense in zip(hits, first, strict=True)
    ]


@lru_cache(maxsize=16384)
def _sense(term: int, refused: tuple[Refusal, ...]) -> Sense:
    return Sense(term, False, "only sense", 1.0, (), refused)


def _plain_sense(term: int, parts: tuple[int, ...], lexicon: Lexicon) -> Sense:
    return _sense(term, tuple(Refusal(lexicon.terms[p].id, "part of a longer name") for p in parts))


def _zones_along(flat: Flat, places: Sequence[tuple[int, int]]) -> Iterator[tuple[str, ...]]:
    """The kinds of zones that each place touches; places are in order and apart."""
    zones: list[tuple[int, int, str]] = [(z.start, z.end, z.kind) for z in flat.zones]
    zones += [(start, end, "off") for start, end in never(flat.text)]
    zones.sort()
    active: list[tuple[int, int, str]] = []
    at = 0
    for start, end in places:
        while at < len(zones) and zones[at][0] < end:
            active.append(zones[at])
            at += 1
        if active:
            active = [zone for zone in active if zone[1] > start]
        yield tuple(kind for _, _, kind in active)


def _pin_for(pins: tuple[Pin, ...], surface: str, occurrence: int) -> Pin | None:
    for pin in pins:
        if pin.form == surface and pin.occurrence in (0, occurrence):
            return pin
    return None


def _unlinked(
    spots: Sequence[_Spot], flat: Flat, lexicon: Lexicon, rules: LinkRules, options: TermOptions
) -> dict[int, str]:
    """The numbers of the spots that become no links, with the reason; "" where sense or place says it already."""
    density = options.density or rules.density
    headings = sorted(z.start for z in flat.zones if z.kind == "heading") if density == "section" else []
    given: set[tuple[int, int]] = set()
    counts: Counter[int] = Counter()
    why: dict[int, str] = {}
    for number, spot in enumerate(spots):
        term = spot.term
        if term < 0 or spot.sense.open or not _UNLINKED.isdisjoint(spot.zones):
            why[number] = ""
        elif not lexicon.terms[term].link:
            why[number] = "never linked"
        elif lexicon.terms[term].id in options.except_:
            why[number] = "left out of this article"
        elif _state(spot) == "misspelt":
            # Each slip is shown as one, and takes no link from the name written well.
            continue
        elif density != "all" and (bisect_right(headings, spot.start), term) in given and "on" not in spot.zones:
            why[number] = f"not the first in its {density}"
        elif rules.cap and counts[term] >= rules.cap:
            why[number] = f"over the cap of {rules.cap}"
        else:
            given.add((bisect_right(headings, spot.start), term))
            counts[term] += 1
    return why


def _described(
    spots: Sequence[_Spot], unlinked: dict[int, str], article: Article, lexicon: Lexicon, positions: Positions
) -> Iterator[Mention]:
    seen: dict[str, tuple[int, int]] = {}
    source = positions.source
    for number, spot in enumerate(spots):
        start, end, surface, sense = spot.start, spot.end, spot.surface, spot.sense
        at = positions.in_body(start, surface)
        line, column = positions.place(at)
        past, count = seen.get(surface, _UNSEEN)
        if at >= past:
            count += source.count(surface, past, at) + 1
            past = at + end - start
        seen[surface] = (past, count)
        yield Mention(
            article.slug,
            article.source,
            lexicon.terms[spot.term if spot.term >= 0 else spot.pattern.term].id,
            surface,
            line,
            column,
            start,
            end,
            count or 1,
            _state(spot),
            number not in unlinked,
            _rule(spot.pattern.origin, sense.rule, spot.zones, unlinked.get(number, "")),
            sense.score,
            sense.evidence,
            sense.refused,
        )


def _places(mentions: Sequence[Mention], text: str, spoken: Passages) -> Iterator[Place | None]:
    """What a concordance shows of each mention: what stands around it in its sentence."""
    counts: dict[str, int] = {}
    tidy = _fed_out if "\t" not in text and "  " not in text and "\n " not in text else one_line
    for mention in mentions:
        if mention.state not in SHOWN:
            yield None
            continue
        start, end, term = mention.start, mention.end, mention.term
        count = counts[term] = counts.get(term, 0) + 1
        first, stop = spoken.around(start)
        yield Place(
            tidy(text[max(first, start - CONTEXT) : start]),
            mention.surface,
            tidy(text[end : min(stop, end + CONTEXT)].rstrip()),
            f"m-{term}-{count}",
            mention.state == "misspelt",
        )


def _state(spot: _Spot) -> MentionState:
    if "code" in spot.zones or "off" in spot.zones:
        return "excluded"
    if spot.sense.open:
        return "undecided"
    if spot.term < 0:
        return "refused"
    return "misspelt" if spot.pattern.origin in ("misspelt", "mistranslated") else "accepted"


@lru_cache(maxsize=1024)
def _rule(origin: str, decided: str, zones: tuple[str, ...], unlinked: str) -> str:
    places = [zone for zone in zones if zone in ("heading", "header", "code", "link", "off", "footnote")]
    base = f"{origin}, {decided}"
    place = f", in {places[0]}" if places else ""
    return f"{base}{place}; {unlinked}" if unlinked else base + place


def _fed_out(text: str) -> str:
    return text.replace("\n", " ")


def one_line(text: str) -> str:
    """A text with its white space joined to single spaces."""
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
