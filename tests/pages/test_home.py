"""The home page, what is not there, what has moved."""

import pytest

from sitegen.pages.home import LATEST, LATEST_NOTES
from tests.archive import Site
from tests.records import views_of


def slugs(entries):
    return [entry.href.rstrip("/").rpartition("/")[2] for entry in entries]


def test_home_at_a_glance(views):
    home = views[""]
    assert (home.articles, home.terms, home.noted) == (8, 5, 5)
    assert (home.first_year, home.last_year) == ("2021", "2024")
    assert slugs(home.latest) == ["one", "trouve", "deux", "drei", "short", "held", "quiet", "undated"]
    assert home.latest[0].href == "articles/one/"
    assert [(rank.link.text, rank.link.href, rank.link.count, rank.share) for rank in home.ranks] == [
        ("GPU", "terms/gpu/", 8, 100),
        ("Nvidia", "terms/nvidia/", 3, 38),
        ("Hopper", "terms/hopper/", 1, 12),
    ]
    assert [(link.text, link.href, link.count) for link in home.languages] == [
        ("English", "languages/en/", 4),
        ("French", "languages/fr/", 2),
        ("German", "languages/de/", 1),
        ("Arabic", "languages/ar/", 1),
    ]


def test_home_s_timeline_has_a_bar_for_each_month_from_first_to_last(views):
    bars = views[""].bars
    assert (bars[0].label, bars[-1].label, len(bars)) == ("May 2022", "January 2024", 21)
    assert [(bar.label, bar.count, bar.href) for bar in bars if bar.count] == [
        ("May 2022", 2, "archive/2022/05/"),
        ("June 2023", 2, "archive/2023/06/"),
        ("January 2024", 1, "archive/2024/01/"),
    ]
    assert [bar.height for bar in bars if bar.count] == [64, 64, 32]
    assert [bar.x for bar in bars[:3]] == [0, 10, 20]


def test_home_shows_the_latest(tmp_path):
    site = Site(tmp_path)
    note = "\nnotes: [{id: n, kind: context, target: article, body: B}]"
    for day in range(1, LATEST + 4):
        site.article(f"a{day:02}", "x", date=f"2024-01-{day:02}", status="published" + note)
    home = views_of(site)[""]
    assert slugs(home.latest)[0] == f"a{LATEST + 3}"
    assert len(home.latest) == LATEST
    assert len(home.notes) == LATEST_NOTES


def test_an_old_address_leads_to_the_new(views):
    redirect = views["old/one/"]
    assert (redirect.target, redirect.text) == ("../../articles/one/", "One & <only>")
    assert redirect.frame.noindex


def test_what_is_not_there_is_said_in_the_site_s_languages(views):
    lost = views["404.html"]
    assert [said.lang for said in lost.said] == ["en", "fr"]
    assert lost.sitemap == "/repo/sitemap.xml"
    assert (lost.frame.root, lost.frame.assets, lost.frame.noindex) == ("/repo/", "/repo/assets/", True)


@pytest.mark.parametrize(
    ("base", "root", "sitemap"),
    [
        ("https://example.org", "/", "/sitemap.xml"),
        ("https://example.org/a/b/", "/a/b/", "/a/b/sitemap.xml"),
        ("", "/", ""),
    ],
)
def test_the_root_of_the_page_for_what_is_not_there(tmp_path, base, root, sitemap):
    line = f'base_url = "{base}"\n' if base else ""
    lost = views_of(Site(tmp_path, **{"sitegen.toml": f'title = "Test"\n{line}'}))["404.html"]
    assert (lost.frame.root, lost.sitemap) == (root, sitemap)
