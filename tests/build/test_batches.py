"""Many articles and pages are made by other processes, and nothing tells by whom."""

from concurrent.futures import ProcessPoolExecutor

import pytest

from sitegen.build import Options, build, executing
from sitegen.config import find_archive
from tests.archive import TODAY, Site


@pytest.fixture(scope="module")
def executor():
    with ProcessPoolExecutor(2) as made:
        yield made


# More than go to another process together.
MANY = 205


@pytest.fixture(autouse=True)
def _little_is_enough(monkeypatch):
    monkeypatch.setattr(executing, "ENOUGH", 0.05)


def archive(folder, count):
    site = Site(folder)
    for number in range(count):
        body = f"The GPU of {number}.\n\n## Part\n\nA [link](a{(number + 1) % count:03}.md) and *GPU*s."
        site.article(f"a{number:03}", body, tags=f"[t{number % 3}]", status="published\n" + NOTE.format(number))
    return site


NOTE = "notes: [{{id: n, kind: context, quote: GPU of {}, body: Yes.}}]"


def built(site, executor, **options):
    return build(find_archive(site.root, {}), Options(TODAY, **options), executor=executor)


@pytest.mark.parametrize("count", [2, MANY])
def test_the_same_bytes_come_from_one_process_and_from_many(tmp_path, executor, count):
    alone, together = archive(tmp_path / "alone", count), archive(tmp_path / "together", count)
    assert built(alone, None) == built(together, executor)
    assert alone.files() == together.files()


@pytest.mark.parametrize("keep_going", [False, True])
def test_a_template_that_fails_for_some_pages(tmp_path, executor, keep_going):
    reports = []
    for name, given in (("alone", None), ("together", executor)):
        site = archive(tmp_path / name, MANY)
        site.write("templates/article.html", "{% if view.title == 'a003' %}{{ 1 // 0 }}{% endif %}{{ view.title }}")
        reports.append(built(site, given, keep_going=keep_going))
    alone, together = reports
    assert alone == together
    assert [str(problem) for problem in alone.problems if problem.severity == "error"] == [
        "templates/article.html:1: failed: ZeroDivisionError: integer division or modulo by zero (mend the template)"
    ]
    assert alone.published == keep_going


def test_templates_that_change_are_read_anew_by_the_same_processes(tmp_path, executor):
    site = archive(tmp_path, MANY)
    for text in ("one {{ view.title }}", "two {{ view.title }}"):
        site.write("templates/article.html", text)
        built(site, executor)
        assert site.page("articles/a000") == text.replace("{{ view.title }}", "a000")
