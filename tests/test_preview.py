"""The preview: real requests to a real server, and saves that it follows."""

import socket
import time

import pytest

from sitegen.discover import TICK
from sitegen.preview import listen
from tests.archive import CONFIG, Site
from tests.serving import serving
from tests.waiting import until


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path)
    made.article("one", "The GPU is a chip.")
    return made


@pytest.fixture
def served(site):
    with serving(site.root, "-p", str(free_port()), TERM="dumb") as running:
        assert running.base == "/repo/"
        yield running


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def files_of(problems):
    return [f"{problem['file']}:{problem['line']}" for problem in problems]


def test_pages_are_served_under_the_base_path(site, served):
    status, page, headers = served.get("articles/one/")
    assert status == 200
    assert b"-/live.js" in page
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert served.get("articles/one")[0] == 307
    assert served.get("/")[2]["Location"] == "/repo/"
    assert served.get("assets/style.css")[2]["Content-Type"].startswith("text/css")
    assert served.get("nothing/")[0] == 404
    assert b"-/live.js" in served.get("nothing/")[1]
    status, nothing, headers = served.get("articles/one/", method="HEAD")
    assert (status, nothing, int(headers["Content-Length"])) == (200, b"", len(page))
    assert not (site.root / "_site").exists()
    assert served.lines[0].startswith("Built the preview in ")


