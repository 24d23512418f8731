"""Labelled articles: text files with marks, read into places of the plain text (see README.md)."""

import re
from pathlib import Path
from typing import NamedTuple

from sitegen.discover import Found, digest_of
from sitegen.markup import flatten
from sitegen.model import Article, MarkdownOptions
from sitegen.parse import parse_article
from sitegen.render import render

HERE = Path(__file__).parent

_MARK = re.compile(
    r"\[\[((?:(?!\]\]).)+?)\|([^|\]\n]+)(?:\|([^|\]\n]+))?\]\]|\{\{(.+?)\|([^|}\n]+)(?:\|([^|}\n]+))?\}\}", re.S
)
_CODE = re.compile(r"\\u([0-9A-Fa-f]{4})")
# Private characters around each mark: rendered with the text, they show where it went.
_FIRST = 0xE000


class Mark(NamedTuple):
    """A wanted mention (`trap` is false) or a trap, at offsets of the plain text; -1 if not in it."""

    start: int
    end: int
    surface: str
    term: str
    classes: frozenset[str]
    trap: bool


class Labelled(NamedTuple):
    """A file: its article, its markup and plain text, its marks in order."""

    name: str
    language: str
    article: Article
    head: str
    marks: tuple[Mark, ...]


def read_labelled(path: Path) -> Labelled:
    """A labelled article. Raises ValueError if a mark is not well written."""
    header, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
    fields = dict(line.split(": ", 1) for line in header.split("\n"))
    suffix = ".txt" if fields.get("markup") == "plain" else ".md"
    body = _CODE.sub(lambda found: chr(int(found[1], 16)), body)
    plain, signed, written = _signed(body)
    if "[[" in plain.replace("[[[", "") or "{{" in plain or "]]" in plain or "}}" in plain:
        raise ValueError(f"{path.name}: a mark is not well written")
    article, head = article_of(path.stem, suffix, fields["language"], plain)
    text = flatten(render(article, MarkdownOptions()).html).text
    shown = flatten(render(article_of(path.stem, suffix, fields["language"], signed)[0], MarkdownOptions()).html).text
    places: dict[int, int] = {}
    clean = []
    for character in shown:
        if _FIRST <= ord(character) < 0xF8FF:
            places[ord(character) - _FIRST] = len(clean)
        else:
            clean.append(character)
    if "".join(clean) != text:
        raise ValueError(f"{path.name}: marks change the text")
    marks = []
    for number, (surface, term, classes, trap) in enumerate(written):
        start, end = places.get(2 * number, -1), places.get(2 * number + 1, -1)
        marks.append(Mark(start, end, surface, term, classes, trap))
    return Labelled(path.stem, fields["language"], article, head, tuple(marks))


def _signed(body: str) -> tuple[str, str, list[tuple[str, str, frozenset[str], bool]]]:
    """The body without marks, the body with signs for them, and what the marks say."""
    plain, signed, written = [], [], []
    classes: frozenset[str] = frozenset()
    lines = re.split(r"^%% ?(.*)\n", body, flags=re.M)
    for number, part in enumerate(lines):
        if number % 2:
            classes = frozenset(name.strip() for name in part.split(","))
            continue
        at = 0
        for found in _MARK.finditer(part):
            trap = found[4] is not None
            surface = found[4] if trap else found[1]
            extra = found[5] if trap else found[3]
            term = (found[6] or "") if trap else found[2]
            sign = _FIRST + 2 * len(written)
            between = part[at : found.start()]
            plain += (between, surface)
            signed += (between, chr(sign), surface, chr(sign + 1))
            # A trap's own class is the narrower one.
            own = frozenset({extra}) if extra else frozenset()
            written.append((surface, term, own if trap else classes | own, trap))
            at = found.end()
        plain.append(part[at:])
        signed.append(part[at:])
    return "".join(plain), "".join(signed), written


def article_of(stem: str, suffix: str, language: str, body: str) -> tuple[Article, str]:
    """An article with some body, and its source before the body."""
    meta = f"title: {stem}\ndate: 2023\nlanguage: {language}\n"
    if suffix == ".md":
        source, sidecar = f"---\n{meta}---\n{body}", None
    else:
        source, sidecar = body, Found(f"{stem}.yaml", meta.encode(), "")
    found = Found(f"{stem}{suffix}", source.encode(), digest_of(source.encode()))
    parsed = parse_article(found, sidecar, "labelled", "en")
    if parsed.article is None or parsed.problems:
        raise ValueError(f"{stem}: {parsed.problems}")
    return parsed.article, source[: parsed.article.body_start]


def all_labelled(half: str) -> list[Labelled]:
    """The labelled articles of a folder in the order of their names."""
    return [read_labelled(path) for path in sorted((HERE / half).glob("*.txt"))]
