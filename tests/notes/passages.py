"""Passages to put notes on: real and made-up texts in seven languages, near twins and boilerplate among them."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import NamedTuple

from sitegen.discover import Found, digest_of
from sitegen.markup import text_of
from sitegen.model import MarkdownOptions
from sitegen.parse import parse_article
from sitegen.render import render

ROOT = Path(__file__).parent.parent.parent
LENGTHS = ("word", "phrase", "sentence", "paragraph", "paragraphs")

PLANTS = {
    "en": (
        "The plant in {place} makes {number} wafers a day and sends them to {town}. A spokesman did not answer our questions.",
        ("the north", "the south", "the east", "the west"), ("Rome", "Oslo", "Ghent", "Cork"),
        "This is a developing story. Prices are shown without tax and may change at any time.",
    ),
    "fr": (
        "L’usine {place} fabrique {number} tranches par jour et les envoie à {town}. Un porte-parole n’a pas répondu.",
        ("du nord", "du sud", "de l’est", "de l’ouest"), ("Rome", "Oslo", "Gand", "Cork"),
        "Cet article sera mis à jour. Les prix s’entendent hors taxes et peuvent changer à tout moment.",
    ),
    "de": (
        "Das Werk im {place} fertigt {number} Scheiben am Tag und schickt sie nach {town}. Ein Sprecher äußerte sich nicht.",
        ("Norden", "Süden", "Osten", "Westen"), ("Rom", "Oslo", "Gent", "Cork"),
        "Dieser Beitrag wird ergänzt. Alle Preise verstehen sich ohne Steuer und können sich ändern.",
    ),
    "ja": (
        "{place}の工場は一日に{number}枚のウエハーを作り、{town}へ送っている。広報担当者は質問に答えなかった。",
        ("北部", "南部", "東部", "西部"), ("ローマ", "オスロ", "ゲント", "コーク"),
        "この記事は更新されることがあります。価格は税抜きで、予告なく変わります。",
    ),
}  # fmt: skip


class Passage(NamedTuple):
    """A range of a text that a note stands on."""

    language: str
    text: str
    start: int
    end: int
    length: str


def texts() -> list[tuple[str, str]]:
    """Every text, with its language: what the repository has, then made-up series of near twins."""
    found = [(p.name[:2], _labelled(p)) for p in sorted((ROOT / "tests" / "linking").glob("*/*.txt"))]
    sources = [*sorted((ROOT / "tests" / "archives" / "almanac" / "content").glob("20*/*.md")), ROOT / "seeds" / "000_e888722ed7d0647b.txt"]  # fmt: skip
    found += [_rendered(path) for path in sources]
    found = [(language, text) for language, text in found if len(text) > 300]
    mixed = [(language, text, f"{text}\n\n{_twins(language, 4)}") for language, text in found if language in PLANTS]
    found += [(language, whole) for language, _, whole in mixed[::3]]
    return found + [(language, _twins(language, count)) for language in PLANTS for count in (2, 3, 6)]


def passages(each: int, seed: int = 1) -> list[Passage]:
    """`each` passages of every length in every text that has such."""
    found = []
    for number, (language, text) in enumerate(texts()):
        chance = random.Random(seed * 1000 + number)
        for length in LENGTHS:
            ranges = sorted(set(_ranges(text, length)))
            for start, end in chance.sample(ranges, min(each, len(ranges))):
                found.append(Passage(language, text, start, end, length))
    return found


def _labelled(path: Path) -> str:
    body = path.read_text().partition("\n---\n")[2]
    body = re.sub(r"^%%.*\n", "", body, flags=re.MULTILINE)
    return re.sub(r"(?:\[\[|\{\{)([^|\]}]*)(?:\|[^\]}]*)?(?:\]\]|\}\})", r"\1", body).strip()


def _rendered(path: Path) -> tuple[str, str]:
    data = path.read_bytes()
    article = parse_article(Found(path.name, data, digest_of(data)), None, "content", "fr").article
    assert article
    return article.language, text_of(render(article, MarkdownOptions()).html)


def _twins(language: str, count: int) -> str:
    """Paragraphs that differ in a few words, boilerplate between them."""
    pattern, places, towns, boilerplate = PLANTS[language]
    blocks = []
    for number in range(count):
        values = {"place": places[number % 4], "town": towns[(number + number // 4) % 4], "number": 1200 + 37 * number}
        blocks.append(pattern.format(**values))
        if number % 2:
            blocks.append(boilerplate)
    return "\n\n".join(blocks)


def _ranges(text: str, length: str) -> list[tuple[int, int]]:
    blocks = [m.span() for m in re.finditer(r"[^\n]+(?:\n[^\n]+)*", text)]
    if length == "paragraph":
        return blocks
    if length == "paragraphs":
        return [(blocks[i][0], blocks[j][1]) for i in range(len(blocks)) for j in (i + 1, i + 2) if j < len(blocks)]
    sentences = [m.span() for m in re.finditer(r"[^\s.!?。][^.!?。\n]{8,}[.!?。]+", text)]
    if length == "sentence":
        return sentences
    words = word_ranges(text)
    if length == "word":
        return [(start, end) for start, end in words if end - start > 1]
    inside = [(words[i][0], words[i + 3][1]) for i in range(len(words) - 3)]
    return [(start, end) for start, end in inside if "\n" not in text[start:end]]


def word_ranges(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The words of a text; where words are not divided, pairs of characters."""
    pattern = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{1,2}|[^\W\u3040-\u30ff\u3400-\u9fff]+")
    return [m.span() for m in pattern.finditer(text, start, len(text) if end is None else end)]
