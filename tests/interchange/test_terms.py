"""A glossary goes out as SKOS and as a table and comes back as it was; others' come in as far as they fit."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.dates import PartialDate
from sitegen.discover import Found
from sitegen.glossary.terms import read_glossary
from sitegen.interchange.skos import from_skos, to_skos
from sitegen.interchange.table import from_table, to_table
from sitegen.interchange.written import as_yaml, written
from sitegen.model import Citation, Cues, Fact, Relation, Term

ROOT = Path(__file__).parent.parent.parent
HERE = Path(__file__).parent

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), min_size=1, max_size=12).filter(
    str.strip
)
LANGUAGES = st.sampled_from(["any", "en", "fr", "zh-Hant"])
TEXTS = st.one_of(TEXT, st.dictionaries(LANGUAGES, TEXT, min_size=1, max_size=3))
FORMS = st.dictionaries(LANGUAGES, st.lists(TEXT, min_size=1, max_size=3).map(tuple), max_size=2)
CITATIONS = st.builds(
    Citation, title=TEXT, url=st.sampled_from(["", "https://example.org/a|b"]),
    date=st.sampled_from([None, PartialDate(2023, 6)]),
)  # fmt: skip
TERMS = st.builds(
    Term,
    id=st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,4})?", fullmatch=True),
    kind=st.sampled_from(["product", "company", "concept"]),
    label=TEXTS,
    definition=st.one_of(st.just({}), TEXTS),
    forms=FORMS,
    forbid=FORMS,
    misspelt=FORMS,
    mistranslated=FORMS,
    prior=st.sampled_from(["assume", "cue"]),
    cues=st.builds(Cues, near=FORMS, against=FORMS),
    case=st.sampled_from(["smart", "exact", "any"]),
    accents=st.sampled_from(["exact", "fold"]),
    link=st.booleans(),
    facts=st.lists(
        st.builds(Fact, name=TEXT, value=TEXT, source=CITATIONS, unit=st.sampled_from(["", "GB/s"])), max_size=2
    ).map(tuple),
    related=st.lists(
        st.builds(Relation, is_=st.sampled_from(["broader", "uses"]), term=st.just("gpu")), max_size=2
    ).map(tuple),
    sources=st.lists(CITATIONS, max_size=2).map(tuple),
)
GLOSSARIES = st.lists(TERMS, min_size=1, max_size=4, unique_by=lambda term: term.id).map(
    lambda terms: (*(t for t in terms if t.id != "gpu"), Term("gpu", "component", "GPU"))
)


def read_yaml_terms(text):
    glossary = read_glossary([Found("glossary/a.yaml", text.encode(), "")], "content")
    return tuple(entry.term for entry in glossary.entries)


@given(GLOSSARIES, st.sampled_from(["", "https://example.org/repo/"]))
def test_skos_there_and_back(terms, base):
    assert from_skos(to_skos(terms, "Glossary", base), "a.jsonld") == (terms, ())


@given(GLOSSARIES)
def test_a_table_there_and_back(terms):
    assert from_table(to_table(terms), "a.csv") == (terms, ())


def test_the_glossary_of_the_document_survives_every_way():
    files = [Found(f"glossary/{p.name}", p.read_bytes(), "") for p in sorted((ROOT / "seeds/glossary").glob("*.yaml"))]
    terms = tuple(entry.term for entry in read_glossary(files, "seeds").entries)
    assert len(terms) > 80
    assert from_skos(to_skos(terms, "Glossary", ""), "a")[0] == terms
    assert from_table(to_table(terms), "a")[0] == terms
    assert read_yaml_terms(as_yaml(terms)) == terms


def test_a_scheme_of_others_comes_in():
    terms, problems = from_skos((HERE / "others.jsonld").read_bytes(), "others.jsonld")
    assert [written(term) for term in terms] == json.loads((HERE / "others.json").read_text())
    assert [str(problem) for problem in problems] == (HERE / "others.txt").read_text().splitlines()


def test_skos_edited_by_others_counts_over_the_rest():
    term = Term("gpu", "component", {"en": "GPU"}, definition={"en": "Old."}, prior="cue")
    document = json.loads(to_skos([term], "Glossary", ""))
    document["@graph"][1]["definition"] = [{"@value": "New.", "@language": "en"}]
    document["@graph"][1]["altLabel"] = [{"@value": "carte", "@language": "fr"}]
    (changed,), problems = from_skos(json.dumps(document).encode(), "a")
    assert problems == ()
    assert (changed.definition, changed.forms, changed.prior) == ({"en": "New."}, {"fr": ("carte",)}, "cue")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{", "a:1: is not JSON"),
        (b"\xff", "a: is not JSON"),
        (b"[" * 100_000, "a: is not JSON"),
        (b'{"@context": "https://example.org/c"}', "a: names the context https://example.org/c"),
        (b'{"@context": {"a": 1}}', "a: is not JSON-LD"),
        (b"{}", "a: holds no skos:Concept"),
    ],
)
def test_what_is_not_skos_says_so(data, message):
    terms, problems = from_skos(data, "a")
    assert terms == ()
    assert str(problems[0]).startswith(message)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id,kind,label\ngpu,component,GPU\n", [Term("gpu", "component", "GPU")]),
        ("\ufefflabel,kind\r\nData centre,concept\r\n", [Term("data-centre", "concept", "Data centre")]),
        ("id,kind,label[en],forms[any]\na,concept,A,x | y\\|z\n\n", [Term("a", "concept", {"en": "A"}, forms={"any": ("x", "y|z")})]),
    ],
)  # fmt: skip
def test_tables_of_others_come_in(text, expected):
    assert from_table(text, "a.csv") == (tuple(expected), ())


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "a.csv:1: has no columns"),
        ("id,kind,labl\n", "a.csv:1: unknown column 'labl' (did you mean 'label'?)"),
        ("id,kind,label,forms\n", "a.csv:1: the column 'forms' names no language"),
        ("id,id,kind,label\n", "a.csv:1: has the column 'id' twice"),
        ("id,kind,label\na,thing,A\n", "a.csv:2: kind 'thing' is not known"),
        ("id,kind,label\na,concept,A,more\n", "a.csv:2: has 4 cells under 3 columns"),
        ("id,kind,label,facts\na,concept,A,{\n", "a.csv:2: holds facts or sources that are not JSON"),
        ('id,kind,label\n"a"b,c\n', "a.csv:2: is not CSV"),
        ("id,kind,label,related\na,concept,A,uses\n", "a.csv:2: related.term is missing"),
    ],
)
def test_what_is_wrong_in_a_table_is_located(text, problem):
    terms, problems = from_table(text, "a.csv")
    assert terms == ()
    assert str(problems[0]).startswith(problem)


def test_a_cell_is_never_a_formula():
    term = Term("a", "concept", "=1+1", forms={"any": ("'quoted", "@x")})
    cells = to_table([term]).splitlines()[1].split(",")
    assert [c for c in cells if c[:1] in "=+-@"] == []
    assert from_table(to_table([term]), "a")[0] == (term,)
