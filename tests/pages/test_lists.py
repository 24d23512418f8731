"""Lists of articles: the archive by time, and taxonomies."""

from sitegen.taxonomies import LONGEST, list_addresses
from sitegen.views import IndexView, Link, ListView
from tests.archive import Site
from tests.records import index_of, views_of


def slugs(entries):
    return [entry.href.rstrip("/").rpartition("/")[2] for entry in entries]


def groups(view):
    return [(group.heading, group.href, slugs(group.entries)) for group in view.groups]


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


def test_pages_of_a_french_site_speak_french(tmp_path):
    site = Site(tmp_path, **{"sitegen.toml": 'title = "Essai"\nlanguages = ["fr"]\n'})
    site.article("one", "x", date="2023-06")
    views = views_of(site)
    assert views["archive/2023/06/"].heading == "Juin 2023"
    assert views["archive/"].frame.lang == "fr"


def test_a_list_that_is_too_long_leads_to_lists_by_time(tmp_path):
    site = Site(tmp_path)
    for number in range(LONGEST + 8):
        date = "2023" if number < 2 else f"2024-{number % 2 + 1:02}"
        site.article(f"n{number:04}", "Words.", date=date, tags="[a]" if number % 2 else "[b]")
    site.write("content/undated.md", "---\ntitle: No date\nlanguage: en\n---\nWords.\n")
    views = views_of(site)
    archive = views["archive/"]
    assert [(link.text, link.href, link.count) for link in archive.parts] == [
        ("2024", "../archive/2024/", LONGEST + 6),
        ("2023", "../archive/2023/", 2),
    ]
    assert groups(archive) == [("Undated", "", ["undated"])]
    assert archive.total == LONGEST + 9
    language = views["languages/en/"]
    assert [link.href for link in language.parts] == ["../../languages/en/2024/", "../../languages/en/2023/"]
    year = views["languages/en/2024/"]
    assert year.heading == "English, 2024"
    assert [(link.text, link.href, link.count) for link in year.parts] == [
        ("February", "../../../languages/en/2024/02/", LONGEST // 2 + 3),
        ("January", "../../../languages/en/2024/01/", LONGEST // 2 + 3),
    ]
    month = views["languages/en/2024/02/"]
    assert (month.heading, len(month.groups[0].entries)) == ("English, February 2024", LONGEST // 2 + 3)
    assert [(crumb.text, crumb.href) for crumb in month.frame.crumbs][1:] == [
        ("Languages", "../../../../languages/"),
        ("English", "../../../../languages/en/"),
        ("2024", "../../../../languages/en/2024/"),
    ]
    # A year that is not too long shows its articles by month, and these are months of the archive.
    assert groups(views["languages/en/2023/"]) == [("Month not known", "", ["n0001", "n0000"])]
    assert "languages/en/2023/01/" not in views
    assert "tags/a/2024/" not in views
    assert {"archive/", *list_addresses(index_of(site).addresses)} == {
        address for address in views if address.startswith(("archive/", "tags/", "languages/", "publishers/"))
    }
