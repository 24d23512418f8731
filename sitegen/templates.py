"""Jinja templates: a site's own over the theme's; what each one's page depends on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import meta
from jinja2.runtime import Macro
from markupsafe import Markup, escape

from sitegen.problems import Problem, error
from sitegen.words import translate, translate_plural

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'"
)


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
        self._environment = jinja2.Environment(
            loader=jinja2.ChoiceLoader(loaders),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        self._environment.globals["csp"] = CSP
        self._environment.globals["once"] = _once({})
        self._words: dict[str, dict[str, Any]] = {}
        self._digests: dict[str, str] = {}

    def render(self, name: str, language: str, view: object, **more: object) -> str:
        """A page of a template, with the interface's words in a language."""
        template = self._environment.get_template(name)
        return template.render(view=view, **self._words_in(language), **more)

    def digest(self, name: str) -> str:
        """The digest of a template with all that it includes, imports or extends."""
        if name not in self._digests:
            sources = self._closure(name, {})
            state = hashlib.blake2b(digest_size=16)
            for key in sorted(sources):
                state.update(f"{key}\0{sources[key]}\0".encode())
            self._digests[name] = state.hexdigest()
        return self._digests[name]

    def check(self) -> list[Problem]:
        """A problem for each template that is not Jinja."""
        problems = []
        for name in self._environment.list_templates():
            if name.startswith("sitegen:") or name.rsplit(".", 1)[-1] not in ("html", "xml"):
                continue
            try:
                self._environment.get_template(name)
            except jinja2.TemplateSyntaxError as failure:
                problems.append(_located(failure))
        return problems

    def _closure(self, name: str, seen: dict[str, str]) -> dict[str, str]:
        if name in seen:
            return seen
        loader = self._environment.loader
        assert loader is not None
        source, _, _ = loader.get_source(self._environment, name)
        seen[name] = source
        for other in meta.find_referenced_templates(self._environment.parse(source)):
            if other is not None:
                self._closure(other, seen)
        return seen

    def _words_in(self, language: str) -> Mapping[str, Any]:
        if language not in self._words:

            def one(text: str, **values: object) -> Markup:
                return _filled(translate(text, language), values)

            def several(singular: str, plural: str, number: int, **values: object) -> Markup:
                text = translate_plural(singular, plural, number, language)
                return _filled(text, {"num": number, **values})

            self._words[language] = {"_": one, "gettext": one, "ngettext": several}
        return self._words[language]


def _once(made: dict[tuple[str, object, str], Markup]) -> Callable[..., Markup]:
    """A function for templates: a macro's mark-up for a view in a language, made once in a build."""

    def once(macro: Macro, view: object, language: str) -> Markup:
        key = (macro.name, view, language)
        if key not in made:
            made[key] = Markup(macro(view, language))
        return made[key]

    return once


def _filled(text: str, values: Mapping[str, object]) -> Markup:
    return Markup(text) % {key: escape(value) for key, value in values.items()} if values else Markup(text)


def _located(failure: jinja2.TemplateSyntaxError) -> Problem:
    file = f"templates/{failure.name}" if failure.name else "templates"
    return error(file, failure.lineno, f"is not a Jinja template: {failure.message}", "mend the template")


def template_problem(name: str, failure: jinja2.TemplateError) -> Problem:
    """The problem of a template that failed while a page was made."""
    if isinstance(failure, jinja2.TemplateSyntaxError):
        return _located(failure)
    message = f"failed: {failure.message or type(failure).__name__}"
    return error(f"templates/{name}", 0, message, "mend the template; its view has no such value")
