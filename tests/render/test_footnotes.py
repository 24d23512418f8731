"""Footnotes at the end of a text, with the ways there and back."""

from sitegen.render.footnotes import Footnotes


def test_a_footnote_is_numbered_where_it_is_defined_and_knows_who_refers_to_it():
    footnotes, text = Footnotes(), ["<p>"]
    footnotes.refer("b", text)
    footnotes.begin("a").append("<p>A</p>\n")
    footnotes.begin("B").append("<pre>B</pre>\n")
    text.append("</p>\n")
    footnotes.finish(text)
    assert "".join(text) == (
        '<p><sup id="fnref-B"><a class="footnote-ref" href="#fn-B">2</a></sup></p>\n'
        '<div class="footnote">\n<hr>\n<ol>\n'
        '<li id="fn-a">\n<p>A</p>\n</li>\n'
        '<li id="fn-B">\n<pre>B</pre>\n<p><a class="footnote-backref" href="#fnref-B" title="2">↩</a></p>\n</li>\n'
        "</ol>\n</div>\n"
    )


def test_a_reference_to_nothing_is_text():
    footnotes, text = Footnotes(), []
    footnotes.refer("<b>", text)
    footnotes.finish(text)
    assert text == ["[^&lt;b&gt;]"]


def test_names_that_are_no_ids_or_are_taken_are_not_used():
    footnotes, text = Footnotes(), []
    for label in ("a b", "x", "X"):
        footnotes.begin(label)
    for label in ("a b", "X"):
        footnotes.refer(label, text)
    footnotes.finish(text)
    shown = "".join(text)
    assert [f'<li id="fn-{name}">' in shown for name in ("note-1", "x", "note-3")] == [True] * 3
    assert 'href="#fn-note-1">1<' in shown
    assert 'href="#fn-x">2<' in shown
