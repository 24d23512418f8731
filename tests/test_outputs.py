"""What emitters give: each address once, each page with a template and all that it needs."""

from pathlib import Path

import pytest

from sitegen.outputs import Copy, Output, Page
from sitegen.sealed import encoded
from sitegen.urls import output_path
from tests.archive import Site
from tests.records import index_of, outputs_of

TEMPLATES = Path(__file__).parent.parent / "templates"


@pytest.fixture(scope="module")
def outputs(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("outputs"))
    site.article("one", "The GPU.", tags="[a]", aliases="[old]")
    site.article("held", "The GPU.", show="metadata")
    return outputs_of(index_of(site))


def test_every_address_is_given_once(outputs):
    paths = [output_path(one.permalink) for one in outputs]
    assert len(paths) == len(set(paths))


def test_every_output_is_a_page_or_a_file(outputs):
    assert {type(one) for one in outputs} | {Copy} == set(Output.__args__)


def test_every_page_has_its_template_and_every_template_of_a_page_is_used(outputs):
    used = {one.template for one in outputs if isinstance(one, Page)}
    assert used == {path.name for path in TEMPLATES.iterdir()} - {"base.html", "parts.html"}


def test_only_articles_that_are_shown_need_a_body(outputs):
    bodies = {one.permalink for one in outputs if isinstance(one, Page) and one.body}
    assert bodies == {"articles/one/"}


def test_a_page_is_a_value_made_of_what_it_sees_alone(outputs):
    for one in outputs:
        assert type(one).__struct_config__.frozen
        with pytest.raises(AttributeError):
            one.permalink = "elsewhere"
        if isinstance(one, Page):
            assert encoded(one.seen) == encoded(one.seen)
            assert one.view(one.seen) == one.view(one.seen)