def test_what_a_browser_has_is_not_sent_again_and_parts_are(served):
    _, whole, headers = served.get("assets/style.css")
    tag = headers["ETag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}'):
        status, data, answer = served.get("assets/style.css", If_None_Match=known)
        assert (status, data, answer["ETag"]) == (304, b"", tag)
    assert served.get("assets/style.css", If_None_Match='"other"')[0] == 200
    size = len(whole)
    for asked, part in (("0-9", whole[:10]), ("5-", whole[5:]), ("-7", whole[-7:]), (f"0-{size * 2}", whole)):
        status, data, answer = served.get("assets/style.css", Range=f"bytes={asked}")
        assert (status, data) == (206, part)
        first = int(answer["Content-Range"].removeprefix("bytes ").split("-")[0])
        assert answer["Content-Range"] == f"bytes {first}-{first + len(part) - 1}/{size}"
    assert served.get("assets/style.css", Range=f"bytes={size}-")[0] == 416
    for odd in ("bytes=-", "bytes=1-2,5-6", "lines=1-2", "bytes=x-y"):
        assert served.get("assets/style.css", Range=odd)[1] == whole
    assert served.get("assets/style.css", Range="bytes=0-1", If_Range='"other"')[1] == whole


def test_a_save_is_shown_and_an_error_keeps_the_last_good_page(site, served):
    served.until("articles/one/", "Changed words", lambda: site.article("one", "Changed words."))
    state = served.told(lambda: site.article("one", "Broken.", date="never"), lambda state: state["problems"])
    assert files_of(state["problems"]) == ["content/one.md:3"]
    assert state["problems"][0]["lines"] == [
        [1, "---"], [2, "title: one"], [3, "date: never"], [4, "language: en"], [5, "---"],
    ]  # fmt: skip
    assert "Changed words" in served.page("articles/one/")
    state = served.told(lambda: site.article("one", "Mended."), lambda state: not state["problems"])
    assert "Mended" in served.page("articles/one/")


def test_what_a_copy_was_is_not_given_for_what_it_is(site):
    file = site.root / "content/one.md"
    until(lambda: time.time_ns() - file.stat().st_ctime_ns > TICK)
    with serving(site.root, "-p", str(free_port())):
        pass
    # A source that was there and at rest at an earlier start is not read at this one.
    with serving(site.root, "-p", str(free_port())) as served:
        served.told(lambda: site.article("one", "Broken.", date="never"), lambda state: state["problems"])
        status, said, headers = served.get("articles/one/source.md")
        assert (status, said, headers["Retry-After"]) == (503, b"This file was saved since.\n", "1")
        served.told(lambda: site.article("one", "Mended."), lambda state: not state["problems"])
        assert b"Mended" in served.get("articles/one/source.md")[1]


def test_only_pages_that_differ_are_told_of_another_version(site, served):
    site.article("two", "No term here.")
    served.until("articles/two/", "No term here.")
    with served.stream("articles/one/") as one, served.stream("404.html") as other:
        before, aside = next(one), next(other)
        site.article("one", "Other words without one.")
        after = next(state for state in one if state["version"] != before["version"])
        assert after["files"] == before["files"]
        site.write("static/mine.css", "a {}")
        state = next(other)
        assert state["version"] == aside["version"]
        assert state["files"].keys() - aside["files"].keys() == {"assets/mine.css"}


def test_the_terminal_says_what_was_rebuilt_why_and_how_fast(site, served):
    served.told(lambda: site.article("one", "Other words."), lambda state: True, "articles/one/")
    served.until("articles/one/", "Third words", lambda: site.article("one", "Third words."))
    said = [line for line in served.lines if line.startswith("content/one.md: articles/one/, in ")]
    assert said
    assert said[-1].endswith(" ms\n")


@pytest.mark.parametrize("broken", ["article", "template"])
def test_a_site_that_is_broken_at_the_start_is_explained_and_comes_good(site, broken):
    site.article("one", "Words.", date="<never>" if broken == "article" else "2024")
    if broken == "template":
        site.write("templates/home.html", "{% if <never> %}")
    with serving(site.root, "-p", str(free_port())) as served:
        status, page, headers = served.get("articles/one/")
        assert status == 503
        assert headers["Content-Type"].startswith("text/html")
        assert (b"content/one.md:3" if broken == "article" else b"templates/home.html:1") in page
        assert b"<never>" not in page
        assert b"&lt;never&gt;" in page
        assert b"-/live.js" in page
        assert served.get("-/live.css")[0] == 200
        with served.stream("articles/one/") as states:
            before = next(states)
            assert before["problems"]
            site.article("one", "Mended words.")
            if broken == "template":
                site.write("templates/home.html", "Mine.")
            after = next(state for state in states if not state["problems"])
            assert after["version"] != before["version"]
        assert "Mended words" in served.page("articles/one/")


def test_a_configuration_is_followed_while_it_is_served(site, served):
    state = served.told(lambda: site.write("sitegen.toml", 'title = "Other'), lambda state: state["problems"])
    assert files_of(state["problems"]) == ["sitegen.toml:1"]
    assert served.get("")[0] == 200
    served.until("", "Other title", lambda: site.write("sitegen.toml", 'title = "Other title"'))
    state = served.told(lambda: site.remove("sitegen.toml"), lambda state: state["problems"])
    assert "no archive" in state["problems"][0]["message"]
    served.until("", "Third title", lambda: site.write("sitegen.toml", 'title = "Third title"'))
    site.write("texts/new.md", "---\ntitle: new\ndate: 2024\nlanguage: en\n---\nElsewhere.\n")
    served.until("articles/new/", "Elsewhere", lambda: site.write("sitegen.toml", CONFIG + 'content = "texts"\n'))
    served.until(
        "articles/new/", "Followed",
        lambda: site.write("texts/new.md", "---\ntitle: new\ndate: 2024\nlanguage: en\n---\nFollowed.\n"),
    )  # fmt: skip


def test_folders_made_and_filled_at_once_are_seen(site, served):
    def make():
        site.article("deep/deeper/new", "New words.")
        site.write("static/deep/mine.css", "a {}")
        site.write("templates/404.html", "Mine.")

    served.until("articles/new/", "New words", make)
    served.until("assets/deep/mine.css", "a {}")
    served.until("nothing", "Mine.")


def test_a_page_that_fails_alone_is_explained_there_and_the_rest_is_served(site, served):
    site.article("two", "Words.")
    served.until("articles/two/", "Words")
    fails_for_two = (
        '{% extends "sitegen:article.html" %}{% block class %}{{ 1 // (view.heading != "two") }}{% endblock %}'
    )
    state = served.told(lambda: site.write("templates/article.html", fails_for_two), lambda state: state["problems"])
    assert files_of(state["problems"]) == ["templates/article.html:1"]
    served.told(lambda: site.remove("templates/article.html"), lambda state: not state["problems"])
    assert served.get("articles/two/")[0] == 200


@pytest.mark.parametrize("open_pages", [0, 1, 30])
def test_it_ends_at_once_when_interrupted_with_pages_open(site, open_pages):
    with serving(site.root, "-p", str(free_port())) as served:
        asking = f"GET {served.base}-/events?token={served.token()} HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n\r\n"
        streams = []
        for _ in range(open_pages):
            connection = socket.create_connection(("127.0.0.1", served.port), timeout=20)
            connection.sendall(asking.encode())
            assert connection.recv(12) == b"HTTP/1.1 200"
            streams.append(connection)
        begun = time.monotonic()
        served.process.send_signal(2)
        assert served.process.wait(20) == 0
        assert time.monotonic() - begun < 3
        for connection in streams:
            connection.close()


def test_a_taken_port_gives_the_next_one(site):
    first = listen(18000, exactly=False)
    taken = first[0].getsockname()[1]
    second = listen(taken, exactly=False)
    with pytest.raises(OSError, match="taken"):
        listen(taken, exactly=True)
    assert second[0].getsockname()[1] > taken
    site.write("sitegen.toml", CONFIG + f"[serve]\nport = {taken}\n")
    with serving(site.root) as served:
        assert f"Port {taken} is taken: serving on {served.port}\n" in served.lines
    for one in (*first, *second):
        one.close()
