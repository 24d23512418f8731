"""Snapshots: files of one build, made when they are asked for, by any number of threads."""

import contextlib
import threading

import pytest

from sitegen.build import Options, build
from sitegen.build.live import MOST_KEPT, work_out
from sitegen.config import find_archive
from sitegen.discover import ChangedError, digest_of
from sitegen.store import Store
from tests.archive import TODAY, Site


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path)
    made.article("one", "The GPU is a chip.")
    made.article("two", "Another GPU.", language="fr")
    return made


@pytest.fixture
def store():
    opened = Store(None)
    yield opened
    opened.close(forget_unused=False)


def worked(site, store):
    return work_out(find_archive(site.root, {}), Options(TODAY), store)


def test_a_snapshot_has_what_a_build_writes(site, store):
    found = worked(site, store)
    assert found.report.published
    assert not (site.root / "_site").exists()
    build(find_archive(site.root, {}), Options(TODAY))
    assert {path: found.snapshot.get(path) for path in found.snapshot.paths} == site.files()
    with pytest.raises(KeyError):
        found.snapshot.get("nothing")


def test_a_snapshot_stays_as_it_was_whatever_is_saved_after_it(site, store):
    build(find_archive(site.root, {}), Options(TODAY))
    before = site.files()
    first = worked(site, store).snapshot
    site.article("one", "Other words.")
    site.write("content/glossary/terms.yaml", "[]")
    site.write("templates/home.html", "Mine.")
    site.write("static/style.css", "a {}")
    second = worked(site, store).snapshot
    assert second.get("index.html") == b"Mine."
    copied = before.pop("articles/one/source.md")
    with contextlib.suppress(ChangedError):
        assert first.get("articles/one/source.md") == copied
    assert {path: first.get(path) for path in before} == before
    assert second.get("articles/one/source.md") != copied


TERMS = """\
- {id: gpu, kind: component, label: {any: GPU}}
- {id: hbm, kind: component, label: {any: HBM}}
- {id: tsv, kind: component, label: {any: TSV}}
"""
HEAD = "---\ntitle: One\ndate: 2024-01-01\nlanguage: en\n---\n"
SAVES = [
    {"content/glossary/terms.yaml": TERMS, "content/three.md": "---\ndate: 2023\nlanguage: en\n---\nTSV and HBM.\n"},
    {"content/one.md": f"{HEAD}HBM.\n", "content/two.md": f"{HEAD}TSV.\n"},
    {"content/one.md": f"{HEAD}TSV.\n", "content/two.md": f"{HEAD}HBM.\n"},
    {"content/one.md": f"{HEAD}HBM.\n", "content/two.md": f"{HEAD}TSV.\n"},
    {"content/one.md": "---\ntitle: One\ndate: 2024-01-01\nlanguage: en\n---\nThe GPU, and more.\n"},
    {
        "content/one.md": "---\ntitle: One\ndate: 2020\nlanguage: en\ntags: [a]\n---\nThe GPU.\n",
        "static/style.css": "a {}",
    },
    {"content/glossary/terms.yaml": "- {id: gpu, kind: component, label: {any: GPU}, definition: {en: New.}}\n"},
    {"templates/home.html": "Mine.", "static/new.js": "1"},
    {"content/one.md": "---\ntitle: [\n---\n"},
    {"templates/home.html": "{{ view.nothing }}"},
    {"content/one.md": "Mended, the GPU.", "content/two.md": "---\ndate: 2023\nlanguage: en\n---\nThe GPU.\n"},
    {"templates/home.html": "Mine again.", "content/new.md": "---\ndate: 2023\nlanguage: en\n---\nA new GPU.\n"},
    {"static/new.js": None, "content/two.md": None},
    {"sitegen.toml": 'title = "Other"\n'},
]


def test_what_was_saved_alone_is_read_again_and_the_site_is_the_one_that_a_build_would_make(site, store):
    last, waiting = worked(site, store), frozenset()
    for saves in SAVES:
        for name, text in saves.items():
            if text is None:
                site.remove(name)
            else:
                site.write(name, text)
        waiting |= saves.keys()
        archive = find_archive(site.root, {})
        found = work_out(archive, Options(TODAY), store, last, waiting)
        expected = work_out(archive, Options(TODAY), Store(None))
        errors = [[p for p in one.report.problems if p.severity == "error"] for one in (found, expected)]
        assert [problem.file for problem in errors[0]] == [problem.file for problem in errors[1]]
        if expected.snapshot is None:
            assert found.snapshot is None
            continue
        assert found.report == expected.report
        made = [{path: one.snapshot.get(path) for path in one.snapshot.paths} for one in (found, expected)]
        assert made[0] == made[1]
        assert {path: found.snapshot.version(path) for path in made[0]} == {
            path: digest_of(data) for path, data in made[0].items()
        }
        last, waiting = found, frozenset()


def test_threads_may_ask_for_the_same_files(site, store):
    snapshot = worked(site, store).snapshot
    found = []
    threads = [
        threading.Thread(target=lambda: found.append({path: snapshot.get(path) for path in snapshot.paths}))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert all(one == found[0] for one in found)


def test_what_differs_between_two_snapshots_is_known_as_far_as_it_was_made(site, store):
    first = worked(site, store).snapshot
    assert list(first.finish()) == [None] * len(first.paths)
    assert list(first.finish()) == []
    site.article("one", "Other words.")
    second = worked(site, store).snapshot
    assert second.changed_since(first) == (0, 0)
    assert second.version("articles/one/index.html") != first.version("articles/one/index.html")
    assert second.version("404.html") == first.version("404.html")
    assert second.changed_since(first) == (1, 2)
    assert second.changed_since(None) == (0, 0)


def test_a_template_that_fails_refuses_the_site_and_one_that_fails_for_some_page_is_a_problem_of_it(site, store):
    site.write("templates/list.html", "{{ view.nothing }}")
    refused = worked(site, store)
    assert refused.snapshot is None
    assert [problem.file for problem in refused.report.problems] == ["templates/list.html"]
    assert len(refused.content.site.records) == 2
    site.write(
        "templates/list.html", "{{ 1 // (view.frame.lang != 'fr') if 'French' not in view.heading else 1 // 0 }}"
    )
    found = worked(site, store)
    problems = [problem for problem in found.snapshot.finish() if problem]
    assert [problem.file for problem in problems] == ["templates/list.html"]


def test_only_some_files_are_kept_in_memory(site, store):
    for number in range(MOST_KEPT):
        site.write(f"static/{number}.txt", f"{number}")
    snapshot = worked(site, store).snapshot
    for path in snapshot.paths:
        snapshot.get(path)
    assert len(snapshot._made) == MOST_KEPT


def test_a_store_that_lost_what_it_had_is_begun_anew(site, tmp_path):
    path = tmp_path / "cache.sqlite"
    store = Store(path)
    assert worked(site, store).snapshot
    store.close(forget_unused=False)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2] + bytes(len(data) - len(data) // 2))
    store = Store(path)
    assert worked(site, store).snapshot.get("articles/one/index.html")
    store.close(forget_unused=False)
