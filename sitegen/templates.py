"""Jinja templates: a site's own over the theme's; what each page depends on, and what is wrong with them."""

from __future__ import annotations

import errno
import hashlib
import re
import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path

import jinja2
import msgspec
from jinja2 import nodes

from sitegen.discover import ChangedError
from sitegen.jinja import environment
from sitegen.problems import Problem, error, suggestion
from sitegen.theme import THEME, TemplateFiles

# Where a view is defined says nothing to the author of a template.
_VIEW = re.compile(r"sitegen\.views\.(?:\w+\.)?")


class _Reference(msgspec.Struct, frozen=True):
    """A line of a template that uses one of some others; without names where only a page can tell which."""

    line: int
    names: tuple[str, ...]
    optional: bool


class _Source(msgspec.Struct, frozen=True):
    """A template as written; `text` is None where there is none of that name."""

    text: str | None
    references: tuple[_Reference, ...] = ()
    problem: Problem | None = None


MOST_KNOWN = 64
_REFERENCES: dict[str, tuple[_Reference, ...]] = {}


# Compiled templates of sites, those that were asked for last: what they are made of, to what they are.
MOST_COMPILED = 2
_COMPILED: dict[tuple[str, str], Templates] = {}


def read_templates(own: Path) -> Templates:
    """The templates of a site as they are now, compiled once while they stay the same."""
    files = TemplateFiles(own)
    key = (str(own), files.digest)
    made = _COMPILED.pop(key, None) or Templates(files)
    _COMPILED[key] = made
    while len(_COMPILED) > MOST_COMPILED:
        _COMPILED.pop(next(iter(_COMPILED)), None)
    return made


def templates_at(own: str, digest: str) -> Templates:
    """The templates of a site whose files have some digest. Raises ChangedError if they have another by now."""
    made = _COMPILED.get((own, digest)) or read_templates(Path(own))
    if made.files.digest != digest:
        raise ChangedError(errno.EAGAIN, "changed while pages were made", own)
    return made


