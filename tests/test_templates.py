"""Quick templates give the very text of plain ones, and what is not Jinja is named."""

import datetime
from pathlib import Path
from types import SimpleNamespace

import jinja2
import pytest

from sitegen.build import Options, read_content
from sitegen.build.making import blocks_of
from sitegen.config import find_archive
from sitegen.discover import ChangedError
from sitegen.jinja import environment
from sitegen.outputs import Page
from sitegen.store import Store
from sitegen.templates import read_templates, templates_at
from tests.records import outputs_of

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("root", [ROOT, ROOT / "tests/archives/almanac"], ids=["document", "almanac"])
def test_every_page_is_the_same_both_ways(root, tmp_path):
    archive = find_archive(root, {}, {"base_url": "https://example.org/repo/"})
    store = Store(tmp_path / "store.sqlite")
    content = read_content(archive, Options(datetime.date(2026, 1, 1)), store)
    templates = read_templates(archive.root / "templates")
    pages = [one for one in outputs_of(content.site) if isinstance(one, Page)]
    assert len(pages) > 100
    for page in pages:
        view = page.view(page.seen)
        given = (page.template, page.language, view)
        blocks = blocks_of(store.need(page.body) if page.body else b"", view)
        assert templates.render(*given, blocks=blocks) == templates.render_plainly(*given, blocks=blocks)


CASES = [
    "{{ view.title }}{{ view.html }}{{ view.number }}",
    "{{ view.table.key }}{% if view.nothing is defined %}a{% else %}b{% endif %}",
    "{{ view.nothing | default('none') }}",
    "{% autoescape false %}{{ view.title }}{% endautoescape %}{{ view.title }}",
    "{% for one in view.many %}{{ loop.index }}{{ one }}{{ ', ' if not loop.last }}{% endfor %}",
    "{% macro m(a) %}<{{ a }}>{% endmacro %}{{ m(view.title) }}{{ m(m('&')) }}",
    "{% set ns = namespace(a=1) %}{% set ns.a = view.number %}{{ ns.a }}{{ view.table.items() | list | length }}",
    "{{ _('Glossary') }}{{ _('In %(count)s articles', count='<3') }}{{ gettext('No such word <&>') }}",
    "{% for _ in view.many %}{{ _ }}{% endfor %}",
    "{{ ngettext('%(num)s term', '%(num)s terms', 2) }}{{ view.many | join(' & ') }}{{ view.table.class }}",
    "{% macro m(a, b='<') %}{{ a }}{{ b }}{{ varargs | join }}{% endmacro %}{{ m(1) }}{{ m(1, '&') }}{{ m(1, b=2) }}{{ m(1, 2, 3) }}",
    "{% macro m(a) %}({{ a }}{{ caller() }}){% endmacro %}{% call m(view.title) %}<{{ view.number }}>{% endcall %}",
    "{% autoescape false %}{% macro m(a) %}<{{ a }}>{% endmacro %}{{ m('&') }}{% endautoescape %}{{ range(3) | join }}",
    "{% block a %}{% for one in view.many %}{{ one }}{% block b scoped %}<{{ one }}>{% endblock %}{% endfor %}{% endblock %}",
    "{% filter upper %}{{ view.title }}{% endfilter %}{{ '<' ~ view.title }}{{ '<b>' | safe }}",
]


@pytest.mark.parametrize("source", CASES)
def test_every_construct_is_the_same_both_ways(source, tmp_path):
    (tmp_path / "one.html").write_text(source)
    view = SimpleNamespace(
        title="a <b> & 'c'", html=jinja2.utils.markupsafe.Markup("<i>x</i>"), number=7, many=("x", "<y>"),
        table={"key": "v", "class": "c"},
    )  # fmt: skip
    templates = read_templates(tmp_path)
    assert templates.render("one.html", "fr", view) == templates.render_plainly("one.html", "fr", view)


def test_words_are_folded_into_quick_templates():
    loader = jinja2.DictLoader({"one": "{{ _('Glossary') }} {{ view.title }}"})
    assert environment(loader, "fr", quick=True).get_template("one").render(view=SimpleNamespace(title="<")) == (
        "Glossaire &lt;"
    )


def test_a_value_that_is_not_there_is_an_error(tmp_path):
    (tmp_path / "one.html").write_text("{{ view.nothing }}")
    with pytest.raises(jinja2.UndefinedError, match="nothing"):
        read_templates(tmp_path).render("one.html", "en", SimpleNamespace())


