"""The archive's configuration: `sitegen.toml`, or `[tool.sitegen]` of `pyproject.toml`."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, Literal

import msgspec

from sitegen.language import is_language
from sitegen.model import Density
from sitegen.problems import Problem, ProblemError, error, suggestion
from sitegen.reader import decode, read_bytes
from sitegen.schema import read_as
from sitegen.yamlfile import Node

EXTENSIONS = ("tables", "footnotes", "fenced_code", "def_list", "attr_list", "abbr", "sane_lists", "toc")


class Links(msgspec.Struct, frozen=True):
    """How terms are linked: which mentions, how many of one term at most (0: no limit)."""

    density: Density = "section"
    cap: int = 0
    undecided: Literal["warning", "error"] = "warning"


class MarkdownOptions(msgspec.Struct, frozen=True):
    """The Markdown engine and the Python-Markdown extensions that it runs with."""

    engine: Literal["markdown"] = "markdown"
    extensions: tuple[str, ...] = EXTENSIONS


class Feeds(msgspec.Struct, frozen=True):
    """How many entries a feed has."""

    size: int = 20


class Serve(msgspec.Struct, frozen=True):
    """Where the preview listens."""

    port: int = 8000


class Deploy(msgspec.Struct, frozen=True):
    """Where `deploy` pushes to."""

    remote: str = "origin"
    branch: str = "gh-pages"
    cname: str = ""


class Config(msgspec.Struct, frozen=True):
    """The configuration, key by key. `base_url` is "" or ends with a slash."""

    title: str
    base_url: str = ""
    description: str = ""
    languages: tuple[str, ...] = ("en",)
    content: str = "content"
    destination: str = "_site"
    links: Links = Links()
    markdown: MarkdownOptions = MarkdownOptions()
    feeds: Feeds = Feeds()
    serve: Serve = Serve()
    deploy: Deploy = Deploy()


class Archive(msgspec.Struct, frozen=True):
    """An archive on disk: its root folder, its configuration, and the file that this stands in."""

    root: Path
    config: Config
    file: str

    @property
    def content(self) -> Path:
        return self.root / self.config.content

    @property
    def destination(self) -> Path:
        return self.root / self.config.destination

    @property
    def state(self) -> Path:
        """The folder of the cache, the manifests and the locks."""
        return self.root / ".sitegen"


class ConfigError(Exception):
    """A configuration that can't be used, with every problem in it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def find_archive(root: Path, environment: dict[str, str], overrides: dict[str, str] | None = None) -> Archive:
    """The archive at a folder, with `SITEGEN_*` variables and then `overrides` over the file.

    `overrides` maps configuration keys (`base_url`, `destination`) to text. Raises ConfigError.
    """
    file, table = _load(root)
    fields = {field.encode_name for field in msgspec.structs.fields(Config)}
    for name, value in environment.items():
        key = name.removeprefix("SITEGEN_").lower()
        if (
            name.startswith("SITEGEN_")
            and key in {"title", "base_url", "description", "content", "destination"} & fields
        ):
            table = table | {key: value}
    table = table | (overrides or {})
    text = _text(root / file)
    node = _as_node(table, text, 0)
    config, problems = read_as(node, Config, file)
    if config is None:
        raise ConfigError(problems)
    problems = list(_checked(config, file, text))
    if problems:
        raise ConfigError(problems)
    base = config.base_url
    if base and not base.endswith("/"):
        config = msgspec.structs.replace(config, base_url=base + "/")
    return Archive(root, config, file)


def _text(path: Path) -> str:
    try:
        return decode(read_bytes(path, path.name), path.name)[0]
    except ProblemError as failure:
        raise ConfigError([failure.problem]) from None


def _load(root: Path) -> tuple[str, dict[str, Any]]:
    for file, section in (("sitegen.toml", ()), ("pyproject.toml", ("tool", "sitegen"))):
        if not (root / file).is_file():
            continue
        try:
            table = tomllib.loads(_text(root / file))
        except tomllib.TOMLDecodeError as failure:
            line = int(found[1]) if (found := re.search(r"line (\d+)", str(failure))) else 0
            raise ConfigError([error(file, line, f"is not TOML: {failure}")]) from None
        for name in section:
            table = table.get(name, {})
        if table or not section:
            return file, table
    remedy = "run sitegen init here, or name the archive's folder with -C"
    raise ConfigError([error("sitegen.toml", 0, f"no archive in {root}", remedy)])


def _as_node(value: Any, text: str, line: int) -> Node:
    """A TOML value in the form that the checker reads, lines found by the key's name."""
    if isinstance(value, dict):
        lines = {key: _line_of(key, text) or line for key in value}
        pairs = {key: _as_node(child, text, lines[key]) for key, child in value.items()}
        return Node(pairs, line, lines)
    if isinstance(value, list):
        return Node(tuple(_as_node(child, text, line) for child in value), line)
    if isinstance(value, bool):
        return Node(str(value).lower(), line)
    return Node(str(value), line)


def _line_of(key: str, text: str) -> int:
    pattern = rf"^\s*(?:\[(?:tool\.sitegen\.)?{re.escape(key)}\]|\"?{re.escape(key)}\"?\s*=)"
    found = re.search(pattern, text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 0


def _checked(config: Config, file: str, text: str) -> list[Problem]:
    problems = []

    def wrong(key: str, message: str, remedy: str) -> None:
        problems.append(error(file, _line_of(key, text), message, remedy))

    if config.base_url and not re.fullmatch(r"https?://[^\s/?#\"'<>\\]+(/[^\s?#\"'<>\\]*)?", config.base_url):
        wrong("base_url", f"base_url {config.base_url!r} is not an address", "write https://example.org/")
    if not config.languages:
        wrong("languages", "languages is empty", 'write languages = ["en"]')
    for language in config.languages:
        if not is_language(language):
            wrong("languages", f"{language!r} is not a language", "write BCP 47, such as en or zh-Hant")
    for key in ("content", "destination"):
        if not getattr(config, key).strip():
            wrong(key, f"{key} is empty", "name a folder")
    for name in config.markdown.extensions:
        if name not in EXTENSIONS:
            wrong("extensions", f"the extension {name!r} is not offered", suggestion(name, EXTENSIONS))
    return problems
