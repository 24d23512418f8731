"""The doctor names what an editor of a glossary would want to know, each with its place."""

import pytest

from sitegen.doctor import Archive, examine
from tests.archive import Site
from tests.records import index_and_mentions


def examined(site):
    index, mentions = index_and_mentions(site)
    texts = {r.article.source: (site.root / "content" / r.article.source).read_text() for r in index.records}
    return [str(problem) for problem in examine(Archive(index, mentions, texts, "content"))]


def term(name, more="", definition="{en: A., fr: A.}"):
    return f"- {{id: {name}, kind: concept, label: {{any: {name}}}, definition: {definition}{more}}}\n"


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path)
    made.article("one", "Nothing to see.")
    return made


CASES = [
    (
        term("Hopper", ", forms: {en: [H100]}").replace("id: Hopper", "id: hopper")
        + term("h100", ", cues: {near: {en: [GPU]}}").replace("{any: h100}", "{en: H100}"),
        "The Hopper.",
        "content/glossary/terms.yaml:1: hopper: 'h100' is a form of h100 too, and this term has no cues",
    ),
    (term("chip"), "A chip.", "content/glossary/terms.yaml:1: chip: 'chip' is an everyday word (en)"),
    (
        term("gpu") + term("server").replace("{any: server}", "{en: gpu server}"),
        "A gpu server.",
        "content/glossary/terms.yaml:1: gpu: 'gpu' stands inside 'gpu server' of server, which wins there",
    ),
    (term("gpu", definition="{en: A.}"), "x", "content/glossary/terms.yaml:1: gpu: has no definition in fr"),
    (term("gpu", definition="{}"), "x", "content/glossary/terms.yaml:1: gpu: has no definition in en, fr"),
    (term("gpu"), "x", "content/glossary/terms.yaml:1: gpu: no article mentions it"),
    (
        term("H100", ", facts: [{name: announced, value: 2024-02, source: {title: S}}]").replace("id: H100", "id: h100"),
        "\nThe first H100.",
        "content/one.md:7:11: 'H100' is linked to h100, which was announced later, on 2024-02",
    ),
    (
        term("Hopper", ", misspelt: {any: [Hooper]}").replace("id: Hopper", "id: hopper"),
        "By Hooper.",
        "content/one.md:6:4: 'Hooper' is written for hopper",
    ),
    (
        term("gpu"),
        "A B200 here. So the B200, `B200`, and B200.\n\nWell, B200 and B200 at https://example.org/B200",
        "content/one.md:6: 'B200' is no term, and stands 5 times in 1 article",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("glossary", "body", "said"), CASES, ids=[c[2].partition(": ")[2][:30] for c in CASES])
def test_what_it_says(site, glossary, body, said):
    site.write("content/glossary/terms.yaml", glossary)
    site.article("one", body)
    assert any(line.startswith(said) for line in examined(site)), examined(site)


def test_a_glossary_that_says_when_it_means_a_word_is_left_alone(site):
    site.write("content/glossary/terms.yaml", term("chip", ", cues: {against: {en: [casino]}}"))
    site.article("one", "A chip.", date="2024-03-01")
    assert examined(site) == []


def test_words_that_begin_a_sentence_are_no_candidates(site):
    site.write("content/glossary/terms.yaml", term("zzz"))
    site.article("one", "Maybe so. Maybe not. Maybe. Maybe? Maybe! Maybe… Quite.")
    site.article("two", "Der Turm und der Turm und der Turm am Turm im Turm.", language="de")
    assert [line for line in examined(site) if "no term" in line] == []
