"""Sources into articles, and everything that can be wrong with them."""

import time

import pytest

from sitegen.dates import PartialDate
from sitegen.discover import Found, digest_of
from sitegen.parse import parse_article


def parse(data, sidecar=None, name="a.md"):
    raw = data if isinstance(data, bytes) else data.encode()
    beside = Found("a.yaml", sidecar.encode(), "x") if sidecar is not None else None
    return parse_article(Found(name, raw, digest_of(raw)), beside, "content", "en")


def test_plain_text_with_a_first_line():
    parsed = parse(" date 2023-06 The title\n\nBody one.\n\nBody two.", "language: en", "x_Y.txt")
    article = parsed.article
    assert parsed.problems == ()
    assert (article.title, article.date, article.slug) == ("The title", PartialDate(2023, 6), "x-y")
    assert article.body == "\nBody one.\n\nBody two."
    assert article.body_line == 2


@pytest.mark.parametrize("line", ["date 2023 T", " date 2023-06-14 T", "\ufeffdate 2023 T", "date 2023 T\r"])
def test_first_lines(line):
    assert parse(f"{line}\n\nBody.", "language: en", "x.txt").article.title == "T"


def test_title_and_language_are_worked_out():
    article = parse("---\ndate: 2024\n---\n# The *title*\n\nThe body is written in plain English words.").article
    assert article.title == "The title"
    assert (article.language, article.language_detected) == ("en", True)
    assert "title" not in article.body


def test_date_from_the_name():
    assert parse("Some words.", "language: en", "2024-05-07-x.md").article.date == PartialDate(2024, 5, 7)


@pytest.mark.parametrize(
    ("data", "sidecar", "expected"),
    [
        ("---\ndate: 2023-13-01\n---\nx", None, ["content/a.md:2: date '2023-13-01' is not a date (write YYYY, YYYY-MM or YYYY-MM-DD)"]),
        ("---\ndate: 2023\npublishr: x\n---\nx", None, ["content/a.md:3: unknown key publishr (did you mean 'publisher'?)"]),
        ("---\ndate: 2023\ntags: x: y\n---\nx", None, ["content/a.md:3"]),
        ("---\ndate: 2023\ntitle: [a]\n---\nx", None, ["content/a.md:3: title is not text"]),
        ("---\ndate: 2023\ndate: 2024\n---\nx", None, ["content/a.md:3: has the key 'date' twice"]),
        ("---\ndate: 2023\nslug: ../x\n---\nx", None, ["content/a.md:3: slug '../x' is not a slug"]),
        ("---\ndate: 2023\ntitle: a\n---\nx", "title: b", ["content/a.yaml:1: title stands in content/a.md too"]),
        ("---\ndate: 2023\ntitle: [a]\n---\nx", "tags: b: c\nshow: all", ["content/a.yaml:1"]),
        ("---\ndate: 2023\ntitle: [a]\n---\nx", "show: all", ["content/a.md:3: title is not text", "content/a.yaml:1: show 'all'"]),
        ("---\ndate: 2023\nlanguage: <b>\n---\nx", "show: full", ["content/a.md:3: language '<b>' is not a language"]),
        ("---\ndate: 2023\nslug: ../x\n---\nx", "show: full", ["content/a.md:3: slug '../x' is not a slug"]),
        ("---\ndate: &a 2023\ntitle: *a\n---\nx", None, ["content/a.md:3: uses an alias"]),
        ("---\ndate: !!python/name:os.system 2023\n---\nx", None, ["content/a.md:2: uses the tag"]),
        ("x", "date: 2023\nnotes: [{id: n}]", ["content/a.yaml:2: notes.kind is missing", "content/a.yaml:2: notes.body is missing"]),
        (b"caf\xe9", "date: 2023", ["content/a.md:1: is not UTF-8: byte 0xe9 at offset 3"]),
        ("x", "date: 2023\nencoding: nope", ["content/a.md: encoding 'nope' is not known"]),
        *[("x", f"date: 2023\nencoding: {name}", [f"content/a.md: encoding '{name}' is not known"]) for name in ("base64", "zip", "rot13", "idna", "utf-7", "unicode_escape", "undefined")],
        ("x", "language: en", ["content/a.md: has no date"]),
        ("x", "date: 2023\nsource_url: 'javascript:x'", ["content/a.yaml:2: source_url 'javascript:x' is not an address"]),
        ("x", "date: 2023\nnotes:\n - {id: n, kind: source, body: b, sources: [{title: t, url: '//x'}]}", ["content/a.yaml:3: note n: '//x' is not an address"]),
        ("x", "date: 2023\nlanguage: <b>", ["content/a.yaml:2: language '<b>' is not a language"]),
        ("---\ntitle: x\ndraft: true\n\nA secret.", None, ["content/a.md:1: has front matter without an end"]),
        ("+++\ndraft = true\n+++\nA secret.", None, ["content/a.md:1: has front matter that is not YAML"]),
        ("---\ndate: 2023\nslug: '~'\n---\nx", None, ["content/a.md:3: slug '~' is not a slug (write letters, digits and hyphens)"]),
        *[(f"---\ndate: 2023\naliases: [{alias}]\n---\nx", None, ["content/a.md:3: the alias "]) for alias in ("../x", "''", ".", "a//b", "'a?b'", "'a#b'", "'C:x'", "con", "'..%2fx'", '"a\\nb"', "'https://x.y/z'")],
        ("---\ndate: 2023\nstatus: published\nshow: all\nrobots: no\n---\nx", None, ["content/a.md:4: show 'all'", "content/a.md:5: robots 'no'"]),
    ],
)  # fmt: skip
def test_problems_are_located_and_all_reported(data, sidecar, expected):
    problems = [str(p) for p in parse(data, sidecar).problems]
    assert len(problems) == len(expected)
    for problem, start in zip(problems, expected, strict=True):
        assert problem.startswith(start)