def test_what_is_not_jinja_is_named(tmp_path):
    (tmp_path / "one.html").write_text("a\n{% if %}")
    (tmp_path / "two.html").write_text("{{ 1 | nofilter }}")
    problems = read_templates(tmp_path).check("en")
    assert [(p.file, p.line) for p in problems] == [("templates/one.html", 2), ("templates/two.html", 1)]


def test_a_digest_covers_all_that_a_template_uses(tmp_path):
    (tmp_path / "one.html").write_text("{% include 'two.html' %}")
    (tmp_path / "two.html").write_text("a")
    before = read_templates(tmp_path).digest("one.html")
    (tmp_path / "two.html").write_text("b")
    assert read_templates(tmp_path).digest("one.html") != before


def test_a_digest_changes_when_a_template_appears_that_was_missed(tmp_path):
    (tmp_path / "one.html").write_text("{% include 'two.html' ignore missing %}")
    before = read_templates(tmp_path).digest("one.html")
    (tmp_path / "two.html").write_text("b")
    assert read_templates(tmp_path).digest("one.html") != before


def test_a_digest_covers_all_templates_where_a_name_is_worked_out(tmp_path):
    (tmp_path / "one.html").write_text("{% include view.which %}")
    (tmp_path / "two.html").write_text("a")
    before = read_templates(tmp_path).digest("one.html")
    (tmp_path / "two.html").write_text("b")
    assert read_templates(tmp_path).digest("one.html") != before


def test_templates_that_change_while_pages_are_made_stay_as_they_were_read(tmp_path):
    (tmp_path / "404.html").write_text("first {% include 'part.html' %}")
    (tmp_path / "part.html").write_text("part")
    templates = read_templates(tmp_path)
    assert templates.check("en") == []
    digest = templates.digest("404.html")
    (tmp_path / "404.html").write_text("second")
    (tmp_path / "part.html").unlink()
    assert templates.render("404.html", "fr", None) == "first part"
    assert templates.digest("404.html") == digest
    assert read_templates(tmp_path).render("404.html", "fr", None) == "second"


def test_what_is_saved_after_templates_were_read_is_none_of_theirs(tmp_path):
    (tmp_path / "404.html").write_text("first {% include 'part.html' %}")
    (tmp_path / "part.html").write_text("part")
    first = read_templates(tmp_path)
    # Nothing of them was asked for yet.
    (tmp_path / "part.html").write_text("{% if %}")
    second = read_templates(tmp_path)
    assert [problem.file for problem in second.check("en")] == ["templates/part.html"]
    (tmp_path / "part.html").write_text("part")
    assert first.render("404.html", "fr", None) == "first part"
    assert first.check("en") == []
    assert read_templates(tmp_path) is first


def test_templates_of_another_process_are_those_that_it_has_read(tmp_path):
    (tmp_path / "404.html").write_text("first")
    own, digest = str(tmp_path), read_templates(tmp_path).files.digest
    assert templates_at(own, digest).render("404.html", "en", None) == "first"
    (tmp_path / "404.html").write_text("second")
    assert templates_at(own, digest).render("404.html", "en", None) == "first"
    with pytest.raises(ChangedError):
        templates_at(own, digest[::-1])


def test_a_template_that_can_not_be_read_is_named(tmp_path):
    (tmp_path / "404.html").write_bytes(b"\xff")
    (tmp_path / "home.html").symlink_to("/proc/self/mem")
    problems = read_templates(tmp_path).check("en")
    assert [(problem.file, problem.message) for problem in problems] == [
        ("templates/404.html", "is not UTF-8: byte 0xff at offset 0"),
        ("templates/home.html", "can't be read: Input/output error"),
    ]


def test_the_theme_is_reached_by_its_prefix_and_nothing_outside_of_the_folders(tmp_path):
    (tmp_path / "404.html").write_text("{% extends 'sitegen:404.html' %}")
    (tmp_path / "home.html").write_text("{% include '../secret.html' %}")
    (tmp_path.parent / "secret.html").write_text("secret")
    templates = read_templates(tmp_path)
    assert [problem.message for problem in templates.check("en")] == ["'../secret.html' is not a template"]
    assert templates.digest("404.html") != templates.digest("sitegen:404.html")
