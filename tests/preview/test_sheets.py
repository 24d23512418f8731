"""Style sheets by version: pages ask for those of their own build and get them, also when there is a newer one."""

import re

import pytest

from sitegen.preview.sheets import Replaced, versioned
from tests.archive import Site
from tests.serving import serving
from tests.test_preview import free_port

VERSIONS = {"assets/style.css": "abc", "assets/more/own.css": "def", "assets/sitegen.js": "123"}


@pytest.mark.parametrize(
    ("name", "href", "expected"),
    [
        ("index.html", "assets/style.css", "assets/style.css?abc"),
        ("articles/one/index.html", "../../assets/style.css", "../../assets/style.css?abc"),
        ("articles/one/index.html", "../../assets/more/own.css", "../../assets/more/own.css?def"),
        ("404.html", "/base/assets/style.css", "/base/assets/style.css?abc"),
        ("index.html", "assets/other.css", "assets/other.css"),
        ("index.html", "assets/style.css?own", "assets/style.css?own"),
        ("index.html", "https://example.org/assets/style.css", "https://example.org/assets/style.css"),
        ("index.html", "../assets/style.css", "../assets/style.css"),
    ],
)
def test_links_in_the_head_get_the_version_of_the_sheet(name, href, expected):
    page = '<head><link rel="stylesheet" href="{}"></head><p>&lt;link rel="stylesheet" href="assets/style.css"'
    assert versioned(page.format(href).encode(), name, "/base/", VERSIONS) == page.format(expected).encode()


def test_what_is_not_in_the_head_is_left_alone():
    page = b'<head></head><link rel="stylesheet" href="assets/style.css">'
    assert versioned(page, "index.html", "/", VERSIONS) == page


def test_what_was_replaced_or_removed_is_kept_and_the_oldest_of_too_much_is_not():
    replaced = Replaced()
    replaced.keep({"a.css": "1", "b.css": "1"}, {"a.css": "2", "b.css": "1"}, {"a.css": b"one"}.__getitem__)
    replaced.keep({"a.css": "2", "b.css": "1"}, {"b.css": "1"}, {"a.css": b"two"}.__getitem__)
    assert replaced.get("a.css", "1") == b"one"
    assert replaced.get("a.css", "2") == b"two"
    assert replaced.get("b.css", "1") is None
    replaced.keep({"a.css": "3"}, {}, {"a.css": bytes(8 << 20)}.__getitem__)
    assert [replaced.get("a.css", version) is None for version in "123"] == [True, True, False]


def test_a_page_gets_the_style_sheet_of_its_own_build(tmp_path):
    site = Site(tmp_path / "archive")
    site.article("one", "The GPU is a chip.")
    with serving(site.root, "-p", str(free_port())) as served:
        page = served.page("articles/one/")
        query = re.search(r"style\.css(\?[0-9a-f]+)", page)[1]
        status, old, headers = served.get(f"assets/style.css{query}")
        assert (status, headers["ETag"]) == (200, f'"{query[1:]}"')
        served.told(
            lambda: site.write("static/style.css", "h1 { color: red }"),
            lambda state: state["files"]["assets/style.css"] != query[1:],
        )
        assert served.get(f"assets/style.css{query}")[1] == old
        assert served.get("assets/style.css")[1] == b"h1 { color: red }"
        assert served.get("assets/style.css?other")[1] == b"h1 { color: red }"
        assert f"style.css{query}" not in served.page("articles/one/")
