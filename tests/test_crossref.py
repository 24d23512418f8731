"""Who mentions what, what comes before and after, what belongs together."""

import pytest

from sitegen.related import COMMON, MOST_RELATED
from tests.archive import Site
from tests.documents import places_of
from tests.records import index_of

TERMS = """\
- {id: gpu, kind: component, label: {any: GPU}}
- {id: hbm, kind: memory, label: {any: HBM}, related: [{is: part-of, term: gpu}, {is: uses, term: tsv}]}
- {id: tsv, kind: process, label: {any: TSV}, misspelt: {any: [TVS]}, related: [{is: part-of, term: gpu}]}
"""


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path, **{"content/glossary/terms.yaml": TERMS})


def slugs(records):
    return [record.article.slug for record in records]


def test_articles_are_newest_first_the_less_precise_and_the_undated_last(site):
    for name, date in [("a", "2023"), ("b", "2023-06"), ("c", "2023-06-01"), ("d", "2024"), ("e", "2023-06-01")]:
        site.article(name, "x", date=date)
    site.write("content/f.txt", "A text without a date, in English as one may see.")
    assert slugs(index_of(site).records) == ["d", "e", "c", "b", "a", "f"]


def test_places_are_the_accepted_and_the_misspelt_in_the_order_of_articles(site):
    site.article("old", "A GPU, `GPU` and TVS.", date="2023")
    site.article("new", "TSV and the GPU and the GPU.", date="2024")
    index = index_of(site)
    assert [(one.article.value.slug, one.places.count) for one in index.mentioned["gpu"]] == [("new", 2), ("old", 1)]
    assert [one.places in record.places for one, record in zip(index.mentioned["tsv"], index.records, strict=True)]
    assert [places_of(record)["tsv"][0].surface for record in index.records] == ["TSV", "TVS"]


def test_relations_have_inverses(site):
    assert index_of(site).inverse == {"gpu": (("part-of", "hbm"), ("part-of", "tsv")), "tsv": (("uses", "hbm"),)}


def note(id_, quote="x", **fields):
    more = "".join(f", {key}: {value}" for key, value in fields.items())
    return f"  - {{id: {id_}, kind: context, body: B, quote: {quote}{more}}}\n"


def test_notes_are_newest_first_and_known_to_the_terms_of_their_passages(site):
    site.article("a", "The GPU has HBM, and more x.", status="published\nnotes:\n" + note("one", "GPU has HBM", date="2024-01") + note("two"))  # fmt: skip
    site.article("b", "The GPU is x.", status="published\nnotes:\n" + note("three", date="2024-02"))
    index = index_of(site)
    assert [placed.note.id for _, placed in index.notes] == ["three", "one", "two"]
    assert {term: [placed.note.id for _, placed in group] for term, group in index.notes_of_term.items()} == {
        "gpu": ["one"],
        "hbm": ["one"],
    }


def test_related_articles_share_terms_and_say_which(site):
    site.article("a", "GPU, HBM and TSV.")
    site.article("b", "GPU and HBM.")
    site.article("c", "GPU.")
    site.article("d", "Nothing.")
    index = index_of(site)
    related = [(other.value.slug, shared) for other, shared in index.related_to("a")]
    assert related == [("b", ("hbm", "gpu")), ("c", ("gpu",))]
    assert index.related_to("d") == ()


def test_no_more_are_related_than_a_page_shows_and_none_is_to_itself(site):
    for number in range(MOST_RELATED + 3):
        site.article(f"a{number}", "HBM.")
    index = index_of(site)
    for slug in index.listed:
        found = [other.value.slug for other, _ in index.related_to(slug)]
        assert len(found) == MOST_RELATED
        assert slug not in found


def test_a_term_of_many_articles_relates_none(site):
    for number in range(COMMON + 1):
        site.article(f"a{number:02}", "GPU.")
    index = index_of(site)
    assert [index.related_to(slug) for slug in index.listed] == [()] * (COMMON + 1)


@pytest.mark.parametrize(
    ("of", "groups"),
    [
        ({}, []),
        ({"b": "a"}, ["ab"]),
        ({"b": "a", "c": "a"}, ["abc"]),
        ({"b": "a", "c": "b"}, ["abc"]),
        ({"a": "b", "b": "c", "d": "c"}, ["abcd"]),
        ({"a": "b", "b": "a"}, ["ab"]),
        ({"a": "b", "b": "c", "c": "a"}, ["abc"]),
        ({"a": "a"}, []),
        ({"a": "b", "c": "d"}, ["ab", "cd"]),
        ({"a": "nowhere", "b": "https://example.org/elsewhere"}, []),
        ({"a": "https://example.org/b"}, ["ab"]),
    ],
)
def test_translations_are_in_groups_at_first_hand_or_by_others(site, of, groups):
    for name in "abcd":
        translation = {"translation": f"{{of: '{of[name]}'}}"} if name in of else {}
        site.article(name, "x", source_url=f"https://example.org/{name}", **translation)
    expected = {name: sorted(set(group) - {name}) for group in groups for name in group}
    index = index_of(site)
    found = {name: sorted(one.value.slug for one in index.translations_of(name)) for name in "abcd"}
    assert {name: others for name, others in found.items() if others} == expected
