"""Markdown that would take too long is shown as plain text, and all else as what it is."""

import time

import pytest

from sitegen.model import EXTENSIONS, Article, MarkdownOptions, Metadata
from sitegen.render import render
from sitegen.render.budget import over_budget
from tests.archive import Site


def document(body, engine="markdown"):
    article = Article("a.md", "", "a", "articles/a/", "markdown", "", "en", None, Metadata(), body, 0, 1, "a.md", ())
    return render(article, MarkdownOptions(engine))


TOO_MUCH = {
    "open square brackets": "[" * 20_000,
    "links never closed": "[a](" * 5_000,
    "pictures never closed": "![[" * 5_000,
    "tags never closed": "<a " * 5_000,
    "brackets in brackets": "[" * 5_000 + "]" * 5_000,
    "open brackets in many paragraphs": "[[\n\n" * 20_000,
    "attributes never closed": "# a {: x" * 4_000,
    "lists in lists on one line": "- " * 1_000 + "a",
    "numbered lists in lists": "1. " * 1_000,
    "quotes in quotes": "> " * 1_000 + "a",
    "lists in lists": "".join("    " * depth + "- a\n" for depth in range(300)),
    "definitions": "a\n: b\n" * 1_000,
    "code": "```\n" * 20_000,
    "backticks": "``a`" * 4_000,
    "footnotes": "".join(f"a[^{n}]\n\n[^{n}]: x\n\n" for n in range(4_000)),
    "references to one footnote": "[^1]" * 4_000 + "\n\n[^1]: x",
    "abbreviations": "".join(f"*[A{n}]: x\n" for n in range(4_000)),
    "rules": "---\n" * 16_000,
    "headings": "a\n=\n" * 16_000,
    "links": "[a](<b>)" * 20_000,
    "tags": "a <i>b</i> " * 20_000,
    "numbered characters": "&#1" * 60_000,
    "many characters": "word " * 250_000,
}


@pytest.mark.parametrize("body", TOO_MUCH.values(), ids=TOO_MUCH.keys())
def test_too_much_is_shown_as_plain_text_at_once(body):
    begun = time.process_time()
    shown = document(f"*Before*\n\n{body}\n\nAfter")
    assert time.process_time() - begun < 2
    assert shown.simplified
    assert shown.html.startswith("<p>*Before*</p>")
    assert shown.html.endswith("<p>After</p>")


@pytest.mark.parametrize("body", TOO_MUCH.values(), ids=TOO_MUCH.keys())
def test_commonmark_takes_no_time_over_any_of_it(body):
    begun = time.process_time()
    shown = document(f"*Before*\n\n{body}\n\nAfter", "commonmark")
    assert time.process_time() - begun < 2
    assert shown.html.startswith("<p>*Before*</p>" if shown.simplified else "<p><em>Before</em></p>")


TAGS = {
    "elements in elements": "<div>" * 200_000,
    "closed at the end": "<div>" * 100_000 + "</div>" * 80_000,
    "spans in a paragraph": "a <span>" * 100_000,
    "tables in tables": "<table><tr><td>" * 60_000,
    "quotations": "<blockquote>\n\n" * 50_000,
    "lists": "<ul><li>" * 100_000,
    "letters in many paragraphs": f"<p>{''.join(f'<b id=a{n}>' for n in range(150))}{'<p>a' * 200_000}",
    "closed by others": "".join(f"a <b id=a{n}></i>\n\n" for n in range(40_000)),
}


@pytest.mark.parametrize("engine", EXTENSIONS)
@pytest.mark.parametrize("body", TAGS.values(), ids=TAGS.keys())
def test_raw_tags_that_are_not_closed_are_shown_as_text(body, engine):
    begun = time.process_time()
    shown = document(f"*Before*\n\n{body}\n\nAfter", engine)
    assert time.process_time() - begun < 5
    assert shown.simplified
    assert shown.html.startswith("<p>*Before*</p>")


@pytest.mark.parametrize("engine", EXTENSIONS)
@pytest.mark.parametrize(
    "body",
    ["a<br>\n" * 300, "<p>a\n" * 300, "<b>a</b> " * 300, "<div>\n\n</div>\n\n" * 300, "<b>" * 3 + "a\n\n" * 300, "`<b>` " * 300],
)  # fmt: skip
def test_raw_tags_that_are_closed_or_close_themselves_are_rendered(body, engine):
    assert not document(body, engine).simplified


MUCH = {
    "dashes": "-" * 44_000,
    "quotes": ">" * 20,
    "emphasis": "*a " * 5_000,
    "white space": " " * 100_000 + "a",
    "tabs": "\t" * 100_000 + "a",
    "blank lines": "\n \t" * 50_000,
    "entities": "&amp;" * 20_000,
    "a long list": "- a\n" * 5_000,
    "a long table": "|a|b|\n|-|-|\n" + "|a|b|\n" * 3_000,
    "a thousand links": "[a](b) and [c](d), " * 500,
    "a program": "```cpp\n" + "std::cout << a[(i < n)] << x;\n" * 600 + "```",
    "spaced rules": "a\n\n- - - - - - - - - - - - - - - - - - - - - - - - - - - - -\n\nb",
}


@pytest.mark.parametrize("engine", EXTENSIONS)
@pytest.mark.parametrize("body", MUCH.values(), ids=MUCH.keys())
def test_what_is_only_long_is_rendered(body, engine):
    begun = time.process_time()
    shown = document(f"*Before*\n\n{body}\n\nAfter", engine)
    assert time.process_time() - begun < 5
    assert not shown.simplified
    assert "<em>Before</em>" in shown.html


@pytest.mark.parametrize("engine", EXTENSIONS)
@pytest.mark.parametrize("code", ["a" * 20_000, "1" * 5_000 + "x", "a\n" * 20_000], ids=["word", "number", "lines"])
def test_code_that_is_too_long_to_colour_is_shown_without(code, engine):
    for language in ("make", "zeek", "turtle"):
        begun = time.process_time()
        shown = document(f"```{language}\n{code}\n```", engine)
        assert time.process_time() - begun < 1
        assert f'<pre><code class="language-{language}">' in shown.html
    assert "codehilite" in document("```python\nprint(1)\n```", engine).html


def test_an_article_over_its_budget_is_named(tmp_path):
    site = Site(tmp_path)
    site.article("heavy", "[" * 5_000)
    site.article("light", "Words.")
    for _ in range(2):
        report = site.build()
        assert report.published
        assert [str(p) for p in report.problems] == [
            "content/heavy.md: is shown as plain text: it has 5,000 brackets that nothing closes "
            "(split it, or write it as .txt)"
        ]


@pytest.mark.parametrize("body", ["", "a", "# a\n\n[b](c) <d> (e) {f}\n\n1. g\n2. h\n\n> i\n"])
def test_ordinary_texts_are_within_the_budget(body):
    assert over_budget(body) == ""
