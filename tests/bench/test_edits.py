"""The edits reach the site, and leave no trace."""

import pytest

from bench.archive import Archive, write
from bench.counting import showing
from bench.edits import ADDED, DEFINED, WORD, add_term, edit_article, edit_definition, restored
from tests.archive import Site


@pytest.mark.parametrize("style", ["markdown", "plain", "prose"])
def test_edits_are_in_the_site_and_are_taken_back(tmp_path, style):
    archive = Archive(articles=7, terms=10, style=style)
    folder = tmp_path / "archive"
    write(archive, folder)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with restored(archive, folder):
        edit_article(archive, folder)
        edit_definition(archive, folder)
        add_term(archive, folder)
        assert not Site.at(folder).build().problems
    made = folder / "_site"
    assert WORD in (made / "articles/a00003/index.html").read_text()
    assert showing(made, DEFINED) > 1
    assert ADDED in (made / "terms/added/index.html").read_text()
    assert 'href="../../terms/added/"' in (made / "articles/a00003/index.html").read_text()
    assert {path: path.read_bytes() for path in before} == before
