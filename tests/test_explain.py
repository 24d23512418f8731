"""`explain` tells the whole story of a spot in plain words."""

import pytest

from sitegen.explain import Spot, explain, parse_spot
from tests.archive import GPU, Site
from tests.records import index_and_mentions

TERMS = (
    GPU
    + """\
- id: hopper
  kind: architecture
  label: {any: Hopper}
  misspelt: {any: [Hooper]}
  prior: cue
  cues: {near: {en: [GPU]}, against: {en: [grain]}}
"""
)
BODY = """\
A GPU of Hopper, or Hooper.

Grain for the Hopper.

A gup.
"""


@pytest.fixture
def told(tmp_path):
    site = Site(tmp_path)
    site.write("content/glossary/terms.yaml", TERMS)
    site.article("one", BODY)
    site.article("off", "A GPU.", terms="off")
    index, mentions = index_and_mentions(site)

    def tell(place):
        spot = parse_spot(place, "content")
        return explain(index, mentions.get(spot.source, ()), (site.root / "content" / spot.source).read_text(), spot)

    return tell


def test_a_term(told):
    assert told("content/one.md:6:4") == "content/one.md:6:3: “GPU” means GPU (gpu)\n  Linked: label, only sense\n"


def test_evidence_is_told(told):
    story = told("one.md:6:10").splitlines()
    assert story[0] == "content/one.md:6:10: “Hopper” means Hopper (hopper)"
    assert any(line.split()[0].startswith("+") and line.endswith("GPU") for line in story)
    assert story[-1].strip() == "pins: [{form: Hopper, term: hopper or none, occurrence: 1}]"


def test_a_misspelling_and_a_refusal(told):
    assert "“Hooper” is written for Hopper (hopper)" in told("one.md:6:21")
    assert "“Hopper” might be Hopper (hopper), but is not" in told("one.md:8:15")


def test_a_line_has_all_its_stories(told):
    assert told("one.md:6").count("content/one.md:6:") == 3


def test_where_nothing_is_it_says_what_is_near(told):
    assert told("one.md:6:1").splitlines()[:2] == [
        "content/one.md:6:1: no term stands here; on this line:",
        "  3  “GPU” = gpu, accepted",
    ]
    assert told("one.md:10") == "content/one.md:10: no form of a term stands on this line\n"
    assert told("off.md:6:3") == "content/off.md: terms are off in this article\n"


@pytest.mark.parametrize("place", ["none.md:1", "one.md:99"])
def test_what_is_not_there_says_so(told, place):
    with pytest.raises((LookupError, FileNotFoundError)):
        told(place)


@pytest.mark.parametrize(
    ("text", "spot"),
    [
        ("content/a.md:3", Spot("a.md", 3)),
        ("./content/2024/a.md:3:7", Spot("2024/a.md", 3, 7)),
        ("a:b.md:3:7", Spot("a:b.md", 3, 7)),
        ("content\\a.md:3", Spot("a.md", 3)),
    ],
)
def test_places(text, spot):
    assert parse_spot(text, "content") == spot


@pytest.mark.parametrize("text", ["", "a.md", "a.md:", "a.md:x", "a.md:0", ":3", "a.md:-1", "a.md:٣"])
def test_what_is_no_place(text):
    with pytest.raises(ValueError, match="write FILE:LINE"):
        parse_spot(text, "content")
