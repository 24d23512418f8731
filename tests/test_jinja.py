"""The environment of templates: everything escaped, nothing undefined, words in the page's language."""

from typing import NamedTuple

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from sitegen.jinja import CSP, _once, environment

PARTS = "{% macro shout(one, lang) %}<b>{{ one.text }} {{ lang }}</b>{% endmacro %}"
SIGN = "<img src=x onerror=alert(1)> & \"'"


class Card(NamedTuple):
    """A view with an id."""

    id: str
    text: str


def rendered(source, *, language="en", quick=True, **values):
    loader = jinja2.DictLoader({"page": source, "parts": PARTS})
    return environment(loader, language, quick=quick).get_template("page").render(**values)


both = pytest.mark.parametrize("quick", [True, False], ids=["quick", "plain"])


@both
@pytest.mark.parametrize(
    "source",
    [
        "{{ value }}",
        "{{ _('In %(count)s articles', count=value) }}",
        "{{ ngettext('%(num)s of %(what)s', '%(num)s of %(what)s', 2, what=value) }}",
        '<a title="{{ value }}">',
        "{% for one in [value] %}{{ one }}{% endfor %}",
        "{{ value ~ '<b>' }}",
        "{{ [value] | join(', ') }}",
        "{% set kept %}{{ value }}{% endset %}{{ kept }}",
    ],
)
def test_values_are_escaped_wherever_they_stand(source, quick):
    page = rendered(source, quick=quick, value=SIGN)
    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt; &amp; &#34;&#39;" in page


@both
def test_mark_up_is_not_escaped_twice(quick):
    assert rendered("{{ value }}", quick=quick, value=Markup("<b>&amp;</b>")) == "<b>&amp;</b>"


@both
@pytest.mark.parametrize("source", ["{{ nothing }}", "{{ value.nothing }}", "{% if nothing %}{% endif %}", "{% for one in nothing %}{% endfor %}"])  # fmt: skip
def test_what_is_not_there_is_an_error(source, quick):
    with pytest.raises((jinja2.UndefinedError, AttributeError)):
        rendered(source, quick=quick, value="x")


@both
@pytest.mark.parametrize(
    ("language", "glossary", "notes"),
    [("en", "Glossary", "2 notes"), ("fr", "Glossaire", "2 notes"), ("xx", "Glossary", "2 notes")],
)
def test_words_are_in_the_language(language, glossary, notes, quick):
    source = "{{ _('Glossary') }} {{ ngettext('%(num)s note', '%(num)s notes', 2) }}"
    assert rendered(source, language=language, quick=quick) == f"{glossary} {notes}"


@both
def test_the_policy_is_one_that_lets_nothing_in(quick):
    assert rendered("{{ csp }}", quick=quick) == CSP.replace("'", "&#39;")
    assert "default-src 'none'" in CSP
    assert "unsafe" not in CSP
    assert "http" not in CSP


@both
def test_a_macro_s_mark_up_is_made_once_for_a_view_and_a_language(quick):
    source = "{% import 'parts' as parts %}{% for lang in ['en', 'fr', 'en'] %}{{ once(parts.shout, value, lang) }}{% endfor %}"
    assert rendered(source, quick=quick, value=Card("a", "<")) == "<b>&lt; en</b><b>&lt; fr</b><b>&lt; en</b>"


@both
def test_what_is_kept_is_bounded_by_the_ids_of_views(quick):
    source = "{% import 'parts' as parts %}{% for one in value %}{{ once(parts.shout, one, 'en') }}{% endfor %}"
    cards = [Card("a", "1"), Card("b", "1"), Card("a", "1"), Card("a", "2"), Card("a", "1")]
    assert rendered(source, quick=quick, value=cards) == "".join(f"<b>{card.text} en</b>" for card in cards)
    kept = {}
    once = _once(kept)
    made = environment(jinja2.DictLoader({"parts": PARTS}), "en", quick=quick).get_template("parts").module.shout
    for number in range(9):
        assert once(made, Card("a", str(number)), "en") == f"<b>{number} en</b>"
    assert len(kept) == 1


@given(st.text("<>&\"'{}%#a\n", max_size=20))
def test_the_quick_environment_gives_what_the_plain_one_gives(value):
    source = "<p title='{{ value }}'>{{ value }}{{ _('from %(language)s', language=value) }}</p>"
    assert rendered(source, value=value) == rendered(source, quick=False, value=value)
