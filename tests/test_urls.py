"""Slugs, permalinks, output paths, links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.urls import (
    Permalink,
    absolute,
    check_slug,
    host,
    output_path,
    relative,
    resolve_reference,
    safe_href,
    slugify,
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("000_e888722ed7d0647b", "000-e888722ed7d0647b"),
        ("Été à Paris", "été-à-paris"),
        ("英伟达 芯片", "英伟达-芯片"),
        ("C++ & C#", "c-c"),
        ("…", ""),
        ("e\u0301", "é"),
        ("a" * 100, "a" * 80),
    ],
)
def test_slugify(text, slug):
    assert slugify(text) == slug


@given(st.text())
def test_a_slug_is_its_own_slug(text):
    assert slugify(slugify(text)) == slugify(text)


@pytest.mark.parametrize("text", ["../x", "A", "a b", "", "con", "lpt1", "a/b", "a_b"])
def test_check_slug_refuses(text):
    with pytest.raises(ValueError, match=r"."):
        check_slug(text)


@pytest.mark.parametrize(
    "address", ["../x", "/etc/x", "a//b", "a/../b/", "a:b", "x.", "x ", "a\\b", "nul/", "a\nb", "a" * 300]
)
def test_output_path_refuses(address):
    with pytest.raises(ValueError, match=r"address|name"):
        output_path(Permalink(address))


def test_output_path():
    assert output_path(Permalink("")) == "index.html"
    assert output_path(Permalink("terms/gpu/")) == "terms/gpu/index.html"
    assert output_path(Permalink("feed.xml")) == "feed.xml"


@pytest.mark.parametrize(
    ("page", "target", "link"),
    [
        ("", "terms/gpu/", "terms/gpu/"),
        ("articles/a/", "terms/gpu/", "../../terms/gpu/"),
        ("articles/a/", "", "../../"),
        ("", "", "./"),
        ("notes/", "articles/été/", "../articles/%C3%A9t%C3%A9/"),
    ],
)
def test_relative(page, target, link):
    assert relative(Permalink(page), target) == link


@pytest.mark.parametrize(
    "address",
    ["https://example.org/", "http://x.y/z?a=b#c", "mailto:a@b.c", "a/b.md", "../x", "#top", "/x", "?q=a:b"],
)
def test_safe_href_lets_pass(address):
    assert safe_href(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "javascript:x",
        "JaVaScRiPt:x",
        "java\tscript:x",
        "data:x",
        "vbscript:x",
        "//evil",
        "\\\\evil",
        "file:///x",
        "",
        "https://",
        "http:///x",
    ],
)
def test_safe_href_stops(address):
    assert safe_href(address) is None


def test_references():
    assert resolve_reference("2024/a.md", "../2019/b.md#x") == ("2019/b.md", "#x")
    assert resolve_reference("a.md", "p%20q.png") == ("p q.png", "")
    assert resolve_reference("a.md", "../../etc/passwd") is None
    assert resolve_reference("a.md", "#x") is None


def test_absolute_and_host():
    assert absolute("https://example.org/repo/", "terms/é/") == "https://example.org/repo/terms/%C3%A9/"
    assert host("https://www.example.org/x") == "example.org"
    assert host("https://[x") == ""
