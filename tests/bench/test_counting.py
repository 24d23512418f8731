"""Those who do less than sitegen are found out."""

import msgspec
import pytest

from bench.archive import Archive, write
from bench.counting import UnequalError, compare, showing, work
from tests.archive import Site

ARCHIVE = Archive(articles=9, terms=20)


@pytest.fixture(scope="module")
def output(tmp_path_factory):
    folder = tmp_path_factory.mktemp("counted") / "archive"
    write(ARCHIVE, folder)
    Site.at(folder).build()
    return folder / "_site"


def test_what_sitegen_made_is_counted(output):
    done = work(output)
    assert (done.articles, done.terms, done.located) == (9, 20, 9)
    # Atom and JSON, of the archive and of its one language.
    assert done.entries == 4 * 9
    # Each article is in the archive, its year and month, its publisher, its language and one to three tags.
    assert 6 * 9 <= done.listed <= 8 * 9
    assert done.links > done.backlinks > 9


def test_a_long_sitemap_is_counted_whole(output, tmp_path, monkeypatch):
    monkeypatch.setattr("sitegen.feeds.MOST_LOCATED", 5)
    write(ARCHIVE, tmp_path)
    Site.at(tmp_path).build()
    assert b"<sitemapindex" in (tmp_path / "_site/sitemap.xml").read_bytes()
    assert work(tmp_path / "_site") == work(output)


@pytest.mark.parametrize("field", ["articles", "lists", "listed", "entries", "located", "terms"])
def test_one_less_is_unequal(output, field):
    ours = work(output)
    less = msgspec.structs.replace(ours, **{field: getattr(ours, field) - 1})
    with pytest.raises(UnequalError, match=field):
        compare("Other", less, ours)


@pytest.mark.parametrize("field", ["links", "backlinks"])
def test_a_few_links_less_are_allowed_and_many_are_not(output, field):
    ours = msgspec.structs.replace(work(output), links=1000, backlinks=1000)
    compare("Other", msgspec.structs.replace(ours, **{field: 975}), ours)
    with pytest.raises(UnequalError, match=field):
        compare("Other", msgspec.structs.replace(ours, **{field: 960}), ours)


def test_pages_that_show_a_word_are_counted(output):
    assert showing(output, "Gazette 0<") > 0
    assert showing(output, "nowhere to be found") == 0
