"""What outputs may see of a site: each has what it says, and changes with it."""

import pytest

from sitegen.build.making import EMITTERS
from sitegen.facets import Facets
from tests.archive import Site
from tests.records import index_of

TERMS = """\
- {id: gpu, kind: component, label: {any: GPU}, related: [{is: made-by, term: maker}]}
- {id: maker, kind: company, label: {any: Maker}}
"""
NOTES = "\nnotes: [{id: n, kind: correction, target: title, body: The GPU.}]"
# What may be read of a site for each facet.
ALLOWED = {
    "about": {"about", "config"},
    "addresses": {"addresses", "translations_of"},
    "listed": {"listed"},
    "terms": {"entries", "inverse", "mentioned", "shown_terms"},
    "related": {"related", "related_to"},
    "notes": {"notes", "notes_of_term"},
}


def archive(folder):
    site = Site(folder, **{"content/glossary/terms.yaml": TERMS})
    site.article("one", "The GPU of Maker.", date="2024-02", tags="[a]", aliases="[old]", status="published" + NOTES)
    site.article("two", "Le GPU.", language="fr", translation="{of: one}", publisher="The Paper")
    site.article("held", "The GPU.", show="excerpt", robots="noindex", date="2023")
    return site


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return index_of(archive(tmp_path_factory.mktemp("facets")))


class Limited:
    """A site of which only some facets can be seen, the record of one article, and the mentions of one term."""

    def __init__(self, site, one):
        allowed = {name for facet in one.sees for name in ALLOWED[facet]}
        vars(self).update({name: getattr(site, name) for name in allowed})
        self.sealed = {one.article: site.sealed[one.article]} if one.article else {}
        if "terms" not in one.sees:
            terms = {one.term} if one.term else terms_of(site.sealed[one.article].value) if one.article else set()
            others = {other for term in terms for other in related(site, term)}
            self.entries = {term: site.entries[term] for term in terms | others}
            self.inverse = {term: site.inverse[term] for term in terms & site.inverse.keys()}
            self.mentioned = {term: site.mentioned[term] for term in terms & site.mentioned.keys()}
            self.shown_terms = {}


def terms_of(record):
    """The terms that an article speaks of, itself and in its notes."""
    return {places.term for places in record.places} | {term for note in record.notes for term in note.linked}


def related(site, term):
    """The terms that one is related to, in either direction."""
    return [one.term for one in site.entries[term].term.related] + [other for _, other in site.inverse.get(term, ())]


def emitted(site):
    return [one for emit in EMITTERS for one in emit(site.addresses)]


def test_an_output_is_made_of_what_it_says_that_it_sees(index):
    limited = [one for one in emitted(index) if one.sees is not None]
    assert {one.template for one in limited} >= {"article.html", "term.html", "list.html", "glossary.html"}
    for one in limited:
        assert one.output(Limited(index, one)) == one.output(index)


@pytest.mark.parametrize(
    ("name", "old", "new", "changed"),
    [
        ("one.md", "The GPU of", "The GPU from", {"one", "gpu", "maker"}),
        ("two.md", "Le GPU.", "Le GPU, encore.", {"two", "gpu"}),
        ("two.md", "Le GPU.", "Rien.", {"two", "gpu", "terms", "related", "one", "held"}),
        ("two.md", "title: two", "title: deux", {"two", "gpu", "listed"}),
        ("two.md", "2024-01-01", "2022-01-01", {"two", "gpu", "maker", "listed", "addresses", "related"}),
        ("one.md", "body: The", "body: Every", {"one", "gpu", "maker", "notes"}),
        ("glossary/terms.yaml", "any: Maker}", "any: Maker}, definition: {en: D}", {"terms", "maker", "one"}),
        (
            "glossary/terms.yaml",
            "label: {any: Maker}",
            "label: {any: Makers}",
            {"terms", "maker", "gpu", "one", "two", "held", "related"},
        ),
        ("../sitegen.toml", "Test", "Best", {"about"}),
    ],
)
def test_a_facet_changes_with_what_is_in_it(tmp_path, index, name, old, new, changed):
    site = archive(tmp_path)
    text = (tmp_path / "content" / name).read_text()
    assert old in text
    site.write(f"content/{name}", text.replace(old, new))
    before, after = Facets(index), Facets(index_of(site))
    seals = {facet: (before.seal(facet), after.seal(facet)) for facet in ALLOWED}
    seals |= {slug: (before.article(slug), after.article(slug)) for slug in ("one", "two", "held")}
    seals |= {term: (before.term(term), after.term(term)) for term in ("gpu", "maker")}
    assert {what for what, (first, second) in seals.items() if first != second} <= changed
    necessary = changed - {"related"} - ({"maker"} if name != "glossary/terms.yaml" else set())
    assert {what for what, (first, second) in seals.items() if first != second} >= necessary
