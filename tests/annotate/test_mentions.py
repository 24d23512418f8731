"""Mentions: which are found, which become links, and the line of the ledger for each."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.annotate import LinkRules
from sitegen.model import Tally, Term
from tests.cases import load_cases
from tests.documents import FIRST_LINE, annotated, markdown_source, places_of

TERMS = [
    Term("gpu", "component", "GPU"),
    Term("hbm", "memory", "HBM", forms={"en": ("high bandwidth memory",)}),
    Term("hopper", "architecture", "Hopper", misspelt={"any": ("Hooper",)}),
    Term("quiet", "concept", "Quiet", link=False),
]
STATES = ("accepted", "undecided", "refused", "misspelt", "excluded")


def mentions(source, *, density="section", cap=0, name="one.md"):
    return annotated(source, TERMS, name=name, rules=LinkRules(density, cap, "warning")).mentions


def shown(found):
    """A mention as the cases write it: what was written, its state, and a star if it is a link."""
    return "\n".join(f"{m.surface!r} {m.term} {m.state}{' *' if m.linked else ''}" for m in found)


@pytest.mark.parametrize(("body", "meta", "expected"), load_cases(Path(__file__).with_name("mentions.txt"), 3))
def test_mentions(body, meta, expected):
    assert shown(mentions(markdown_source(body, f"{meta}\n" if meta else ""))) == expected


@pytest.mark.parametrize(
    ("density", "cap", "linked"),
    [
        ("article", 0, [1, 5]),
        ("section", 0, [1, 4, 5]),
        ("all", 0, [1, 2, 4, 5]),
        ("all", 1, [1, 5]),
        ("all", 2, [1, 2, 5]),
        ("section", 1, [1, 5]),
    ],
)
def test_density_and_cap(density, cap, linked):
    body = "GPU, GPU.\n\n## The GPU\n\nGPU and HBM."
    found = mentions(markdown_source(body), density=density, cap=cap)
    assert [number for number, mention in enumerate(found, 1) if mention.linked] == linked


def test_sections_of_plain_text():
    body = f"{FIRST_LINE}\nA GPU, a GPU.\n\nThe next part\n\nA GPU.\n\nThe end of the GPU."
    assert [m.linked for m in mentions(body, name="one.txt")] == [True, False, True, False]


def test_a_line_of_the_ledger():
    result = annotated(markdown_source("First.\n\nA sentence. The *HBM* of it, and\nmore. The HBM again."), TERMS)
    first, second = result.mentions
    assert (first.term, first.surface, first.line, first.column) == ("hbm", "HBM", 8, 18)
    assert (first.occurrence, second.occurrence) == (1, 2)
    one, two = places_of(result.record)["hbm"]
    assert (one.before, one.surface, one.after) == ("The ", "HBM", " of it, and more.")
    assert (one.anchor, two.anchor) == ("m-hbm-1", "m-hbm-2")
    assert result.record.tally == Tally(2, 1, 0)


PIECES = st.sampled_from(
    ["GPU", "Hooper", "high bandwidth memory", "Quiet", "word.", "`HBM`", "[a GPU](x.md)", "\n\n## ", "\n\n", "\n\n- ",
     '<span class="noterm">GPU</span>', "https://e.org/GPU", "*G*PU"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=20).map(" ".join), st.sampled_from(["article", "section", "all"]), st.integers(0, 2))
def test_the_ledger_is_sorted_and_complete(body, density, cap):
    found = mentions(markdown_source(body), density=density, cap=cap)
    assert [m.start for m in found] == sorted(m.start for m in found)
    assert len({(m.start, m.end) for m in found}) == len(found)
    for mention in found:
        assert mention.state in STATES
        assert mention.rule
        assert not mention.linked or mention.state in ("accepted", "misspelt")
        assert mention.line >= 1 <= mention.column
    if cap:
        linked = [m.term for m in found if m.linked and m.state == "accepted"]
        assert all(linked.count(term) <= cap for term in ("gpu", "hbm", "hopper"))
