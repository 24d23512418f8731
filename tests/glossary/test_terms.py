"""The glossary's files, and everything that can be wrong with them."""

import pytest

from sitegen.discover import Found
from sitegen.glossary.terms import read_glossary, shared_forms

HEAD = "- id: gpu\n  kind: component\n  label: {any: GPU}\n"


def problems(*texts):
    files = [Found(f"glossary/{n}.yaml", text.encode(), "x") for n, text in enumerate(texts)]
    glossary = read_glossary(files, "content")
    return [str(p) for p in (*glossary.problems, *shared_forms(glossary.entries))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEAD, []),
        ("", []),
        (HEAD + HEAD, ["content/glossary/0.yaml:4: the id 'gpu' is taken by content/glossary/0.yaml:1 (give it another id)"]),
        ("id: gpu", ["content/glossary/0.yaml:1: is not a list of terms (start each with - id: …)"]),
        (HEAD.replace("component", "componnent"), ["content/glossary/0.yaml:2: kind 'componnent' is not known (did you mean 'component'?)"]),
        (HEAD.replace("gpu", "G P U"), ["content/glossary/0.yaml:1: the id 'G P U' is not an id"]),
        (HEAD + "  lable: x\n", ["content/glossary/0.yaml:4: unknown key lable (did you mean 'label'?)"]),
        (HEAD + "  link: maybe\n", ["content/glossary/0.yaml:4: link 'maybe' is not known (known: false, true)"]),
        (HEAD + "  forms: {en: ['…']}\n", ["content/glossary/0.yaml:1: the form '…' has no letter or digit (remove it)"]),
        (HEAD + f"  forms: {{en: [{'x' * 300}]}}\n", ["content/glossary/0.yaml:1: the form 'xxxx"]),
        (HEAD + "  related: [{is: uses, term: gpuu}]\n", ["content/glossary/0.yaml:1: gpu: related term 'gpuu' is not in the glossary (did you mean 'gpu'?)"]),
        (HEAD + "  facts: [{name: x, value: y}]\n", ["content/glossary/0.yaml:4: facts.source is missing (add source: …)"]),
        (HEAD + HEAD.replace("id: gpu", "id: other"), ["content/glossary/0.yaml:4: other: the form 'gpu' is gpu's too, and neither has cues"]),
        ("- a: [\n", ["content/glossary/0.yaml:2:1: is not YAML"]),
    ],
)  # fmt: skip
def test_problems(text, expected):
    found = problems(text)
    assert len(found) == len(expected), found
    for problem, start in zip(found, expected, strict=True):
        assert problem.startswith(start)


def test_one_bad_term_does_not_hide_the_others():
    files = [
        Found(
            "glossary/a.yaml", (HEAD + "- id: bad\n" + HEAD.replace("gpu", "cpu").replace("GPU", "CPU")).encode(), "x"
        )
    ]
    glossary = read_glossary(files, "content")
    assert [e.term.id for e in glossary.entries] == ["cpu", "gpu"]
    assert {p.line for p in glossary.problems} == {4}


@pytest.mark.parametrize(
    ("broken", "problems"),
    [
        ("- {id: gpu, kind: thing, label: GPU}", ["kind 'thing' is not known"]),
        ("- {id: gpu, kind: concept, label: '!'}", ["the form '!' has no letter or digit"]),
        ("- {kind: concept, label: GPU}", ["id is missing"]),
        ("- {id: gpu", ["is not YAML"]),
        ("- {id: other, kind: concept, label: GPU}", ["a: related term 'gpu' is not in the glossary"]),
    ],
)
def test_a_term_that_is_wrong_is_said_once(broken, problems):
    files = [
        Found("glossary/a.yaml", b"- {id: a, kind: concept, label: A, related: [{is: uses, term: gpu}]}", ""),
        Found("glossary/b.yaml", broken.encode(), ""),
    ]
    found = read_glossary(files, "content").problems
    assert [p.message[: len(start)] for p, start in zip(found, problems, strict=True)] == problems


def test_an_address_that_nobody_could_follow_is_warned_of():
    said = problems(
        HEAD + "  sources: [{title: A, url: 'javascript:alert(1)'}, {title: B, url: 'https://example.org/'}]\n"
    )
    assert said == ["content/glossary/0.yaml:1: gpu: 'javascript:alert(1)' is not an address (write https://…)"]
