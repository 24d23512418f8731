"""Files that are copied: the theme's, the site's own, pictures and sources."""

import os

import pytest

from sitegen.assets import copies, static_files, unreadable_pictures
from sitegen.discover import read_source
from sitegen.reader import LARGEST
from sitegen.theme import theme_folder
from tests.archive import Site
from tests.records import index_of


def own(site):
    """The static files of a site that the theme has not as they are, and the problems."""
    problems = []
    theme = theme_folder("static")
    ours = {f"assets/{path.relative_to(theme).as_posix()}": path.read_bytes() for path in theme.rglob("*.*")}
    found = {one.permalink: one.data for one in static_files(site.root / "static", problems)}
    assert ours.keys() <= found.keys()
    return {name: data for name, data in found.items() if ours.get(name) != data}, [
        f"{p.severity} {p}" for p in problems
    ]


@pytest.mark.parametrize(
    ("files", "assets"),
    [
        ([], []),
        (["mine.css", "deep/er/x.png"], ["mine.css", "deep/er/x.png"]),
        (["style.css"], ["style.css"]),
        ([".hidden", ".git/x", "x~", "_x", "deep/.x", "deep/x~"], ["_x"]),
    ],
)
def test_the_own_files_come_beside_the_themes_and_before_them(tmp_path, files, assets):
    site = Site(tmp_path)
    for name in files:
        site.write(f"static/{name}", name)
    assert own(site) == ({f"assets/{name}": name.encode() for name in assets}, [])


def test_static_files_come_in_the_order_of_their_names(tmp_path):
    site = Site(tmp_path)
    for name in ("z", "a", "deep/x"):
        site.write(f"static/{name}", name)
    found = [one.permalink for one in static_files(tmp_path / "static", [])]
    assert found == sorted(found)


def test_static_files_that_cant_be_used_are_named(tmp_path):
    site = Site(tmp_path)
    site.write("static/mine.css", "a {}")
    os.mkfifo(tmp_path / "static/pipe")
    (tmp_path / "static/link.css").symlink_to(tmp_path / "sitegen.toml")
    (tmp_path / "static/folder").symlink_to(tmp_path)
    (tmp_path / "static/gone").symlink_to(tmp_path / "nothing")
    found, problems = own(site)
    assert found == {"assets/mine.css": b"a {}"}
    assert problems == [
        "warning static/folder: is a link, left out (put the file itself here)",
        "warning static/gone: is a link, left out (put the file itself here)",
        "warning static/link.css: is a link, left out (put the file itself here)",
        "error static/pipe: is not a regular file (remove it)",
    ]


def beside(site):
    """The pictures and sources that a site publishes, and the problems."""
    index = index_of(site)
    return [one.output(index) for one in copies(index.addresses)], [str(p) for p in unreadable_pictures(index)]


@pytest.mark.parametrize(
    ("show", "published"),
    [("full", ["2024/chart.png", "2024/one.md"]), ("excerpt", []), ("metadata", [])],
)
def test_pictures_and_sources_stand_beside_their_article(tmp_path, show, published):
    site = Site(tmp_path)
    site.write("content/2024/chart.png", b"\x89PNG")
    site.write("content/2024/unused.png", b"\x89PNG")
    site.article("2024/one", "![a chart](chart.png) ![again](chart.png)", show=show)
    places = {"2024/chart.png": "articles/one/chart.png", "2024/one.md": "articles/one/source.md"}
    found, problems = beside(site)
    assert problems == []
    assert {one.permalink: read_source(one.source).data for one in found} == {
        places[name]: (tmp_path / "content" / name).read_bytes() for name in published
    }


def test_a_picture_of_two_articles_stands_beside_both(tmp_path):
    site = Site(tmp_path)
    site.write("content/chart.png", b"\x89PNG")
    for name in ("one", "two"):
        site.article(name, "![a chart](chart.png)")
    found, _ = beside(site)
    assert {"articles/one/chart.png", "articles/two/chart.png"} <= {one.permalink for one in found}


def test_a_picture_that_cant_be_read_is_named_where_it_is_used(tmp_path):
    site = Site(tmp_path)
    site.article("one", "![a chart](chart.png)")
    for name in ("chart.png", "unused.png"):
        site.write(f"content/{name}", b"")
        os.truncate(site.root / "content" / name, LARGEST + 1)
    found, problems = beside(site)
    assert [one.permalink for one in found] == ["articles/one/source.md"]
    assert problems == ["content/chart.png: is larger than 64 MiB (split it, or leave it out)"]


def test_two_pictures_of_one_name_in_an_article_are_an_error(tmp_path):
    site = Site(tmp_path)
    for folder in "ab":
        site.write(f"content/{folder}/chart.png", b"\x89PNG")
    site.article("one", "![a chart](a/chart.png) ![another](b/chart.png)")
    assert [str(problem) for problem in site.build().problems] == [
        "content/one.md: uses two files that both want the address /articles/one/chart.png "
        "(give one of its pictures another name)"
    ]
