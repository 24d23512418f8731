"""A site in which something was replaced is the site that is made of all anew."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from sitegen.config import Config
from sitegen.crossref import crossref
from sitegen.discover import Source
from sitegen.model import GlossaryEntry, Term
from sitegen.replacing import replaced, with_entries
from sitegen.sealed import Sealed
from tests.documents import annotated

TERMS = tuple(Term(id=f"t{letter}", kind="concept", label=f"{letter}{letter}{letter}1") for letter in "ABCDE")
ENTRIES = [GlossaryEntry(term, "content/glossary/terms.yaml", 1) for term in TERMS]
CONFIG = Config(title="Test", languages=("en",))
SLUGS = "pqrstu"

note = st.builds(
    "{{id: {}, kind: {}, target: {}, body: BBB1, date: {}, status: {}}}".format,
    st.sampled_from("xyz"),
    st.sampled_from(["question", "dispute"]),
    st.sampled_from(["title", "article"]),
    st.sampled_from(["2024-01-01", "2024-01-02"]),
    st.sampled_from(["published", "proposed"]),
)
front = st.fixed_dictionaries(
    {},
    optional={
        "date": st.sampled_from(["2023", "2024-01", "2024-02-03"]),
        "title": st.sampled_from(["One", "Two"]),
        "tags": st.sampled_from(["[a]", "[a, b]"]),
        "publisher": st.sampled_from(["P", "Q"]),
        "aliases": st.sampled_from(["[old]"]),
        "robots": st.just("noindex"),
        "show": st.sampled_from(["excerpt", "metadata"]),
        "translation": st.sampled_from([f"{{of: {slug}}}" for slug in SLUGS]),
        "notes": st.lists(note, max_size=2, unique_by=lambda text: text[:6]).map(lambda all: f"[{', '.join(all)}]"),
    },
)
words = st.lists(st.sampled_from(["AAA1", "BBB1", "CCC1", "DDD1", "EEE1", "and"]), max_size=6).map(" ".join)


def record(slug, meta, text):
    head = "".join(f"{key}: {value}\n" for key, value in {"title": slug, "language": "en", **meta}.items())
    return Sealed(annotated(f"---\n{head}---\n{text}\n", TERMS, name=f"{slug}.md").record)


def made(records):
    sources = {f"{slug}.md": Source(f"{slug}.md", one.seal.hex(), "") for slug, one in records.items()}
    return crossref(CONFIG, list(records.values()), ENTRIES, sources), sources


def seen(site):
    """All that can be seen of a site."""
    addresses = site.addresses
    return {
        **{name: getattr(site, name) for name in site.__struct_fields__ if name not in ("addresses", "related")},
        **{name: getattr(site, name) for name in ("totals", "notes_of_term")},
        **{name: getattr(addresses, name) for name in ("articles", "unreadable", "positions", "kinds", "translations")},
        "related": {slug: site.related_to(slug) for slug in site.listed},
        "translated": {slug: site.translations_of(slug) for slug in site.listed},
    }


article = st.tuples(front, words)


@given(st.lists(article, min_size=len(SLUGS), max_size=len(SLUGS)), st.dictionaries(st.sampled_from(SLUGS), article))
def test_replaced_records(before, edits):
    old = {slug: record(slug, *one) for slug, one in zip(SLUGS, before, strict=True)}
    fresh = {slug: record(slug, *one) for slug, one in edits.items()}
    first, _ = made(old)
    expected, sources = made(old | fresh)
    found = replaced(first, list(fresh.values()), sources)
    assert seen(found) == seen(expected)
    # And again, from a site that was itself made so.
    assert seen(replaced(found, [old[slug] for slug in fresh], made(old)[1])) == seen(first)


def test_what_no_address_depends_on_leaves_them_all_as_they_are():
    old = {slug: record(slug, {"date": "2024"}, "AAA1") for slug in SLUGS}
    site, sources = made(old)
    assert (
        replaced(site, [record("q", {"date": "2024"}, "Other words, and BBB1.")], sources).addresses is site.addresses
    )
    assert replaced(site, [record("q", {"date": "2023"}, "AAA1")], sources).addresses is not site.addresses


def test_terms_that_say_something_else():
    site, _ = made({slug: record(slug, {}, "AAA1 BBB1") for slug in SLUGS})
    said = [
        msgspec.structs.replace(entry, term=msgspec.structs.replace(entry.term, definition={"en": "New."}), line=7)
        for entry in ENTRIES
    ]
    found = with_entries(site, said)
    assert found.entries["tA"].term.definition == {"en": "New."}
    assert found.mentioned is site.mentioned
    assert found.addresses is site.addresses
