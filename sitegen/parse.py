"""Sources into articles: the first line, front matter, the sidecar, and what is worked out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal
from urllib.parse import unquote

import msgspec

from sitegen.dates import PartialDate, parse_date
from sitegen.discover import Found
from sitegen.language import detect_language, is_language
from sitegen.model import Article, Metadata
from sitegen.problems import Problem, ProblemError, error, warning
from sitegen.reader import decode
from sitegen.schema import read_as
from sitegen.urls import Permalink, Slug, check_slug, is_address, output_path, slugify
from sitegen.yamlfile import Node, read_yaml

LONGEST_TITLE = 300

_FIRST_LINE = re.compile(r"date\s+(\d{4}(?:-\d{2}){0,2})(?:[ \t]+(\S.*))?", re.IGNORECASE)
_KEY = re.compile(r"[A-Za-z_]+:")
_FENCE = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_NAME_DATE = re.compile(r"(\d{4}-\d{2}-\d{2}|\d{4}-\d{2})(?![\d])")
_TITLE_LINE = re.compile(r"\s*#[ \t]+(\S.*)(?:\n|$)")

_STATUS = {"true": "draft", "false": "published"}
# Other generators' spellings, and what we call them.
_SPELLINGS = {
    "lang": "language",
    "lastmod": "updated",
    "modified": "updated",
    "description": "summary",
    "author": "authors",
    "source": "source_url",
    "url": "source_url",
    "category": "tags",
    "categories": "tags",
    "keywords": "tags",
    "redirect_from": "aliases",
}
_LISTS = frozenset({"authors", "tags", "aliases"})


class Parsed(msgspec.Struct, frozen=True):
    """What became of a source: an article, unless a problem prevents it."""

    article: Article | None
    problems: tuple[Problem, ...]


class _Text(msgspec.Struct, frozen=True):
    """A source's text split in two: what is known from it, and the body with its place."""

    meta: Node | None
    title: str
    date: PartialDate | None
    start: int


def parse_article(found: Found, sidecar: Found | None, folder: str, default_language: str) -> Parsed:
    """An article of a source and its sidecar. `folder` is what problems call the content folder."""
    problems: list[Problem] = []
    try:
        article = _parse(found, sidecar, folder, default_language, problems)
    except ProblemError as failure:
        problems.append(failure.problem)
        article = None
    return Parsed(article, tuple(problems))


def _parse(
    found: Found, sidecar: Found | None, folder: str, default_language: str, problems: list[Problem]
) -> Article | None:
    name = f"{folder}/{found.path}"
    beside = _sidecar(sidecar, folder, problems) if sidecar else None
    encoding = _encoding(beside)
    text, warnings = decode(found.data, name, encoding)
    problems += warnings
    markup: Literal["plain", "markdown"] = "plain" if found.suffix == ".txt" else "markdown"
    split = _split_plain(text, name, problems) if markup == "plain" else _split_markdown(text, name, problems)
    meta_file = f"{folder}/{sidecar.path}" if sidecar else name
    node = _merge(split.meta, beside, name, meta_file, problems)
    notes_file = meta_file if beside and "notes" in _pairs(beside) else name
    known, wrong = read_as(node, Metadata, meta_file) if node else (Metadata(), [])
    if split.meta and beside:
        # What is wrong is told of the file that it stands in.
        wrong = [*read_as(split.meta, Metadata, name)[1], *read_as(beside, Metadata, meta_file)[1]]
    problems += wrong

    def where(key: str) -> str:
        return name if key in _pairs(split.meta) else meta_file

    if known is None or not _is_language(known, where("language"), node, problems):
        return None
    if known.aliases:
        known = msgspec.structs.replace(known, aliases=_usable_aliases(known, where("aliases"), node, problems))
    problems += _wrong_addresses(known, where("source_url"), notes_file, node)
    start, title = _title(text, split, known, markup, found)
    body = text[start:]
    language = known.language or detect_language(body, default_language)
    return Article(
        source=found.path,
        digest=found.digest,
        slug=(slug := _slug(found, known, where("slug"), node)),
        permalink=Permalink(f"articles/{slug}/"),
        markup=markup,
        title=title,
        language=language,
        date=_date(found, split, known, name, problems),
        meta=known,
        body=body,
        body_start=start,
        body_line=text.count("\n", 0, start) + 1,
        notes_file=notes_file,
        note_lines=_note_lines(node),
        language_detected=not known.language,
    )


