"""Jinja templates: a site's own over the theme's; what each one's page depends on."""

from __future__ import annotations

import hashlib
from pathlib import Path

import jinja2
from jinja2 import meta

from sitegen.jinja import environment
from sitegen.problems import Problem, error


def theme_folder(kind: str) -> Path:
    """The default `templates` or `static` folder: in the wheel, or beside the package in a checkout."""
    packed = Path(__file__).parent / "_data" / kind
    return packed if packed.is_dir() else Path(__file__).parent.parent / kind


class Templates:
    """The compiled templates of a site. `own` is the archive's folder of overrides, which may be absent."""

    def __init__(self, own: Path) -> None:
        default = jinja2.FileSystemLoader(theme_folder("templates"))
        loaders: list[jinja2.BaseLoader] = [default, jinja2.PrefixLoader({"sitegen": default}, delimiter=":")]
        if own.is_dir() and own.resolve() != theme_folder("templates").resolve():
            loaders.insert(0, jinja2.FileSystemLoader(own))
        self._loader = jinja2.ChoiceLoader(loaders)
        self._quick: dict[str, jinja2.Environment] = {}
        self._plain: dict[str, jinja2.Environment] = {}
        self._digests: dict[str, str] = {}

    def render(self, name: str, language: str, view: object, **more: object) -> str:
        """A page of a template, with the interface's words in a language. Raises jinja2.TemplateError."""
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
            made[language] = environment(self._loader, language, quick=quick)
        return made[language]

    def digest(self, name: str) -> str:
        """The digest of a template with all that it includes, imports or extends."""
        if name not in self._digests:
            sources = self._closure(name, {})
            state = hashlib.blake2b(digest_size=16)
            for key in sorted(sources):
                state.update(f"{key}\0{sources[key]}\0".encode())
            self._digests[name] = state.hexdigest()
        return self._digests[name]

    def check(self, language: str) -> list[Problem]:
        """A problem for each template that is not Jinja. `language` is the one that most pages speak."""
        problems = []
        compiled = self._in(language, quick=True)
        for name in compiled.list_templates():
            if name.startswith("sitegen:") or name.rsplit(".", 1)[-1] not in ("html", "xml"):
                continue
            try:
                compiled.get_template(name)
            except jinja2.TemplateSyntaxError as failure:
                problems.append(_located(failure))
        return problems

    def _closure(self, name: str, seen: dict[str, str]) -> dict[str, str]:
        if name in seen:
            return seen
        parser = self._in("en", quick=False)
        source, _, _ = self._loader.get_source(parser, name)
        seen[name] = source
        for other in meta.find_referenced_templates(parser.parse(source, name)):
            if other is not None:
                self._closure(other, seen)
        return seen


def _located(failure: jinja2.TemplateSyntaxError) -> Problem:
    file = f"templates/{failure.name}" if failure.name else "templates"
    return error(file, failure.lineno, f"is not a Jinja template: {failure.message}", "mend the template")


def template_problem(name: str, failure: jinja2.TemplateError) -> Problem:
    """The problem of a template that failed while a page was made."""
    if isinstance(failure, jinja2.TemplateSyntaxError):
        return _located(failure)
    message = f"failed: {failure.message or type(failure).__name__}"
    return error(f"templates/{name}", 0, message, "mend the template; its view has no such value")
