"""Jinja environments: the plain one, and one whose templates take the short way to the same text.

The quick environment folds the interface's words into the compiled templates, reads attributes of
views and calls macros directly, gathers a block's text before it goes on, and escapes texts without
an object for each. What it can't do raises AttributeError; the plain environment then says what
Jinja means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from keyword import iskeyword
from types import CodeType, FunctionType
from typing import Any, cast

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, optimizeconst
from jinja2.runtime import Context, Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from sitegen.words import translate, translate_plural

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'"
)
_GETTEXT = frozenset({"_", "gettext"})
# Templates are compiled anew for each state of their folder; of most of them nothing has changed.
MOST_CODES = 64
_CODES: dict[tuple[str, str, str | None, str | None], CodeType] = {}


def environment(loader: jinja2.BaseLoader, language: str, *, quick: bool) -> jinja2.Environment:
    """An environment for pages in a language, with its words as globals."""
    kind = partial(_QuickEnvironment, language) if quick else jinja2.Environment
    made: jinja2.Environment = kind(
        loader=loader,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    made.globals |= {"csp": CSP, "once": _once({}), **_words_in(language)}
    return made


def _words_in(language: str) -> dict[str, Any]:
    def one(text: str, **values: object) -> Markup:
        return _filled(translate(text, language), values)

    def several(singular: str, plural: str, number: int, **values: object) -> Markup:
        text = translate_plural(singular, plural, number, language)
        return _filled(text, {"num": number, **values})

    return {"_": one, "gettext": one, "ngettext": several}


def _filled(text: str, values: dict[str, object]) -> Markup:
    return Markup(text % {key: escape(value) for key, value in values.items()} if values else text)


def _once(made: dict[tuple[str, str, str, str], tuple[Any, Markup]]) -> Callable[[Macro, Any, str], Markup]:
    """A function for templates: a macro's mark-up for a view that has an id, and a language.

    It is made again only for another view of that id, so that no more is kept than a site has.
    """

    def once(macro: Macro, view: Any, language: str) -> Markup:
        key = (macro._func.__code__.co_filename, macro.name, view.id, language)
        known = made.get(key)
        if known is None or (known[0] is not view and known[0] != view):
            known = made[key] = (view, Markup(macro(view, language)))
        return known[1]

    return once


class _Words(NodeTransformer):
    """Puts the words themselves where a template asks for a constant text in its language."""

    def __init__(self, one: Callable[[str], Markup]) -> None:
        self._one = one

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        plain = not (node.kwargs or node.dyn_args or node.dyn_kwargs) and len(node.args) == 1
        if plain and isinstance(node.node, nodes.Name) and node.node.name in _GETTEXT:
            text = node.args[0]
            if isinstance(text, nodes.Const) and isinstance(text.value, str):
                return nodes.Const(self._one(text.value), lineno=node.lineno)
        return node


class _QuickGenerator(CodeGenerator):
    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        if not any(name.ctx != "load" and name.name in _GETTEXT for name in node.find_all(nodes.Name)):
            _Words(cast(Callable[[str], Markup], self.environment.globals["_"])).visit(node)
        self.writeline("from markupsafe import _escape_inner")
        self.writeline("from sitegen.jinja import called")
        super().visit_Template(node, frame)

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        if frame.buffer is not None:
            super().blockvisit(nodes, frame)
            return
        # Each piece of text would pass through the generators of all templates above.
        self.buffer(frame)
        super().blockvisit(nodes, frame)
        self.writeline(f"yield concat({frame.buffer})")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        special = node.dyn_args or node.dyn_kwargs or forward_caller
        if special or frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write("called(context, ")
        self.visit(node.node, frame)
        self.signature(node, frame)
        self.write(")")

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        if iskeyword(node.attr):
            super().visit_Getattr(node, frame)
            return
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("(_escape_inner(_shown) if type(_shown := ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_post(node, frame, finalize)
        else:
            self.write(") is str else _shown if type(_shown) is Markup else escape(_shown))")


def called(context: Context, target: Any, *values: Any, **named: Any) -> Any:
    """What a call of a macro or a function in a quick template gives."""
    if type(target) is Macro:
        plain = len(values) == target._argument_count and not named
        if plain and not (target.caller or target.catch_kwargs or target.catch_varargs):
            return str.__new__(Markup, target._func(*values))
    elif type(target) is FunctionType and not hasattr(target, "jinja_pass_arg"):
        return target(*values, **named)
    return context.call(target, *values, **named)


class _QuickEnvironment(jinja2.Environment):
    code_generator_class = _QuickGenerator

    def __init__(self, language: str, **options: Any) -> None:
        super().__init__(**options)
        self._language = language
        self._trees: dict[str, tuple[str, nodes.Template]] = {}

    def compile(  # type: ignore[override]
        self, source: str, name: str | None = None, filename: str | None = None, *_: bool
    ) -> CodeType:
        """The code of a template; one that was compiled before in this language is not compiled again."""
        key = (self._language, source, name, filename)
        code = _CODES.pop(key, None)
        if code is None:
            code = super().compile(source, name, filename)
        else:
            self._trees.pop(name or "", None)
        _CODES[key] = code
        while len(_CODES) > MOST_CODES:
            _CODES.pop(next(iter(_CODES)), None)
        return code

    def parse(self, source: str, name: str | None = None, filename: str | None = None) -> nodes.Template:
        tree = super().parse(source, name, filename)
        if name:
            self._trees[name] = (source, tree)
        return tree

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        # What was parsed to be looked at is compiled from the same tree, once: compiling changes it.
        known, tree = self._trees.pop(name or "", ("", None))
        return tree if tree is not None and known == source else super()._parse(source, name, filename)
