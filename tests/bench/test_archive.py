"""The archive that is measured with is the same everywhere, and one that builds without a problem."""

import msgspec
import pytest

from bench.archive import Archive, files, months, write
from sitegen.model import EXTENSIONS
from tests.archive import Site

SMALL = Archive(articles=12, terms=30)


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_it_is_the_same_each_time(tmp_path):
    for name in "ab":
        write(SMALL, tmp_path / name)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_an_article_does_not_depend_on_how_many_there_are():
    larger = msgspec.structs.replace(SMALL, articles=1000)
    assert list(files(SMALL, 7)) == list(files(larger, 7))


def test_the_prose_of_plain_text_and_of_its_markdown_is_the_same():
    (_, plain), _ = files(msgspec.structs.replace(SMALL, style="plain"), 3)
    ((_, prose),) = files(msgspec.structs.replace(SMALL, style="prose"), 3)
    assert plain.partition("\n\n")[2] == prose.partition("---\n\n")[2]


def test_half_of_the_paragraphs_have_mark_up():
    ((_, text),) = files(SMALL, 3)
    paragraphs = [block for block in text.split("\n\n") if len(block) > 200]
    marked = [block for block in paragraphs if "**" in block and "](" in block]
    assert len(marked) == (len(paragraphs) + 1) // 2


@pytest.mark.parametrize(
    "archive",
    [
        SMALL,
        msgspec.structs.replace(SMALL, style="plain", notes=12),
        msgspec.structs.replace(SMALL, style="prose", glossary=False),
        msgspec.structs.replace(SMALL, engine="commonmark"),
        msgspec.structs.replace(SMALL, notes=5, languages=("en", "fr", "de")),
    ],
    ids=["Markdown", "plain text with notes", "prose without terms", "CommonMark", "languages"],
)
def test_it_builds_without_a_problem(tmp_path, archive):
    write(archive, tmp_path / "archive")
    site = Site.at(tmp_path / "archive")
    report = site.build()
    assert not report.problems
    made = tmp_path / "archive" / "_site"
    assert len(list(made.glob("articles/*/index.html"))) == archive.articles
    assert len(list(made.glob("archive/*/*/index.html"))) == len(months(archive))
    assert len(list(made.glob("languages/*/index.html"))) == len(archive.languages)
    assert len(list(made.glob("articles/*/annotations.jsonld"))) == archive.notes
    assert bool(list(made.glob("terms/*/index.html"))) is archive.glossary


def test_both_engines_make_the_same_of_it(tmp_path):
    """So that what they cost can be compared."""
    made = []
    for engine in EXTENSIONS:
        write(msgspec.structs.replace(SMALL, engine=engine), tmp_path / engine)
        site = Site.at(tmp_path / engine)
        site.build()
        made.append(site.files())
    assert made[0] == made[1]
