"""What pages have in common: frames, links that hold anywhere, short texts."""

import html5lib
import pytest

from sitegen.dates import parse_date
from sitegen.model import EXTENSIONS
from sitegen.pages.parts import fragment, language_name, rounded, when
from tests.archive import Site


@pytest.fixture(scope="session")
def files(site):
    assert site.build().published
    return site.files()


def tree_of(data):
    return html5lib.parse(data.decode(), namespaceHTMLElements=False)


def target_of(page, href):
    """The file and the fragment that a link on a page leads to."""
    path, _, fragment_ = href.partition("#")
    parts = page.split("/")[:-1] if path else page.split("/")
    for part in path.split("/") if path else ():
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    there = "/".join(parts)
    is_folder = not path.rpartition("/")[2] if path else False
    return (f"{there}/index.html".lstrip("/") if is_folder or not there else there), fragment_


def test_every_link_leads_to_a_page_and_to_a_place_in_it(files):
    trees = {name: tree_of(data) for name, data in files.items() if name.endswith(".html")}
    ids = {name: {element.get("id") for element in tree.iter()} for name, tree in trees.items()}
    checked = 0
    for page, tree in trees.items():
        if page == "404.html":
            continue
        for link in tree.iter("a"):
            href = link.get("href")
            if href is None or ":" in href:
                continue
            there, fragment_ = target_of(page, href)
            assert there in files, f"{page}: {href}"
            assert not fragment_ or fragment_ in ids[there], f"{page}: {href}"
            checked += 1
    assert checked > 200


def test_the_page_for_what_is_not_there_links_from_the_host_s_root(files):
    hrefs = [link.get("href") for link in tree_of(files["404.html"]).iter("a")]
    assert hrefs
    for href in hrefs:
        assert href.startswith(("/repo/", "#"))


def test_feeds_and_assets_are_where_the_frame_says(files, views):
    for permalink, view in views.items():
        if permalink == "404.html":
            continue
        assert target_of(f"{permalink}index.html", f"{view.frame.assets}style.css")[0] == "assets/style.css"
        feeds = [target_of(f"{permalink}index.html", feed.href)[0] for feed in view.frame.feeds]
        assert feeds == ["feed.xml", "feed.json"]
        assert set(feeds) <= files.keys()


def test_navigation_knows_where_it_is(views):
    def current(permalink):
        return [link.text for link in views[permalink].frame.nav if link.current]

    assert current("") == []
    assert current("archive/2024/01/") == ["Archive"]
    assert current("notes/correction/") == ["Notes"]
    assert current("glossary/") == ["Glossary"]


def test_every_page_has_one_canonical_address(views):
    for permalink, view in views.items():
        wanted = "articles/one/" if permalink == "old/one/" else permalink
        assert view.frame.canonical == f"https://example.org/repo/{wanted}"


def test_a_description_keeps_signs_that_look_like_mark_up(tmp_path):
    site = Site(tmp_path)
    site.article("one", "x", summary="'If 1 < 2 & 3 > 2 <then> &amp; so'")
    site.write("sitegen.toml", (tmp_path / "sitegen.toml").read_text() + 'description = "1 < 2 & <so>"\n')
    site.build()
    for page, expected in (("articles/one", "If 1 < 2 & 3 > 2 <then> &amp; so"), ("archive", "1 < 2 & <so>")):
        metas = tree_of(site.page(page).encode()).iter("meta")
        said = [
            meta.get("content")
            for meta in metas
            if "description" in (meta.get("name"), (meta.get("property") or "")[3:])
        ]
        assert said == [expected, expected]


@pytest.mark.parametrize(
    ("count", "shown"), [(0, "0"), (9, "9"), (10, "10+"), (19, "10+"), (20, "20+"), (999, "500+"), (5000, "1000+")]
)
def test_rounded(count, shown):
    assert rounded(count) == shown


@pytest.mark.parametrize(
    ("language", "shown_in", "name"),
    [("fr", "en", "French"), ("en", "fr", "Anglais"), ("zh-Hant", "en", "Chinese (Traditional)"), ("qqq", "en", "qqq"), ("x", "en", "x")],
)  # fmt: skip
def test_language_name(language, shown_in, name):
    assert language_name(language, shown_in) == name


def test_when():
    assert when(None, "en") is None
    assert (when(parse_date("2023-06"), "fr").text, when(parse_date("2023-06"), "fr").iso) == ("juin 2023", "2023-06")


@pytest.mark.parametrize("engine", EXTENSIONS)
def test_fragments_are_clean(engine):
    assert fragment("*a* <script>x</script>[b](javascript:x)", engine) == "<p><em>a</em> <a>b</a></p>"