def _pairs(node: Node | None) -> dict[str, Node]:
    return node.value if node and isinstance(node.value, dict) else {}


def _sidecar(sidecar: Found, folder: str, problems: list[Problem]) -> Node | None:
    name = f"{folder}/{sidecar.path}"
    text, warnings = decode(sidecar.data, name)
    problems += warnings
    return _our_spelling(read_yaml(text, name), name, problems)


def _encoding(sidecar: Node | None) -> str:
    node = _pairs(sidecar).get("encoding")
    return node.value if node and isinstance(node.value, str) else "utf-8"


def _split_plain(text: str, name: str, problems: list[Problem]) -> _Text:
    line, newline, _ = text.partition("\n")
    found = _FIRST_LINE.fullmatch(line.strip())
    if not found:
        return _Text(None, "", None, 0)
    start = len(line) + len(newline)
    try:
        return _Text(None, found[2] or "", parse_date(found[1]), start)
    except ValueError:
        remedy = "write the date in the sidecar; the source stays as it is"
        problems.append(warning(name, 1, f"the first line's date {found[1]!r} is not a date", remedy))
        return _Text(None, found[2] or "", None, start)


def _split_markdown(text: str, name: str, problems: list[Problem]) -> _Text:
    found = _FENCE.match(text)
    if not found:
        _refuse_open_front_matter(text, name)
        return _Text(None, "", None, 0)
    if ":" not in found[1] and found[1].strip():
        # A thematic break at the start of a body is no front matter.
        return _Text(None, "", None, 0)
    node = _our_spelling(read_yaml(found[1], name, first_line=2), name, problems)
    return _Text(node, "", None, found.end())


def _refuse_open_front_matter(text: str, name: str) -> None:
    """Metadata that can't be read is never taken for body: it may say that this is a draft."""
    first, _, rest = text.partition("\n")
    if first.rstrip() == "---" and _KEY.match(rest):
        raise ProblemError(error(name, 1, "has front matter without an end", "put --- on a line below it"))
    if first.rstrip() == "+++":
        raise ProblemError(error(name, 1, "has front matter that is not YAML", "write key: value between --- lines"))


def _our_spelling(node: Node | None, file: str, problems: list[Problem]) -> Node | None:
    """The same keys in this program's spelling, with a warning where other generators spell them otherwise."""
    pairs = _pairs(node)
    if node is None or not (pairs.keys() & (_SPELLINGS.keys() | {"draft"})):
        return node
    renamed: dict[str, Node] = {}
    lines: dict[str, int] = {}
    for key, child in pairs.items():
        ours = _SPELLINGS.get(key, key)
        value = child
        if key == "draft" and isinstance(child.value, str):
            ours, value = "status", Node(_STATUS.get(child.value, child.value), child.line)
        if ours != key:
            text = value.value if isinstance(value.value, str) else "…"
            remedy = f"write {ours}: {f'[{text}]' if ours in _LISTS else text}"
            problems.append(warning(file, node.key_lines[key], f"{key} is called {ours} here", remedy))
        if ours in _LISTS and isinstance(child.value, str):
            value = Node((child,), child.line)
        if ours not in pairs or ours == key:
            renamed[ours] = value
            lines[ours] = node.key_lines[key]
    return Node(renamed, node.line, lines)


def _merge(
    front: Node | None, beside: Node | None, name: str, beside_name: str, problems: list[Problem]
) -> Node | None:
    for node, file in ((front, name), (beside, beside_name)):
        if node is not None and not isinstance(node.value, dict):
            raise ProblemError(error(file, node.line, "is not a mapping of keys", "write key: value lines"))
    if front is None or beside is None:
        return front or beside
    first, second = _pairs(front), _pairs(beside)
    for key in first.keys() & second.keys():
        message = f"{key} stands in {name} too"
        problems.append(error(beside_name, beside.key_lines[key], message, "keep it in one place"))
    return Node({**first, **second}, beside.line, {**front.key_lines, **beside.key_lines})


