"""Edits of a long day are the same for the same seed, and leave an archive that builds or one that is mended next."""

import os
import random

from bench.archive import Archive, write
from bench.disturbing import disturbed
from bench.soak import Vitals, built, table, vitals_of

EDITS = 60


def day(root, seed):
    """What is done, and what the archive is afterwards."""
    write(Archive(articles=12, terms=30, size=600), root)
    edits = disturbed(root, random.Random(seed), "a00000")
    done = [next(edits) for _ in range(EDITS)]
    return done, {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_day_is_the_same_for_the_same_seed(tmp_path):
    assert day(tmp_path / "one", 1) == day(tmp_path / "two", 1)
    assert day(tmp_path / "three", 2) != day(tmp_path / "one again", 1)


def files(root):
    ours = [path for path in root.rglob("*") if path.is_file() and not {"_site", ".sitegen"} & {*path.parts}]
    return {path.relative_to(root): path.read_bytes() for path in ours}


def test_an_archive_is_broken_only_until_it_is_mended(tmp_path):
    root, other = tmp_path / "archive", tmp_path / "other"
    write(Archive(articles=12, terms=30, size=600), root)
    edits = disturbed(root, random.Random(1), "a00000")
    seen = set()
    for _ in range(EDITS):
        what = next(edits)
        seen.add(what)
        assert built(root, other, "http://127.0.0.1:8000/repo/") != what.startswith("broke"), what
        assert files(other) == files(root)
    assert len(seen) > 10
    assert (other / "_site/articles/a00000/index.html").exists()
    assert len([*(root / "content").glob("*.md")]) in range(10, 15)


def test_growth_is_from_the_first_tenth_to_the_last():
    vitals = [Vitals(100 + number, 50, 10, 4) for number in range(100)]
    assert table(vitals, 100, 2).splitlines() == [
        "| | start | middle | end | growth |",
        "|---|---|---|---|---|",
        "| resident, MiB | 104.5 | 154.5 | 194.5 | +86.1 % |",
        "| own share, MiB | 50.0 | 50.0 | 50.0 | +0.0 % |",
        "| handles | 10.0 | 10.0 | 10.0 | +0.0 % |",
        "| threads | 4.0 | 4.0 | 4.0 | +0.0 % |",
        "",
        "100 edits, 2 stale pages.",
    ]


def test_what_a_process_holds_is_what_the_system_says():
    here = vitals_of(os.getpid())
    assert here.rss > 10
    assert 0 < here.pss <= here.rss + 1
    assert here.handles >= 3
    assert here.threads >= 1
