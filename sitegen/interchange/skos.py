"""Terms as SKOS (W3C Recommendation 2009) in JSON-LD 1.1, and back.

What SKOS has words for is said in them: labels, other and hidden labels, definitions, broader and
related concepts. The rest of a term goes with it as a JSON literal, so that nothing is lost; where
both speak of the same and differ, SKOS counts, for other programs edit only that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from sitegen.interchange.linked import expanded
from sitegen.interchange.written import as_node, written
from sitegen.model import Forms, Term, Texts
from sitegen.problems import Problem, ProblemError, error, warning
from sitegen.schema import read_as
from sitegen.urls import absolute, slugify

SKOS = "http://www.w3.org/2004/02/skos/core#"
REST = "urn:sitegen:rest"
URN = "urn:sitegen:term:"

_CONTEXT = {
    "skos": SKOS,
    "rest": {"@id": REST, "@type": "@json"},
    **{name: {"@id": f"skos:{name}"} for name in ("notation", "prefLabel", "altLabel", "hiddenLabel", "definition")},
    **{name: {"@id": f"skos:{name}", "@type": "@id"} for name in ("broader", "narrower", "related", "inScheme")},
}
_READ = frozenset({"notation", "prefLabel", "altLabel", "hiddenLabel", "definition", "broader", "narrower", "inScheme"})
# What others' concepts have that a glossary has no use for.
_PASSED_BY = frozenset({"topConceptOf", "related"})


def to_skos(terms: Sequence[Term], title: str, base_url: str) -> bytes:
    """Terms as a concept scheme. `base_url` is "" for a site without an address."""
    scheme = absolute(base_url, "glossary/") if base_url else "urn:sitegen:glossary"

    def address(term: str) -> str:
        return absolute(base_url, f"terms/{term}/") if base_url else URN + term

    graph: list[dict[str, Any]] = [{"@id": scheme, "@type": "skos:ConceptScheme", "prefLabel": title}]
    for term in terms:
        concept: dict[str, Any] = {"@id": address(term.id), "@type": "skos:Concept", "inScheme": scheme}
        concept |= {"notation": term.id, **_said(term), "rest": written(term)}
        broader = [address(r.term) for r in term.related if r.is_ == "broader"]
        others = [address(r.term) for r in term.related if r.is_ != "broader"]
        concept |= {key: found for key, found in (("broader", broader), ("related", others)) if found}
        graph.append(concept)
    document = {"@context": _CONTEXT, "@graph": graph}
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


def from_skos(data: bytes, file: str) -> tuple[tuple[Term, ...], tuple[Problem, ...]]:
    """The terms of a JSON-LD document of any shape, and what is wrong with it or was passed by.

    `file` is what problems call it. Contexts that would have to be fetched are refused.
    """
    problems: list[Problem] = []
    try:
        concepts = [node for node in _nodes(expanded(data, file)) if SKOS + "Concept" in node.get("@type", [])]
    except ProblemError as failure:
        return (), (failure.problem,)
    if not concepts:
        problems.append(error(file, 0, "holds no skos:Concept", "export the glossary as SKOS in JSON-LD"))
    ids = {node["@id"]: _id_of(node) for node in concepts if "@id" in node}
    narrower = [(below, ids[node["@id"]]) for node in concepts if "@id" in node for below in _links(node, "narrower")]
    terms = []
    for node in concepts:
        above = [ids[a] for a in _links(node, "broader") if a in ids]
        above += [parent for below, parent in narrower if below == node.get("@id") and parent not in above]
        term = _term(node, above, file, problems)
        if term is not None:
            terms.append(term)
    return tuple(terms), tuple(problems)


def _said(term: Term) -> dict[str, Any]:
    """What SKOS has words for: text values by property."""
    hidden = {**term.misspelt}
    for language, forms in term.mistranslated.items():
        hidden[language] = (*hidden.get(language, ()), *forms)
    values = {
        "prefLabel": _values(term.label),
        "altLabel": _values(term.forms),
        "hiddenLabel": _values(hidden),
        "definition": _values(term.definition),
    }
    return {key: found for key, found in values.items() if found}


def _values(texts: Texts | Forms) -> list[dict[str, str]]:
    if isinstance(texts, str):
        return [{"@value": texts}] if texts else []
    return [
        {"@value": text} if language == "any" else {"@value": text, "@language": language}
        for language, item in texts.items()
        for text in ((item,) if isinstance(item, str) else item)
    ]


def _nodes(expanded: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    for node in expanded:
        yield from _nodes(node["@graph"]) if "@graph" in node else [node]


def _id_of(node: dict[str, Any]) -> str:
    notations = [str(v.get("@value", "")) for v in node.get(SKOS + "notation", [])]
    labels = [str(v.get("@value", "")) for v in node.get(SKOS + "prefLabel", [])]
    tail = node.get("@id", "").rstrip("/#").replace("#", "/").rpartition("/")[2].removeprefix(URN)
    found = (slugify(text) for text in (*notations[:1], tail, *labels[:1]))
    return next((slug for slug in found if slug.isascii() and slug), tail)


def _links(node: dict[str, Any], name: str) -> list[str]:
    return [value["@id"] for value in node.get(SKOS + name, []) if "@id" in value]


def _term(node: dict[str, Any], above: Sequence[str], file: str, problems: list[Problem]) -> Term | None:
    rest: dict[str, Any] = next((v["@value"] for v in node.get(REST, []) if isinstance(v.get("@value"), dict)), {})
    base: dict[str, Any] = {"id": _id_of(node), "kind": "concept", **rest}
    known, _ = read_as(as_node(base, 0), Term, file)
    said = {key: node.get(SKOS + key, []) for key in ("prefLabel", "altLabel", "hiddenLabel", "definition")}
    expected = _said(known) if known else {}
    if not _same(said["prefLabel"], expected.get("prefLabel", [])):
        base["label"] = _first_by_language(said["prefLabel"])
    if not _same(said["definition"], expected.get("definition", [])):
        base["definition"] = _first_by_language(said["definition"])
    if not _same(said["altLabel"], expected.get("altLabel", [])):
        base["forms"] = _by_language(said["altLabel"])
    if not _same(said["hiddenLabel"], expected.get("hiddenLabel", [])):
        base["misspelt"] = _by_language(said["hiddenLabel"])
        base.pop("mistranslated", None)
    if sorted(above) != sorted(r.term for r in known.related if r.is_ == "broader") if known else above:
        kept = [one for one in base.get("related", []) if one["is"] != "broader"]
        base["related"] = [*kept, *({"is": "broader", "term": term} for term in above)]
    term, wrong = read_as(as_node(base, 0), Term, file)
    problems += [msgspec.structs.replace(p, message=f"{base['id']}: {p.message}") for p in wrong]
    problems += _passed_by(node, base["id"], file, known=bool(rest))
    return term


def _passed_by(node: dict[str, Any], term: str, file: str, *, known: bool) -> Iterable[Problem]:
    for key in sorted(node):
        name = key.removeprefix(SKOS)
        if key.startswith("@") or name in _READ or key == REST or (known and name in _PASSED_BY):
            continue
        yield warning(file, 0, f"{term}: {name} was passed by", "add what matters of it to the term by hand")


def _same(said: Sequence[dict[str, Any]], expected: Sequence[dict[str, str]]) -> bool:
    def order(values: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
        return sorted((str(v.get("@language", "any")).lower(), str(v.get("@value", ""))) for v in values)

    return order(said) == order(expected)


def _by_language(values: Iterable[dict[str, Any]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for value in values:
        found.setdefault(value.get("@language", "any"), []).append(str(value.get("@value", "")))
    return found


def _first_by_language(values: Iterable[dict[str, Any]]) -> dict[str, str]:
    return {language: texts[0] for language, texts in _by_language(values).items()}
