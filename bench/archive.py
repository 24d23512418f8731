"""A deterministic archive to measure with: `python bench/archive.py FOLDER --articles 1000 --terms 1000 --plain`."""

from __future__ import annotations

import argparse
import random
from pathlib import Path

SYLLABLES = [
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ka",
    "le",
    "mi",
    "no",
    "pu",
    "ra",
    "se",
    "ti",
    "vo",
    "xu",
    "za",
    "bre",
    "cla",
    "dri",
    "flo",
]


def words(chance: random.Random, count: int) -> list[str]:
    """Made-up words that no term is written as."""
    return ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(count)]


def term_label(number: int) -> str:
    """The label of a term: a model name, two words, or one."""
    return (f"X{number}", f"Core{number} engine", f"Nova{number}")[number % 3]


def article(chance: random.Random, size: int, terms: int, *, plain: bool) -> str:
    """A body of about `size` bytes with a mention of a term every forty words or so."""
    paragraphs = []
    length = 0
    while length < size:
        text = words(chance, chance.randint(50, 90))
        for _ in range(2):
            text[chance.randrange(len(text))] = term_label(int(terms * chance.random() ** 3))
        if not plain:
            at = chance.randrange(len(text) - 3)
            text[at] = f"**{text[at]}**"
            text[at + 2] = f"[{text[at + 2]}](https://example.org/{at})"
        paragraph = " ".join(text) + "."
        paragraph = paragraph[0].upper() + paragraph[1:]
        paragraphs.append(paragraph)
        length += len(paragraph)
    if not plain:
        paragraphs.insert(2, "## A section of it")
        paragraphs.insert(4, "- one\n- two\n- three")
    return "\n\n".join(paragraphs) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--terms", type=int, default=1000)
    parser.add_argument("--size", type=int, default=5000)
    parser.add_argument("--plain", action="store_true")
    options = parser.parse_args()
    chance = random.Random(1)
    content = options.folder / "content"
    (content / "glossary").mkdir(parents=True)
    (options.folder / "sitegen.toml").write_text(
        'title = "Bench"\nbase_url = "https://example.org/repo/"\nlanguages = ["en"]\n'
    )
    entries = [
        f"- id: t{n}\n  kind: product\n  label: {{any: {term_label(n)}}}\n"
        f'  definition: {{en: "{" ".join(words(chance, 18))}."}}\n'
        for n in range(options.terms)
    ]
    (content / "glossary" / "terms.yaml").write_text("".join(entries))
    for number in range(options.articles):
        date = f"{2014 + number % 10}-{number % 12 + 1:02}"
        title = " ".join(words(chance, 7)).capitalize()
        body = article(chance, options.size, options.terms, plain=options.plain)
        if options.plain:
            (content / f"a{number:05}.txt").write_text(f" date {date} {title}\n\n{body}")
            (content / f"a{number:05}.yaml").write_text("language: en\n")
        else:
            head = f"---\ntitle: {title}\ndate: {date}\nlanguage: en\n---\n\n"
            (content / f"a{number:05}.md").write_text(head + body)


if __name__ == "__main__":
    main()
