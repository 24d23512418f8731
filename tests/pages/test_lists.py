"""Lists of articles: home, archive by time, taxonomies, what is not there."""

import pytest

from sitegen.pages.lists import LATEST, LATEST_NOTES
from sitegen.views import IndexView, Link, ListView
from tests.archive import Site
from tests.records import views_of


def slugs(entries):
    return [entry.href.rstrip("/").rpartition("/")[2] for entry in entries]


def groups(view):
    return [(group.heading, group.href, slugs(group.entries)) for group in view.groups]


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


def test_an_empty_archive_has_all_its_pages(tmp_path):
    views = views_of(Site(tmp_path))
    assert {"", "archive/", "tags/", "languages/", "publishers/", "notes/", "glossary/", "404.html"} <= views.keys()
    assert (views[""].bars, views[""].first_year, views["archive/"].groups) == ((), "", ())


def test_the_archive_goes_by_year(views):
    archive = views["archive/"]
    assert groups(archive) == [
        ("2024", "../archive/2024/", ["one"]),
        ("2023", "../archive/2023/", ["trouve", "deux", "drei"]),
        ("2022", "../archive/2022/", ["short", "held"]),
        ("2021", "../archive/2021/", ["quiet"]),
        ("Undated", "", ["undated"]),
    ]
    assert archive.total == 8
    assert [link.href for link in archive.around] == ["../tags/", "../languages/", "../publishers/"]


def test_a_year_goes_by_month(views):
    assert groups(views["archive/2023/"]) == [
        ("June", "../../archive/2023/06/", ["trouve", "deux"]),
        ("Month not known", "", ["drei"]),
    ]
    month = views["archive/2023/06/"]
    assert (month.heading, month.total, groups(month)) == ("June 2023", 2, [("", "", ["trouve", "deux"])])
    assert [(crumb.text, crumb.href) for crumb in month.frame.crumbs] == [
        ("Home", "../../../"),
        ("Archive", "../../../archive/"),
        ("2023", "../../../archive/2023/"),
    ]


def test_taxonomies_and_their_members(views):
    assert [(link.text, link.count) for link in views["tags/"].members] == [("C++", 1), ("Chips", 1)]
    assert [link.text for link in views["languages/"].members] == ["Arabic", "English", "French", "German"]
    assert views["publishers/"].members == (Link("The Paper", "../publishers/the-paper/", 1),)
    assert groups(views["languages/fr/"]) == [("2023", "../../archive/2023/", ["trouve", "deux"])]
    for index in ("tags/", "languages/", "publishers/"):
        assert isinstance(views[index], IndexView)
        for link in views[index].members:
            member = views[link.href.removeprefix("../")]
            assert isinstance(member, ListView)
            assert member.total == link.count


def test_an_entry_of_a_list(views):
    entry = views["archive/"].groups[0].entries[0]
    assert (entry.title, entry.publisher, entry.summary, entry.notes) == ("One & <only>", "The Paper", "In short.", 4)
    assert (entry.lang, entry.language, entry.date.iso) == ("en", "", "2024-01-15")
    other = views["archive/"].groups[1].entries[0]
    assert (other.lang, other.language) == ("fr", "French")


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


def test_pages_of_a_french_site_speak_french(tmp_path):
    site = Site(tmp_path, **{"sitegen.toml": 'title = "Essai"\nlanguages = ["fr"]\n'})
    site.article("one", "x", date="2023-06")
    views = views_of(site)
    assert views["archive/2023/06/"].heading == "Juin 2023"
    assert views["archive/"].frame.lang == "fr"