class Templates:
    """The compiled templates of a site."""

    def __init__(self, files: TemplateFiles) -> None:
        self.files = files
        self._quick: dict[str, jinja2.Environment] = {}
        self._plain: dict[str, jinja2.Environment] = {}
        self._digests: dict[str, str] = {}
        self._sources: dict[str, _Source] = {}

    def render(self, name: str, language: str, view: object, **more: object) -> str:
        """A page of a template, with the interface's words in a language.

        Raises what the template raises; `problem_of` says where in which template.
        """
        try:
            return self._in(language, quick=True).get_template(name).render(view=view, **more)
        except AttributeError:
            return self.render_plainly(name, language, view, **more)

    def render_plainly(self, name: str, language: str, view: object, **more: object) -> str:
        """What `render` gives, in the way that holds for any template."""
        return self._in(language, quick=False).get_template(name).render(view=view, **more)

    def _in(self, language: str, *, quick: bool) -> jinja2.Environment:
        made = self._quick if quick else self._plain
        if language not in made:
            made[language] = environment(self.files, language, quick=quick)
        return made[language]

    def digest(self, name: str) -> str:
        """The digest of a template with all that it may include, import or extend."""
        if name not in self._digests:
            state = hashlib.blake2b(digest_size=16)
            for key, source in sorted(self._closure([name]).items()):
                state.update(f"{key}\0{'absent' if source.text is None else source.text}\0".encode())
            self._digests[name] = state.hexdigest()
        return self._digests[name]

    def know(self, digests: Mapping[str, str]) -> None:
        """Take it that templates have these digests: someone looked at them when all files were the same."""
        self._digests.update(digests)

    def digests(self) -> dict[str, str]:
        """The digest of each template that pages may be made by."""
        return {name: self.digest(name) for name in self._listed()}

    def check(self, language: str) -> list[Problem]:
        """A problem for each template that can't be used. `language` is the one that most pages speak."""
        problems: list[Problem] = []
        compiled = self._in(language, quick=True)
        for name, source in sorted(self._closure(self._listed()).items()):
            if source.problem is not None:
                problems.append(source.problem)
            elif source.text is not None:
                try:
                    compiled.get_template(name)
                except jinja2.TemplateSyntaxError as failure:
                    problems.append(self._syntax(failure))
                problems += self._missing(name, source)
        return problems

    def problem_of(self, failure: Exception, name: str) -> Problem | None:
        """The problem of a template that failed to make a page; None if no template was at work."""
        for source in self._closure([name]).values():
            if source.problem is not None:
                return source.problem
        if isinstance(failure, jinja2.TemplateSyntaxError):
            return self._syntax(failure)
        place = ("", 0)
        for frame, line in traceback.walk_tb(failure.__traceback__):
            if shown := self._shown_path(frame.f_code.co_filename):
                place = (shown, line)
        if not place[0]:
            return None
        if isinstance(failure, jinja2.TemplateNotFound):
            return self._no_template(str(failure.name), *place)
        if isinstance(failure, jinja2.TemplateError):
            said = failure.message or type(failure).__name__
            message = f"failed: {_VIEW.sub('', said)}"
        else:
            message = f"failed: {type(failure).__name__}: {failure}"
        return error(*place, message, "mend the template")

    def _listed(self) -> list[str]:
        return [name for name in self.files.list_templates() if name.endswith((".html", ".xml"))]

    def _closure(self, names: list[str]) -> dict[str, _Source]:
        """The templates that some templates may use, themselves among them."""
        found: dict[str, _Source] = {}
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name in found:
                continue
            found[name] = self._source(name)
            for reference in found[name].references:
                waiting += reference.names or self._listed()
        return found

    def _source(self, name: str) -> _Source:
        if name not in self._sources:
            self._sources[name] = self._look_at(name)
        return self._sources[name]

    def _look_at(self, name: str) -> _Source:
        parser = next(iter(self._quick.values()), None) or self._in("en", quick=True)
        try:
            text, _, _ = self.files.get_source(parser, name)
            return _Source(text, _references_in(text, name, parser))
        except jinja2.TemplateNotFound:
            return _Source(None)
        except jinja2.TemplateSyntaxError as failure:
            return _Source(text, (), self._syntax(failure))
        except UnicodeDecodeError as failure:
            line = failure.object.count(b"\n", 0, failure.start) + 1
            message = f"is not UTF-8: byte 0x{failure.object[failure.start]:02x} at offset {failure.start}"
            return _Source("", (), error(self._shown(name), line, message, "save it as UTF-8"))
        except OSError as failure:
            return _Source("", (), error(self._shown(name), 0, f"can't be read: {failure.strerror}"))

    def _missing(self, name: str, source: _Source) -> Iterator[Problem]:
        for reference in source.references:
            if reference.optional or not reference.names:
                continue
            if all(self._source(other).text is None for other in reference.names):
                yield self._no_template(reference.names[0], self._shown(name), reference.line)

    def _no_template(self, name: str, file: str, line: int) -> Problem:
        return error(file, line, f"{name!r} is not a template", suggestion(name, self._listed()))

    def _shown(self, name: str) -> str:
        return f"templates/{name}" if self.files.is_own(name) else f"{THEME}{name.removeprefix(THEME)}"

    def _shown_path(self, file: str) -> str:
        for folder, prefix in ((self.files.own, "templates/"), (self.files.theme, THEME)):
            if file.startswith(f"{folder}/"):
                return prefix + file[len(str(folder)) + 1 :]
        return ""

    def _syntax(self, failure: jinja2.TemplateSyntaxError) -> Problem:
        file = self._shown(failure.name) if failure.name else "templates"
        return error(file, failure.lineno, f"is not a Jinja template: {failure.message}", "mend the template")


def _references_in(text: str, name: str, parser: jinja2.Environment) -> tuple[_Reference, ...]:
    """What a template may use. One that was looked at before is not parsed again: few change between two builds."""
    found = _REFERENCES.pop(text, None)
    if found is None:
        found = tuple(_references(parser.parse(text, name)))
    _REFERENCES[text] = found
    while len(_REFERENCES) > MOST_KNOWN:
        _REFERENCES.pop(next(iter(_REFERENCES)), None)
    return found


def _references(tree: nodes.Template) -> Iterator[_Reference]:
    kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    for node in tree.find_all(kinds):
        assert isinstance(node, kinds)
        named = node.template
        optional = isinstance(node, nodes.Include) and node.ignore_missing
        parts = named.items if isinstance(named, nodes.List | nodes.Tuple) else [named]
        names: list[str] = []
        for part in parts:
            if not isinstance(part, nodes.Const):
                names = []
                break
            names += [part.value] if isinstance(part.value, str) else [n for n in part.value if isinstance(n, str)]
        yield _Reference(node.lineno, tuple(names), optional)
