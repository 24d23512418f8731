"""Feeds that readers can read."""

import json
from xml.etree import ElementTree

import feedparser
import pytest

from tests.archive import Site


@pytest.fixture
def files(tmp_path):
    site = Site(tmp_path)
    site.article("one", "The GPU.", title="'A & B ]]> <i>'", date="2023-06", authors="[Ann]")
    note = "\nnotes:\n  - {id: n, kind: correction, quote: The GPU, body: 'Wrong & *so*.', date: 2024-02-03}"
    site.article("two", "The GPU.", status="published" + note, language="fr")
    site.build()
    return site.files()


@pytest.mark.parametrize("name", ["feed.xml", "notes/feed.xml", "notes/correction/feed.xml", "languages/fr/feed.xml"])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_atom_is_well_formed(files, name):
    feed = feedparser.parse(files[name])
    assert not feed.bozo
    assert feed.entries
    for entry in feed.entries:
        assert entry.link.startswith("https://example.org/repo/articles/")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_entries_say_what_they_are(files):
    feed = feedparser.parse(files["feed.xml"])
    assert [e.updated for e in feed.entries] == ["2024-01-01T00:00:00Z", "2023-06-01T00:00:00Z"]
    assert feed.feed.updated == "2024-01-01T00:00:00Z"
    note = feedparser.parse(files["notes/feed.xml"]).entries[0]
    assert note.content[0].value == "<p>Wrong &amp; <em>so</em>.</p>"


def test_json_feed(files):
    feed = json.loads(files["feed.json"])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "https://example.org/repo/feed.json"
    assert {item["title"] for item in feed["items"]} == {"A & B ]]> <i>", "two"}


def test_json_ld(files):
    page = files["articles/two/index.html"].decode()
    raw = page.split('<script type="application/ld+json">')[1].split("</script>")[0]
    news, crumbs = json.loads(raw)["@graph"]
    assert news["@type"] == "NewsArticle"
    assert news["correction"][0]["text"] == "Wrong & so."
    assert crumbs["@type"] == "BreadcrumbList"
    assert "</script" not in raw


@pytest.mark.parametrize("address", ["notes/", "notes/correction/", "languages/fr/"])
def test_a_page_leads_to_its_own_feed(files, address):
    up = "../" * address.count("/")
    page = files[f"{address}index.html"].decode()
    assert f'href="{up}{address}feed.xml"' in page
    assert f"{address}feed.xml" in files


def test_a_sitemap_that_would_be_too_long_is_an_index_of_others(tmp_path, monkeypatch):
    site = Site(tmp_path)
    for number in range(9):
        quiet = {"robots": "noindex"} if number == 4 else {}
        site.article(f"n{number}", "Words.", date=f"2024-01-0{number + 1}", **quiet)
    site.build()
    one = located(site.files()["sitemap.xml"])
    monkeypatch.setattr("sitegen.feeds.MOST_LOCATED", 4)
    site.build("other")
    files = site.files("other")
    index = files["sitemap.xml"].decode()
    assert "<sitemapindex" in index
    parts = [files[address.removeprefix("https://example.org/repo/")] for address, _ in located(files["sitemap.xml"])]
    assert len(parts) == sum(name.startswith("sitemap-") for name in files) == 6
    found = [located(part) for part in parts]
    assert max(map(len, found)) == 4
    assert sorted(pair for part in found for pair in part) == sorted(one)
    assert ("https://example.org/repo/articles/n0/", "2024-01-01") in found[3]


def located(sitemap):
    """The addresses that a sitemap has, with dates of last change."""
    return [
        (one.findtext("{*}loc"), one.findtext("{*}lastmod") or "") for one in ElementTree.fromstring(sitemap.decode())
    ]
