"""A small archive with something of everything that pages show."""

import pytest

from tests.archive import Site
from tests.records import views_of

TERMS = """\
- id: gpu
  kind: component
  label: {en: GPU, fr: processeur graphique}
  forms: {fr: [GPU], any: [graphics chip]}
  definition: {fr: Un processeur., en: "A *processor* & more."}
  facts:
    - {name: announced, value: 2022-03-22, source: {title: Press, url: "https://www.press.example/a", date: 2022}}
    - {name: size, value: "80", unit: GB, source: {title: Book, url: "javascript:alert(1)"}}
  sources: [{title: Book}]
- {id: hopper, kind: architecture, label: {any: Hopper}, misspelt: {any: [Hooper]}, mistranslated: {fr: [trémie]},
   related: [{is: made-by, term: nvidia}, {is: uses, term: gpu}]}
- {id: nvidia, kind: company, label: {any: Nvidia}}
- {id: eclair, kind: product, label: {any: Éclair}}
- {id: four-o-four, kind: product, label: {any: 404 chip}}
"""
NOTES = """\
notes:
  - {id: fixed, kind: correction, quote: older GPU, was: older, now: newer, body: {en: "It is *newer*.", fr: Plus récent.},
     date: 2024-02-03, author: Ann, verdict: false, sources: [{title: Page, url: "https://press.example/b"}]}
  - {id: headline, kind: dispute, target: title, body: Not so.}
  - {id: all, kind: context, target: article, body: On the whole.}
  - {id: gone, kind: question, quote: nothing like it, body: Where?}
  - {id: secret, kind: context, quote: The, body: Not yet., status: proposed}
"""
ONE = """\
---
title: One & <only>
date: 2024-01-15
updated: 2024-01-20
retrieved: 2024-01-16
language: en
publisher: The Paper
authors: [Ann, Bo]
tags: [Chips, C++]
source_url: https://www.paper.example/one?a=b
rights: All rights reserved.
summary: In short.
aliases: [old/one]
NOTES---
The older GPU and the Hooper, an Nvidia.

## A part

Another GPU & the GPU.
"""
PLAIN = (
    " date 2023-06-02 Texte trouvé\n\nLe processeur graphique de Nvidia est un GPU, dit-on dans la presse.\n\nFin.\n"
)


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("pages"), **{"content/glossary/terms.yaml": TERMS})
    site.write("content/2024/one.md", ONE.replace("NOTES", NOTES))
    translation = "{of: one, language: en, by: machine, engine: Mill 2}"
    site.article("deux", "Le GPU.", title="Deux", date="2023-06", language="fr", translation=translation)
    site.article("drei", "Ein GPU.", title="Drei", date="2023", language="de", translation="{of: deux, language: fr}")
    site.write("content/trouve.txt", PLAIN)
    held = "notes: [{id: held, kind: correction, quote: hidden, was: hidden, now: open, body: B}]"
    site.article("held", "The hidden words on the GPU.", date="2022-05-06", show=f"metadata\n{held}")
    site.article("short", "The first words on the GPU.\n\n## More\n\nThe rest.", date="2022-05-06", show="excerpt")
    site.article("quiet", "Quiet words.", date="2021", robots="noindex", source_url="'javascript:alert(1)'")
    site.write("content/undated.md", "---\ntitle: No date\nlanguage: ar\n---\nNvidia.\n")
    return site


@pytest.fixture(scope="session")
def views(site):
    return views_of(site)
