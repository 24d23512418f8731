"""Beside an article: what there is to see to in it, made of what is served."""

import http.client
from html.parser import HTMLParser

import pytest

from sitegen.build import Options
from sitegen.build.live import work_out
from sitegen.config import find_archive
from sitegen.preview.panel import panel_of, panel_page
from sitegen.preview.tasks import Choice
from sitegen.store import Store
from tests.archive import TODAY, Site
from tests.preview.test_desk import GLOSSARY, SIDECAR
from tests.serving import serving
from tests.test_preview import free_port


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path)
    made.write("content/glossary/terms.yaml", GLOSSARY)
    made.article("one", "The GPU is a chip. A Hopper stands beside it.")
    made.write("content/one.yaml", SIDECAR)
    made.article("two", "Another Hopper, in another article.", updated="2023-01-01")
    made.article("three", "Nothing is wrong here.")
    return made


def panel(site, page, language="en"):
    store = Store(None)
    worked = work_out(find_archive(site.root, {}), Options(TODAY), store)
    view = panel_of(worked.content, worked.report.problems, store, page, language)
    text = panel_page(worked.content, worked.report.problems, store, page, language)
    store.close(forget_unused=False)
    return view, text.decode() if text else None


def test_an_article_has_its_orphans_its_questions_and_its_other_notes(site):
    view, text = panel(site, "articles/one/")
    assert [(one.key, one.total) for one in view.tasks] == [("orphans", 1), ("questions", 1)]
    (lost,), (question,) = (one.items for one in view.tasks)
    assert (lost.note, lost.acts, lost.place) == ("lost", ("move", "edit"), "content/one.yaml:3")
    assert (lost.href, lost.more) == ("#note-lost", "Context · lost")
    assert question.choice == Choice("articles/one/", "Hopper", (("grain", "Grain hopper"), ("hopper", "Hopper")))
    assert question.parts == ("The GPU is a chip. A ", "Hopper", " stands beside it.")
    assert question.href.startswith("#:~:text=")
    assert [(one.note, one.acts) for one in view.notes.items] == [("good", ("edit",))]
    assert view.count == 2
    for words in ('data-count="2"', 'data-label="2 to see to"', 'data-act="move" data-note="lost"', 'value="grain"'):
        assert words in text


def test_problems_are_those_of_its_own_files(site):
    site.write("content/two.yaml", "summary: x\nnothing: y\n")
    site.write("content/two-more.yaml", "summary: x\n")
    store = Store(None)
    before = work_out(find_archive(site.root, {}), Options(TODAY), store)
    site.remove("content/two.yaml")
    good = work_out(find_archive(site.root, {}), Options(TODAY), store)
    # What is served is the last good site; what is wrong is what was saved since.
    view = panel_of(good.content, before.report.problems, store, "articles/two/", "en")
    store.close(forget_unused=False)
    assert [(one.key, [item.place for item in one.items]) for one in view.tasks] == [
        ("problems", ["content/two.yaml:2"]),
        ("questions", ["content/two.md:7:9"]),
    ]
    assert view.tasks[0].items[0].severity == "error"


def test_nothing_to_see_to_is_said_and_other_pages_have_no_panel(site):
    view, text = panel(site, "articles/three/", "fr")
    assert (view.tasks, view.count, view.notes.total) == ((), 0, 0)
    assert "Il ne reste rien à voir." in text
    for page in ("", "glossary/", "terms/gpu/", "articles/", "articles/../articles/one/", "articles/none/", "-/"):
        assert panel(site, page) == (None, None)


class _Elements(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = set()

    def handle_starttag(self, tag, attributes):
        self.found.add(tag)
        self.found |= {name for name, _ in attributes}


def test_what_is_hostile_is_text(site):
    hostile = "<img src=x onerror=alert(1)><script>alert(1)</script>"
    site.write(
        "content/one.yaml", f"notes:\n  - {{id: '\"onclick=x', kind: context, quote: '{hostile}', body: '{hostile}'}}\n"
    )
    site.article("one", f"A `{hostile}` Hopper stands beside it.")
    parser = _Elements()
    parser.feed(panel(site, "articles/one/")[1])
    assert parser.found & {"img", "script", "onerror", "onclick"} == set()


def asked(served, path, **headers):
    """Status and body of an answer to one of our own pages, or with other headers."""
    own = {"Host": f"127.0.0.1:{served.port}", "X-Sitegen-Token": served.token()} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
    connection.putrequest("GET", served.base + path, skip_host=True)
    for name, value in own.items():
        if value is not None:
            connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    said = answer.read().decode()
    connection.close()
    return answer.status, said


def test_the_panel_follows_what_is_served(site):
    with serving(site.root, "-p", str(free_port())) as served:
        path = "-/panel?page=articles/one/"
        status, said = asked(served, path)
        assert (status, 'data-count="2"' in said) == (200, True)
        served.until("articles/one/", "!stands", lambda: site.article("one", "The GPU is a chip."))
        assert 'data-count="1"' in asked(served, path)[1]
        # A broken save leaves the site as it was, and says what is wrong with it.
        served.told(lambda: site.article("one", "A Hopper.", date="never"), lambda state: state["problems"])
        status, said = asked(served, path)
        assert (status, 'data-count="2"' in said, "content/one.md:3" in said) == (200, True, True)
        assert "panel-questions" not in said
        for page in ("", "glossary/", "articles/none/", "../x", "articles/one/%00"):
            assert asked(served, f"-/panel?page={page}")[0] == 404
