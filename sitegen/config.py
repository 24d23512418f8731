"""The archive's configuration: `sitegen.toml`, or `[tool.sitegen]` of `pyproject.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec

from sitegen.language import is_language
from sitegen.model import EXTENSIONS, Density, MarkdownOptions
from sitegen.problems import Problem, ProblemError, error, suggestion
from sitegen.reader import decode, read_bytes
from sitegen.schema import read_as
from sitegen.yamlfile import Node


class Links(msgspec.Struct, frozen=True):
    """How terms are linked: which mentions, how many of one term at most (0: no limit)."""

    density: Density = "section"
    cap: int = 0
    undecided: Literal["warning", "error"] = "warning"


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


_FROM_OUTSIDE = ("title", "base_url", "description", "content", "destination")


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
    given = {
        key: (f"SITEGEN_{key.upper()}", value)
        for key in _FROM_OUTSIDE
        if (value := environment.get(f"SITEGEN_{key.upper()}"))
    }
    given |= {key: (f"--{key.replace('_', '-')}", value) for key, value in (overrides or {}).items()}
    places = _Places(file, _text(root / file), {key: origin for key, (origin, _) in given.items()})
    node = _as_node(table | {key: value for key, (_, value) in given.items()}, places, 0)
    config, problems = read_as(node, Config, file)
    if config is None:
        raise ConfigError(problems)
    problems = list(_checked(config, places))
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
            reason, _, place = str(failure).partition(" (at ")
            line = int(found[1]) if (found := re.search(r"line (\d+)", place)) else _text(root / file).count("\n") + 1
            raise ConfigError([error(file, line, f"is not TOML: {reason}", "quote text, close brackets")]) from None
        for name in section:
            table = table.get(name, {})
            if not isinstance(table, dict):
                raise ConfigError([error(file, 0, f"{name} is not a table", "write [tool.sitegen]")])
        if table or not section:
            return file, table
    remedy = "run sitegen init here, or name the archive's folder with -C"
    raise ConfigError([error("sitegen.toml", 0, f"no archive in {root}", remedy)])


class _Places(msgspec.Struct, frozen=True):
    """Where keys are written: in the file's text, or on the command line and in the environment."""

    file: str
    text: str
    outside: dict[str, str]

    def line(self, key: str) -> int:
        """The line of a key in the file, 0 if it is not there."""
        pattern = rf"^[ \t]*(?:\[(?:tool\.sitegen\.)?{re.escape(key)}\]|\"?{re.escape(key)}\"?\s*=)"
        # In pyproject.toml, tables of other tools may have the key too.
        start = max(self.text.find("[tool.sitegen"), 0) if self.file == "pyproject.toml" else 0
        found = re.compile(pattern, re.MULTILINE).search(self.text, start)
        return self.text.count("\n", 0, found.start()) + 1 if found else 0

    def wrong(self, key: str, message: str, remedy: str) -> Problem:
        if key in self.outside:
            return error(self.outside[key], 0, message, remedy)
        return error(self.file, self.line(key), message, remedy)


def _as_node(value: Any, places: _Places, line: int) -> Node:
    """A TOML value in the form that the checker reads, lines found by the key's name."""
    if isinstance(value, dict):
        lines = {key: places.line(key) or line for key in value}
        pairs = {key: _as_node(child, places, lines[key]) for key, child in value.items()}
        return Node(pairs, line, lines)
    if isinstance(value, list):
        return Node(tuple(_as_node(child, places, line) for child in value), line)
    if isinstance(value, bool):
        return Node(str(value).lower(), line)
    return Node(str(value), line)


def _checked(config: Config, places: _Places) -> Iterator[Problem]:
    wrong = places.wrong
    if config.base_url and not re.fullmatch(r"https?://[^\s/?#\"'<>\\]+(/[^\s/?#\"'<>\\]+)*/?", config.base_url):
        yield wrong("base_url", f"base_url {config.base_url!r} is not an address", "write https://example.org/")
    if not config.languages:
        yield wrong("languages", "languages is empty", 'write languages = ["en"]')
    for language in config.languages:
        if not is_language(language):
            yield wrong("languages", f"{language!r} is not a language", "write BCP 47, such as en or zh-Hant")
    if len({language.lower() for language in config.languages}) < len(config.languages):
        yield wrong("languages", "languages names one twice", "name each once")
    for key in ("title", "content", "destination"):
        if not getattr(config, key).strip():
            yield wrong(key, f"{key} is empty", "name the site" if key == "title" else "name a folder")
    for key, value, least, most in (
        ("cap", config.links.cap, 0, 1_000_000),
        ("size", config.feeds.size, 1, 10_000),
        ("port", config.serve.port, 1, 65_535),
    ):
        if not least <= value <= most:
            yield wrong(key, f"{key} {value} is out of range", f"write {least} to {most}")
    engine = config.markdown.engine
    offered = EXTENSIONS[engine]
    for name in config.markdown.active:
        if name not in offered and any(name in others for others in EXTENSIONS.values()):
            others = next(other for other, names in EXTENSIONS.items() if name in names)
            message = f"the engine {engine} has no extension {name!r}"
            yield wrong("extensions", message, f'leave it out, or write engine = "{others}"')
        elif name not in offered:
            yield wrong("extensions", f"the extension {name!r} is not offered", suggestion(name, offered))
