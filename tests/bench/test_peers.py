"""Generators that are not there are named, and a site has what its generator needs."""

import pytest

from bench.archive import Archive, months, write
from bench.peers import MissingError, run
from bench.peers.hugo import set_up


def test_a_command_that_is_not_there_is_missing(tmp_path):
    with pytest.raises(MissingError, match="no-such-generator"):
        run(tmp_path / "no-such-generator", "--version")


def test_a_command_that_fails_is_missing():
    with pytest.raises(MissingError, match="git failed"):
        run("git", "no-such-command")


@pytest.mark.parametrize("glossary", [True, False])
def test_hugo_has_a_section_for_each_month_and_terms_where_there_are_some(tmp_path, glossary):
    archive = Archive(articles=30, terms=5, glossary=glossary)
    write(archive, tmp_path / "archive")
    site = tmp_path / "site"
    set_up(archive, tmp_path / "archive", site)
    assert len(list(site.glob("content/archive/*/*/_index.md"))) == len(months(archive))
    assert (site / "content/terms/_content.gotmpl").exists() is glossary
    mounts = (site / "mounts.toml").read_text()
    assert str(tmp_path / "archive" / "content") in mounts
    assert ("data/glossary" in mounts) is glossary