def _title(text: str, split: _Text, known: Metadata, markup: str, found: Found) -> tuple[int, str]:
    """Where the body starts, and the title: as given, or the first words that can be one."""
    if known.title or split.title:
        return split.start, known.title or split.title
    heading = _TITLE_LINE.match(text, split.start) if markup == "markdown" else None
    if heading and (title := _heading_text(heading[1])):
        return heading.end(), title
    paragraph = text[split.start :].strip().split("\n", 1)[0].lstrip("#>*- ")
    if not paragraph:
        return split.start, found.stem.rsplit("/", 1)[-1]
    if len(paragraph) <= LONGEST_TITLE:
        return split.start, paragraph
    return split.start, paragraph[:LONGEST_TITLE].rsplit(" ", 1)[0] + "…"


def _heading_text(written: str) -> str:
    """A Markdown heading without its attributes, its closing signs and its emphasis."""
    text = written.rstrip()
    if text.endswith("}") and "{" in text:
        text = text[: text.rindex("{")]
    return re.sub(r"[*_`]", "", text.rstrip(" \t#"))


def _slug(found: Found, known: Metadata, meta_file: str, node: Node | None) -> Slug:
    try:
        if known.slug:
            return check_slug(known.slug)
    except ValueError as failure:
        line = node.key_lines.get("slug", 0) if node else 0
        remedy = f"write {wanted!r}" if (wanted := slugify(known.slug)) else "write letters, digits and hyphens"
        raise ProblemError(error(meta_file, line, f"slug {failure}", remedy)) from None
    name = slugify(found.stem.rsplit("/", 1)[-1])
    try:
        return check_slug(name)
    except ValueError:
        fact = f"can't be at {name!r}, a device name on Windows" if name else "has a name without letters or digits"
        remedy = "give it a slug in the front matter or the sidecar"
        raise ProblemError(error(meta_file, 0, fact, remedy)) from None


def _is_language(known: Metadata, file: str, node: Node | None, problems: list[Problem]) -> bool:
    if not known.language or is_language(known.language):
        return True
    line = node.key_lines["language"] if node else 0
    remedy = "write BCP 47, such as en or zh-Hant"
    problems.append(error(file, line, f"language {known.language!r} is not a language", remedy))
    return False


def _wrong_addresses(known: Metadata, file: str, notes_file: str, node: Node | None) -> Iterator[Problem]:
    """Warnings for addresses of sources that no reader could follow: their links are left out."""
    remedy = "write https://…"
    if known.source_url and not is_address(known.source_url):
        line = node.key_lines.get("source_url", 0) if node else 0
        yield warning(file, line, f"source_url {known.source_url!r} is not an address", remedy)
    for note, line in zip(known.notes, _note_lines(node), strict=False):
        for source in note.sources:
            if source.url and not is_address(source.url):
                yield warning(notes_file, line, f"note {note.id}: {source.url!r} is not an address", remedy)


def _usable_aliases(known: Metadata, file: str, node: Node | None, problems: list[Problem]) -> tuple[str, ...]:
    usable = []
    for alias in known.aliases:
        try:
            output_path(Permalink(alias.strip("/") + "/"))
            if "#" in alias or unquote(alias) != alias:
                raise ValueError
        except ValueError:
            line = node.key_lines.get("aliases", 0) if node else 0
            remedy = "write it decoded, from the site's root, such as 2019/old-name"
            problems.append(error(file, line, f"the alias {alias!r} can't be an address of the site", remedy))
        else:
            usable.append(alias)
    return tuple(usable)


def _date(found: Found, split: _Text, known: Metadata, name: str, problems: list[Problem]) -> PartialDate | None:
    date = known.date or split.date
    if date:
        return date
    if dated := _NAME_DATE.match(found.stem.rsplit("/", 1)[-1]):
        try:
            return parse_date(dated[1])
        except ValueError:
            pass
    remedy = "add date: YYYY-MM-DD, as precise as is known"
    problems.append(warning(name, 0, "has no date", remedy))
    return None


def _note_lines(node: Node | None) -> tuple[int, ...]:
    notes = _pairs(node).get("notes")
    return tuple(n.line for n in notes.value) if notes and isinstance(notes.value, tuple) else ()
