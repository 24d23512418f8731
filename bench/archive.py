"""A deterministic archive to measure with: `python bench/archive.py FOLDER --articles 1000 --terms 1000 --plain`.

An article is the same whatever the number of articles, and its prose is the same in all styles.
"""

from __future__ import annotations

import argparse
import datetime
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

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
FIRST_DAY = datetime.date(2014, 1, 1)
DAYS = 3652
TAGS = 60
PUBLISHERS = 25
CONFIG = """\
title = "Bench"
base_url = "https://example.org/repo/"
languages = ["en"]
[markdown]
engine = "{engine}"
"""

Style = Literal["markdown", "plain", "prose"]


class Archive(msgspec.Struct, frozen=True):
    """What an archive is made of.

    Styles: Markdown with mark-up in half of its paragraphs; plain text with sidecars; and that plain
    text as Markdown with front matter, for generators that read nothing else. `notes` is the number
    of articles with a note, `languages` those that the articles are said to be in, in turn. `engine` is
    what sitegen is to read Markdown with.
    """

    articles: int = 1000
    terms: int = 1000
    size: int = 5000
    style: Style = "markdown"
    glossary: bool = True
    notes: int = 0
    languages: tuple[str, ...] = ("en",)
    engine: str = "markdown"


class Metadata(msgspec.Struct, frozen=True):
    """What is known about an article, in the order in which front matter has it."""

    title: str
    date: str
    language: str
    publisher: str
    tags: tuple[str, ...]


def words(chance: random.Random, count: int) -> list[str]:
    """Made-up words that no term is written as."""
    return ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(count)]


def term_label(number: int) -> str:
    """The label of a term: a model name, two words, or one."""
    return (f"X{number}", f"Core{number} engine", f"Nova{number}")[number % 3]


def term_entry(number: int) -> str:
    """A term as the glossary has it."""
    definition = " ".join(words(random.Random(f"term {number}"), 18))
    return f'- id: t{number}\n  kind: product\n  label: {{any: {term_label(number)}}}\n  definition: {{en: "{definition}."}}\n'


def date_of(number: int) -> datetime.date:
    """The day of an article: ten years, in no order."""
    return FIRST_DAY + datetime.timedelta(days=number * 1597 % DAYS)


def months(archive: Archive) -> list[tuple[int, int]]:
    """The months in which articles appeared, sorted."""
    return sorted({(date.year, date.month) for date in map(date_of, range(archive.articles))})


def metadata(archive: Archive, number: int) -> Metadata:
    """What is known about an article; few tags and publishers have many articles, many have few."""
    chance = random.Random(f"metadata {number}")
    chosen = {int(TAGS * chance.random() ** 2) for _ in range(3)}
    return Metadata(
        title=" ".join(words(chance, 7)).capitalize(),
        date=date_of(number).isoformat(),
        language=archive.languages[number % len(archive.languages)],
        publisher=f"Gazette {int(PUBLISHERS * chance.random() ** 2)}",
        tags=tuple(f"Subject {tag}" for tag in sorted(chosen)),
    )


def paragraphs(archive: Archive, number: int) -> list[str]:
    """The prose of an article, with a mention of a term every forty words or so."""
    chance = random.Random(f"prose {number}")
    found: list[str] = []
    while sum(map(len, found)) < archive.size:
        text = words(chance, chance.randint(50, 90))
        for _ in range(2):
            text[chance.randrange(len(text))] = term_label(int(archive.terms * chance.random() ** 3))
        paragraph = " ".join(text) + "."
        found.append(paragraph[0].upper() + paragraph[1:])
    return found


def marked_up(number: int, prose: list[str]) -> list[str]:
    """Prose with strong words and links in every other paragraph, a heading and a list."""
    chance = random.Random(f"mark-up {number}")
    blocks = list(prose)
    for index in range(0, len(blocks), 2):
        text = blocks[index].split(" ")
        at = chance.randrange(len(text) - 3)
        text[at] = f"**{text[at]}**"
        text[at + 2] = f"[{text[at + 2]}](https://example.org/{at})"
        blocks[index] = " ".join(text)
    blocks.insert(2, "## A section of it")
    blocks.insert(4, "- one\n- two\n- three")
    return blocks


def note(number: int, prose: list[str]) -> str:
    """A note on a passage, as a sidecar has it."""
    chance = random.Random(f"note {number}")
    paragraph = prose[chance.randrange(1, len(prose), 2)].split(" ")
    start = chance.randrange(5, len(paragraph) - 15)
    quote, prefix, suffix = (" ".join(paragraph[first : first + 5]) for first in (start, start - 5, start + 5))
    body = " ".join(words(chance, 20))
    return (
        f"notes:\n  - id: n1\n    kind: context\n    quote: {quote}\n    prefix: '{prefix} '\n"
        f"    suffix: ' {suffix}'\n    body: {{en: {body}.}}\n"
    )


def files(archive: Archive, number: int) -> Iterator[tuple[str, str]]:
    """The name and the text of the files of an article."""
    meta = metadata(archive, number)
    prose = paragraphs(archive, number)
    known = f"language: {meta.language}\npublisher: {meta.publisher}\ntags: [{', '.join(meta.tags)}]\n"
    sidecar = note(number, prose) if number < archive.notes else ""
    stem = f"a{number:05}"
    if archive.style == "plain":
        yield f"{stem}.txt", f" date {meta.date} {meta.title}\n\n" + "\n\n".join(prose) + "\n"
        sidecar = known + sidecar
    else:
        head = f"---\ntitle: {meta.title}\ndate: {meta.date}\n{known}---\n\n"
        blocks = marked_up(number, prose) if archive.style == "markdown" else prose
        yield f"{stem}.md", head + "\n\n".join(blocks) + "\n"
    if sidecar:
        yield f"{stem}.yaml", sidecar


def write(archive: Archive, folder: Path) -> None:
    """Write an archive into a folder that has none yet."""
    content = folder / "content"
    content.mkdir(parents=True)
    (folder / "sitegen.toml").write_text(CONFIG.format(engine=archive.engine))
    if archive.glossary:
        (content / "glossary").mkdir()
        (content / "glossary" / "terms.yaml").write_text("".join(map(term_entry, range(archive.terms))))
    for number in range(archive.articles):
        for name, text in files(archive, number):
            (content / name).write_text(text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--terms", type=int, default=1000)
    parser.add_argument("--size", type=int, default=5000)
    style = parser.add_mutually_exclusive_group()
    style.add_argument("--plain", dest="style", action="store_const", const="plain", help="plain text with sidecars")
    style.add_argument("--prose", dest="style", action="store_const", const="prose", help="that, as Markdown")
    parser.add_argument("--no-glossary", dest="glossary", action="store_false")
    parser.add_argument("--notes", type=int, default=0, help="so many articles have a note in a sidecar")
    parser.add_argument("--languages", default="en", help="such as en,fr,de: of the articles, in turn")
    parser.add_argument("--engine", default="markdown", help="markdown or commonmark: what reads Markdown")
    parser.set_defaults(style="markdown")
    options = parser.parse_args()
    archive = Archive(
        options.articles,
        options.terms,
        options.size,
        options.style,
        options.glossary,
        options.notes,
        tuple(options.languages.split(",")),
        options.engine,
    )
    write(archive, options.folder)


if __name__ == "__main__":
    main()
