"""Small glossaries whose terms get in each other's way, what editors do to them, and texts in which they stand."""

from __future__ import annotations

import msgspec
from hypothesis import strategies as st

from sitegen.model import Cues, Relation, Term

LANGUAGES = ["en", "fr", "de", "es", "zh", "ja"]
IDS = ["a", "gpu", "grace", "m", "z"]
FORMS = [
    "GPU", "gpu", "Grace", "GRACE", "Grace Hopper", "hopper", "bus", "memory bus", "memory", "core", "cores", "IT", "it", "the",
    "A100s", "Ampère", "Ampere", "ampere", "Speicher", "架构", "卡", "显卡", "メモリ", "C++", "l’or",
]  # fmt: skip
OTHERS = [
    "Mr.", "John", "Kelly", "of", "a", "the", "3", "said", "to", "GPUs", "buses", "Ampères", "d’Ampère", "Speicherkarte",
    "Grace-based", "新架构", "我们", "ﾒﾓﾘ", "*core*", "`GPU`", "H<sub>2</sub>O", '<span lang="fr">bus or core</span>',
    "https://example.org/GPU", ".", ". ", ",", "\n\n", "\n\n## ", "(", ")",
]  # fmt: skip

words = st.sampled_from(FORMS)
# Most words stand apart, some are glued to others.
pieces = st.tuples(
    st.one_of(words, words, st.sampled_from(OTHERS)), st.sampled_from([" ", " ", " ", " ", "", "-", "'"])
)
prose = st.lists(pieces, min_size=3, max_size=25).map(lambda drawn: "".join(word + gap for word, gap in drawn).strip())
groups = st.lists(words, min_size=1, max_size=3, unique=True).map(tuple)
by_language = st.dictionaries(st.sampled_from(["any", "any", *LANGUAGES]), groups, max_size=2)
FIELDS = {
    "kind": st.sampled_from(["product", "concept", "company", "person"]),
    "label": st.one_of(words, words, st.dictionaries(st.sampled_from(LANGUAGES), words, min_size=1, max_size=2)),
    "forms": by_language,
    "forbid": by_language,
    "misspelt": by_language,
    "mistranslated": by_language,
    "prior": st.sampled_from(["assume", "cue"]),
    "cues": st.builds(Cues, near=by_language, against=by_language),
    "case": st.sampled_from(["smart", "exact", "any"]),
    "accents": st.sampled_from(["exact", "fold"]),
    "link": st.booleans(),
    "related": st.lists(st.builds(Relation, st.just("uses"), st.sampled_from(IDS)), max_size=2).map(tuple),
}
terms = st.builds(Term, id=st.sampled_from(IDS), **FIELDS)
# What most terms say nothing of is left out, so that few things happen at once.
plain_terms = st.builds(Term, id=st.sampled_from(IDS), kind=FIELDS["kind"], label=FIELDS["label"])
glossaries = st.lists(st.one_of(terms, plain_terms), min_size=1, max_size=5).map(
    lambda drawn: {term.id: term for term in drawn}
)


@st.composite
def edited(draw: st.DrawFn, glossary: dict[str, Term]) -> dict[str, Term]:
    """A glossary after an edit: a term added, taken out, called by another id, or changed in one thing."""
    after = dict(glossary)
    chosen = after.pop(draw(st.sampled_from(sorted(after)))) if after else None
    how = draw(st.sampled_from(["add", "remove", "rename", "change", "change", "change"])) if chosen else "add"
    if chosen is not None and how != "remove":
        if how == "rename":
            chosen = msgspec.structs.replace(chosen, id=draw(st.sampled_from(IDS)))
        elif how == "change":
            field = draw(st.sampled_from(sorted(FIELDS)))
            chosen = msgspec.structs.replace(chosen, **{field: draw(FIELDS[field])})
        after[chosen.id] = chosen
    if how == "add":
        added = draw(st.one_of(terms, plain_terms))
        after[added.id] = added
    return after


@st.composite
def _articles(draw: st.DrawFn) -> str:
    meta = [f"language: {draw(st.sampled_from(LANGUAGES))}"]
    if draw(st.booleans()):
        bodies = draw(st.dictionaries(st.sampled_from(["any", "en", "de"]), prose, min_size=1, max_size=2))
        note = {"id": "n", "kind": "context", "target": "article", "body": bodies}
        meta.append(f"notes: [{msgspec.json.encode(note).decode()}]")
    if draw(st.booleans()):
        pin = {"form": draw(words), "term": draw(st.sampled_from([*IDS, "none"]))}
        meta.append(f"pins: [{msgspec.json.encode(pin).decode()}]")
    if draw(st.integers(0, 4)) == 0:
        meta.append(f"terms: {{except: [{draw(st.sampled_from(IDS))}]}}")
    return "\n".join(["---", "title: A title", "date: 2024", *meta, "---", draw(prose), ""])


articles = _articles()
