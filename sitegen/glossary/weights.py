"""How much a cue or a related term weighs, by where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from sitegen.glossary.context import Surroundings
from sitegen.glossary.languages import pack_for
from sitegen.glossary.lexicon import Hit
from sitegen.glossary.passages import Passages, Place
from sitegen.model import Evidence

BESIDE = 3.0
IN_SENTENCE = 2.0
IN_PARAGRAPH = 1.0
IN_ARTICLE = 0.5
# A word against a sense says less about other sentences than its own.
AGAINST = {IN_PARAGRAPH: 0.5, IN_ARTICLE: 0.25}
KIN = {IN_SENTENCE: 1.5, IN_PARAGRAPH: 1.0, IN_ARTICLE: 0.5}
FURTHER = 0.1
MOST_FURTHER = 5
LONGEST_GAP = 6


class Scope(msgspec.Struct, frozen=True, gc=False):
    """Where a hit stands: the ranges of its sentence and its paragraph in the folded text."""

    sentence: Place
    paragraph: Place


class Scene(msgspec.Struct, frozen=True):
    """One text as evidence: its cues by place, the words that are known in it, its sentences and paragraphs.

    `spoken_of` pairs each sentence's number with a term that may stand in it, and gives the hits.
    """

    around: Surroundings
    cues: Mapping[int, Sequence[Place]]
    sentences: Passages
    paragraphs: Passages
    spoken_of: Mapping[tuple[int, int], Sequence[Hit]]


def summed(weights: Mapping[str, float], sign: int) -> list[Evidence]:
    """The strongest cue in full; of further ones that are at least in the paragraph, a little each."""
    ordered = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    evidence = []
    for number, (cue, weight) in enumerate(ordered):
        if not weight:
            break
        if number == 0:
            evidence.append(Evidence(cue, sign * weight))
        elif weight >= IN_PARAGRAPH and number <= MOST_FURTHER:
            evidence.append(Evidence(cue, sign * FURTHER))
    return evidence


def weight_of(place: Place, hit: Hit, scope: Scope, scene: Scene) -> float:
    """What a cue at some place weighs for a hit; nothing if it is the hit itself."""
    start, end = place
    if start < hit.end and end > hit.start:
        # A cue that is one word of a longer name stands as near as can be, and so does a phrase around a word.
        if end - start < hit.end - hit.start:
            inside = hit.start <= start and end <= hit.end
            return BESIDE if inside and " " in scene.around.folded.shape[hit.start : hit.end] else 0.0
        return BESIDE if start <= hit.start and hit.end <= end and end - start > hit.end - hit.start else 0.0
    distance = distance_of(place, hit, scope)
    if distance == IN_SENTENCE and is_beside(place, hit, scene):
        return BESIDE
    return distance


def distance_of(place: Place, hit: Hit, scope: Scope) -> float:
    """How near a place is to a hit, as a weight; nothing if they overlap."""
    start, end = place
    if start < hit.end and end > hit.start:
        return 0.0
    if scope.sentence[0] <= start < scope.sentence[1]:
        return IN_SENTENCE
    if scope.paragraph[0] <= start < scope.paragraph[1]:
        return IN_PARAGRAPH
    return IN_ARTICLE


def is_beside(place: Place, hit: Hit, scene: Scene) -> bool:
    """Whether nothing stands between a cue and a hit, or one word such as "of", or ", the"."""
    first, second = (place[1], hit.start) if place[1] <= hit.start else (hit.end, place[0])
    if second - first > LONGEST_GAP:
        return False
    between = scene.around.folded.low[first:second].strip(' "«»“”„()')
    pack = pack_for(hit.language)
    if not between or pack is None:
        return not between
    word = between.removeprefix(",").lstrip()
    return word in pack.closed_class and word not in pack.joining
