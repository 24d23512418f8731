"""How long a save takes to the screen, in a table."""

import pytest

from bench.archive import Archive, write
from bench.peers.hugo import set_up
from bench.peers.ours import preview
from bench.preview import SAVES, Entrant, percentile, table


@pytest.mark.parametrize(("share", "expected"), [(50, 10), (95, 19), (100, 20), (1, 1)])
def test_a_percentile_is_one_of_the_values(share, expected):
    assert percentile(range(1, 21), share) == expected
    assert percentile([7], share) == 7


def test_the_table_has_a_line_for_every_kind_of_save():
    times = {"article": [[10.2, 30.0, 20.0], [100.0, 300.0, 2000.0]], "template": [[1.0], [2.0]]}
    assert table(times, [0.1, 2.0], ["sitegen 1", "Hugo 2"]).splitlines() == [
        "| ms from a save to the screen: p50, p95 | sitegen 1 | Hugo 2 |",
        "|---|---|---|",
        "| article | 20, 30 | 300, 2,000 |",
        "| template | 1, 1 | 2, 2 |",
        "| at rest, % of a processor | 0.10 | 2.00 |",
    ]


@pytest.mark.parametrize("save", SAVES, ids=lambda save: save.name)
def test_a_save_has_the_words_in_it_and_only_those_are_new(tmp_path, save):
    archive = Archive(articles=3, terms=5)
    write(archive, tmp_path / "archive")
    set_up(archive, tmp_path / "archive", tmp_path / "hugo")
    ours = preview(archive, tmp_path / "archive", tmp_path / "site", 8000)
    for template in (ours.template, tmp_path / "hugo/layouts/baseof.html"):
        file = save.file(Entrant("x", None, None, tmp_path / "archive/content/a00001.md", template))
        text = file.read_text()
        changed = save.change(text, "painted")
        assert changed.count("painted") == 1
        assert "".join(changed.replace("painted", "").split()) == "".join(text.split())