def test_scalars_stay_text():
    article = parse("---\nlanguage: no\ndate: 2024-06-01\ntitle: 12:30\n---\nx").article
    assert (article.language, article.title) == ("no", "12:30")


def test_other_spellings_are_understood():
    parsed = parse("---\nlang: fr\nlastmod: 2024-02\ndraft: true\nauthor: A\ndate: 2024\n---\nx")
    article = parsed.article
    assert [(p.severity, p.line, p.remedy) for p in parsed.problems] == [
        ("warning", 2, "write language: fr"),
        ("warning", 3, "write updated: 2024-02"),
        ("warning", 4, "write status: draft"),
        ("warning", 5, "write authors: [A]"),
    ]
    assert article.language == "fr"
    assert article.meta.status == "draft"
    assert article.meta.authors == ("A",)
    assert article.meta.updated == PartialDate(2024, 2)


def test_other_encodings_are_read_when_named():
    article = parse(b"caf\xe9", "date: 2024\nlanguage: fr\nencoding: windows-1252", "a.txt").article
    assert article.body == "café"


def test_a_thematic_break_is_no_front_matter():
    assert parse("---\n\nWords.\n\n---\n", "date: 2024\nlanguage: en").article.body.startswith("---")


def test_line_ends_and_normal_forms_change_nothing():
    forms = ["a\n\nb", "a\r\n\r\nb", "\ufeffa\n\nb", "a\r\rb"]
    assert len({parse(f, "date: 2024\nlanguage: en").article.body for f in forms}) == 1


def test_deep_and_wide_yaml_is_refused_in_time():
    deep = "x: " + "[" * 5000 + "]" * 5000
    assert "too deep" in str(parse(f"---\n{deep}\n---\nx").problems[0])


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (" date 2024 x" + " " * 200_000 + "y\n\nBody.", "a.txt"),
        ("# " + "#" * 200_000 + "x\n\nBody.", "a.md"),
        ("# a" + "{" * 200_000 + "\n\nBody.", "a.md"),
    ],
)
def test_long_lines_are_read_in_time(data, name):
    begun = time.process_time()
    parse(data, "date: 2024\nlanguage: en" if name == "a.md" else "language: en", name)
    assert time.process_time() - begun < 1


@pytest.mark.parametrize("name", ["con.md", "AUX.txt", "nul.md"])
def test_device_names_are_refused_by_their_name(name):
    assert "device name on Windows" in str(parse("x", "date: 2024", name).problems[-1])
