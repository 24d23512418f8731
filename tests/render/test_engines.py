"""An engine is there when it is asked for, and not before."""

import subprocess
import sys

import pytest

from sitegen.model import EXTENSIONS, MarkdownOptions
from sitegen.render.engines import engine_of


@pytest.mark.parametrize("engine", EXTENSIONS)
def test_each_reads_bodies_and_fragments(engine):
    reading = engine_of(engine)
    assert reading.body("## *A*", EXTENSIONS[engine]) == '<h2 id="a"><em>A</em></h2>'
    assert reading.fragment("*A*") == "<p><em>A</em></p>"


def test_without_a_choice_an_engine_has_all_its_extensions():
    assert MarkdownOptions("commonmark").active == EXTENSIONS["commonmark"]
    assert MarkdownOptions("commonmark", ("toc",)).active == ("toc",)
    assert MarkdownOptions(extensions=()).active == ()


@pytest.mark.parametrize(("engine", "other"), [("markdown", "pyromark"), ("commonmark", "markdown")])
def test_only_the_engine_that_is_used_is_loaded(engine, other):
    code = (
        "import sys, sitegen.build\n"
        "from sitegen.render.engines import engine_of\n"
        "assert not {'markdown', 'pyromark'} & {*sys.modules}\n"
        f"engine_of({engine!r})\n"
        f"assert {other!r} not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
