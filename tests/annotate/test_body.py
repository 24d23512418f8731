"""The annotated body: what a page shows of mentions and notes."""

import re
from pathlib import Path

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.annotate import LinkRules
from sitegen.model import Term
from tests.cases import load_cases
from tests.documents import annotated, document_of, markdown_source, places_of

TERMS = [
    Term("gpu", "component", "GPU"),
    Term("hopper", "architecture", "Hopper", misspelt={"any": ("Hooper",)}),
]
# What the cases write in short.
SHORT = {
    r"<GPU (\d+)>": r'<a class="term" href="../../terms/gpu/" data-term="gpu" id="m-gpu-\1">GPU</a>',
    r"<REF (\d+) (\w+)>": r'<sup class="ref" data-added=""><a href="#note-\2">\1</a></sup>',
}


def source_of(body, notes=""):
    return markdown_source(body, "notes:\n" + notes + "\n" if notes.strip() else "")


def shown(blocks):
    return "\n".join(f"{list(block.notes)} {block.html}".removeprefix("[] ").strip() for block in blocks)


def written_out(expected):
    for short, long in SHORT.items():
        expected = re.sub(short, long, expected)
    return expected


@pytest.mark.parametrize(("body", "notes", "expected"), load_cases(Path(__file__).with_name("body.txt"), 3))
def test_blocks(body, notes, expected):
    assert shown(annotated(source_of(body, notes), TERMS).blocks) == written_out(expected)


def tree_of(blocks):
    return html5lib.parseFragment("".join(block.html for block in blocks), namespaceHTMLElements=False)


def text_without_additions(element):
    """The text of a tree outside of what annotation added to it."""
    inner = (
        "" if "data-added" in element.attrib else (element.text or "") + "".join(map(text_without_additions, element))
    )
    return inner + (element.tail or "")


WORDS = ["GPU", "Hooper", "10 000", "word", "*em GPU*", "[link GPU](x.md)", "`GPU`", "G*P*U", "&amp;", "<b>", "é"]
BREAKS = ["\n\n", "\n\n## ", "\n\n- ", "\n\n> ", "\n\n| a GPU |\n|---|\n| Hooper |\n\n", "\n\n---\n\n"]
BODIES = st.lists(st.sampled_from(WORDS + BREAKS), max_size=16).map(" ".join)
QUOTES = st.lists(st.sampled_from(["GPU", "Hooper", "word", "em GPU", "link GPU", "000 word", "GPU word", "U & é", "GPU\n\nword", "gone"]), max_size=4, unique=True)  # fmt: skip
KINDS = st.sampled_from(["context", "correction"])


@st.composite
def sources(draw):
    body = draw(BODIES)
    notes = [
        f"- {{id: n{number}, kind: {draw(KINDS)}, body: B, quote: {quote!r}, was: {quote.split()[0]!r}, now: other}}\n"
        for number, quote in enumerate(draw(QUOTES))
    ]
    return source_of(body, "".join(notes).replace("'", '"'))


DENSITIES = st.sampled_from([LinkRules("all", 0, "warning"), LinkRules("section", 1, "warning")])


@given(sources(), DENSITIES)
def test_the_text_is_unchanged_outside_of_what_was_added(source, rules):
    plain = html5lib.parseFragment(document_of(source).html, namespaceHTMLElements=False)
    tree = tree_of(annotated(source, TERMS, rules=rules).blocks)
    assert text_without_additions(tree) == text_without_additions(plain)


@given(sources(), DENSITIES)
def test_tags_nest_and_ids_are_unique(source, rules):
    result = annotated(source, TERMS, rules=rules)
    opened = []
    for slash, name in re.findall(r"<(/?)([a-z0-9]+)", "".join(block.html for block in result.blocks)):
        if slash:
            assert opened.pop() == name
        elif name not in ("br", "hr", "img"):
            assert name != "a" or "a" not in opened
            opened.append(name)
    assert opened == []
    ids = [element.get("id") for element in tree_of(result.blocks).iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    anchors = [place.anchor for group in places_of(result.record).values() for place in group]
    assert len(anchors) == len(set(anchors)) == result.record.tally.shown
    assert set(ids) & set(anchors) or not any(m.linked for m in result.mentions)


@given(sources())
def test_every_note_with_a_place_stands_beside_one_block(source):
    result = annotated(source, TERMS)
    beside = sorted(number for block in result.blocks for number in block.notes)
    assert beside == [number for number, placed in enumerate(result.record.notes) if placed.start >= 0]
    for block in result.blocks:
        for number in block.notes:
            assert f'#note-{result.record.notes[number].note.id}"' in block.html or f">{number + 1}</sup>" in block.html
