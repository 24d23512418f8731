"""What of a text is prose, and in which language each passage is."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.annotate.prose import comparable, never, passages
from sitegen.glossary.folding import fold
from sitegen.markup import flatten


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>plain</p>", "plain"),
        ("<p>H<sub>2</sub>O and GPU<sup>12</sup>s</p>", "H\ufffcO and GPU\ufffc\ufffcs"),
        ("<p>a<sup>b<sub>c</sub>d</sup>e</p>", "a\ufffc\ufffc\ufffce"),
        ("<p><sup><sub>a</sub>b<sub>c</sub></sup>e</p>", "\ufffc\ufffc\ufffce"),
        ("<p><sup>a</sup></p>\n<p><sup>b</sup></p>", "\ufffc\n\n\ufffc"),
        ("<p>a<sup></sup>b</p>", "ab"),
    ],
)
def test_raised_characters_belong_to_no_word(html, text):
    assert comparable(flatten(html)) == text


def spoken(html):
    """The passages of a text as they are written, each with its language."""
    flat = flatten(html)
    folded = fold(flat.text)
    return [(folded.shape[start:end], language) for start, end, language in passages(flat, folded)]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>none</p>", []),
        ('<p>an <i lang="fr">a  b</i> c</p>', [("a b", "fr")]),
        ('<p lang="de">all</p>', [("all", "de")]),
        ('<p lang="de">a <i lang="fr">b</i> c</p>', [("a ", "de"), ("b", "fr"), (" c", "de")]),
        ('<p lang="de"><i lang="fr">b</i></p>', [("b", "fr")]),
        ('<p lang="de">a <i lang="fr">b <b lang="ja">c</b></i></p>', [("a ", "de"), ("b ", "fr"), ("c", "ja")]),
        ('<p><i lang="fr">a</i><i lang="fr">b</i></p>', [("a", "fr"), ("b", "fr")]),
        ('<p><i lang="">a</i></p>', []),
        ('<p>e\u0301 <i lang="fr">e\u0301\u00ad</i> e\u0301</p>', [("é", "fr")]),
    ],
)
def test_passages(html, expected):
    assert spoken(html) == expected


MARKED = st.recursive(
    st.text("abc", max_size=3),
    lambda inner: st.tuples(st.sampled_from(["en", "fr", "ja"]), st.lists(inner, max_size=3)),
    max_leaves=8,
)


def written(piece):
    if isinstance(piece, str):
        return piece
    language, inner = piece
    return f'<i lang="{language}">{"".join(map(written, inner))}</i>'


def languages(piece, around=""):
    """The language of each character, as nesting gives it."""
    if isinstance(piece, str):
        return [around] * len(piece)
    language, inner = piece
    return [one for part in inner for one in languages(part, language)]


@given(st.lists(MARKED, max_size=4))
def test_the_inner_language_counts(pieces):
    flat = flatten(f"<p>{''.join(map(written, pieces))}</p>")
    found = [""] * len(flat.text)
    for start, end, language in passages(flat, fold(flat.text)):
        assert not any(found[start:end])
        found[start:end] = [language] * (end - start)
    assert found == [one for piece in pieces for one in languages(piece)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see https://example.org/GPU?a=b#c now", ["https://example.org/GPU?a=b#c"]),
        ("HTTPS://EXAMPLE.ORG/GPU", ["/EXAMPLE.ORG/GPU"]),
        ("www.GPU.example and", ["www.GPU.example"]),
        ("at example.org/GPU, or", ["example.org/GPU,"]),
        ("write gpu.news+a-b@mail-1.example.org now", ["gpu.news+a-b@mail-1.example.org"]),
        ("a@b.c+d@e.f", ["a@b.c", "+d@e.f"]),
        ("@GPU and #GPU, C# and a@b", ["@GPU", "#GPU"]),
        ("in /usr/GPU/x. Then", ["/usr/GPU/x."]),
        ("in C:\\GPU\\x or D:x", ["C:\\GPU\\x"]),
        ("CPU/GPU, and/or, 1/2, w/o", []),
        ("a/ b", []),
        ("GPU.", []),
        ("", []),
    ],
)
def test_what_is_never_prose(text, expected):
    assert [text[start:end] for start, end in never(text)] == expected


@pytest.mark.parametrize(
    "piece", ["a", "a.", "a-", "aa.", "/", "/a", "-/", "a@", "@", "a@a", "#", "w", "1+", "a:", "字"]
)
@pytest.mark.parametrize("end", ["/", "@", "@b", ":\\"])
def test_long_words_take_no_time(piece, end):
    text = f"{end} {piece * 100_000}{end}"
    begun = time.process_time()
    never(text)
    assert time.process_time() - begun < 2


def test_many_raised_characters_take_no_time():
    flat = flatten(f"<p>{'a<sup>1</sup> ' * 50_000}</p>")
    begun = time.process_time()
    assert comparable(flat) == flat.text.replace("1", "\ufffc")
    assert time.process_time() - begun < 1
