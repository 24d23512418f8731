"""Which file an output comes from, and which place it takes."""

import pytest

from sitegen.outputs import Asset, fixed
from sitegen.owners import Places, owners_of, same_item
from sitegen.pages import home_pages
from sitegen.urls import Permalink, output_path
from tests.archive import Site
from tests.records import index_of


def asset(permalink):
    return fixed(Asset(Permalink(permalink), b""))


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("owners"))
    site.article("2024/one", "The GPU.", aliases="[old/place/]")
    return index_of(site)


@pytest.mark.parametrize(
    ("permalink", "file"),
    [
        ("articles/one/", "content/2024/one.md"),
        ("articles/one/source.md", "content/2024/one.md"),
        ("articles/one/picture.png", "content/2024/one.md"),
        ("articles/other/", ""),
        ("terms/gpu/", "content/glossary/terms.yaml"),
        ("assets/style.css", "static/style.css"),
        ("", ""),
        ("feed.xml", ""),
        ("old/place/", ""),
    ],
)
def test_owners(index, permalink, file):
    assert owners_of(index).of(asset(permalink)) == file


def test_an_old_address_is_its_article_s(index):
    redirect = next(page for page in home_pages(index.addresses) if page.permalink == "old/place/")
    assert owners_of(index).of(redirect) == "content/2024/one.md"


@pytest.mark.parametrize(
    ("first", "second", "in_the_way"),
    [
        ("a/", "b/", False),
        ("a/", "a/b/", False),
        ("a/", "a/", True),
        ("A/", "a/", True),
        ("a", "a/", True),
        ("a/", "a", True),
        ("a/b/c/", "a/b", True),
        ("a/b", "a/b/c/", True),
        ("straße/", "STRASSE/", True),
        ("a", "ab/", False),
    ],
)
def test_a_place_is_taken_once_by_file_or_folder_in_any_case(first, second, in_the_way):
    places = Places()
    standing = asset(first)
    assert places.take(output_path(Permalink(first)), standing) is None
    assert places.take(output_path(Permalink(second)), asset(second)) is (standing if in_the_way else None)


def test_a_source_and_its_sidecar_are_one_item():
    assert same_item("content/2024/v1.2.md") == same_item("content/2024/v1.2.yaml")
    assert same_item("content/a.md") != same_item("content/b.md")
