"""What an open page does while the preview sleeps, is killed, is taken for another program, or is drowned in changes."""

import contextlib
import http.server
import os
import signal
import threading
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.archive import Site
from tests.serving import serving
from tests.test_preview import free_port
from tests.waiting import until

LONG = 20_000


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path / "archive")
    for number in range(40):
        made.article(f"n{number}", f"The GPU of {number}.")
    made.article("one", "The GPU is a chip.")
    return made


@pytest.fixture
def page(browser):
    context = browser.new_context()
    context.set_default_timeout(LONG)
    page = context.new_page()
    failures = []
    page.on("pageerror", lambda failure: failures.append(str(failure)))
    yield page
    context.close()
    assert failures == []


def opened(page, served, path="articles/one/"):
    with page.expect_request(lambda request: "/-/events" in request.url):
        page.goto(served.address + path)
    page.locator(".corner a").wait_for()
    page.evaluate("window.since = 'the beginning'")
    return page


def is_same(page):
    return page.evaluate("window.since") == "the beginning"


def test_a_page_catches_up_with_what_was_saved_while_the_preview_slept(site, page):
    with serving(site.root, "-p", str(free_port())) as served:
        opened(page, served)
        served.process.send_signal(signal.SIGSTOP)
        until(lambda: "State:\tT" in Path(f"/proc/{served.process.pid}/status").read_text())
        site.article("one", "Saved while it slept.")
        served.process.send_signal(signal.SIGCONT)
        page.get_by_text("Saved while it slept.").wait_for()
        assert is_same(page)


def test_a_page_that_was_away_from_the_network_catches_up(site, page):
    with serving(site.root, "-p", str(free_port())) as served:
        opened(page, served)
        page.context.set_offline(True)
        # What is open already stays open: the page sees what comes through it and can't ask for more.
        site.article("one", "Saved while it was away.")
        served.until("articles/one/", "while it was away")
        expect(page.locator(".corner output")).to_be_visible()
        page.context.set_offline(False)
        page.get_by_text("Saved while it was away.").wait_for()
        expect(page.locator(".corner output")).to_be_hidden()
        assert is_same(page)


def test_a_page_of_a_preview_that_was_killed_finds_the_next_one(site, page):
    port = str(free_port())
    with serving(site.root, "-p", port) as served:
        opened(page, served)
        served.process.send_signal(signal.SIGKILL)
        served.process.wait(20)
    expect(page.locator(".corner output")).to_be_visible(timeout=LONG)
    site.article("one", "Saved while none was there.")
    with serving(site.root, "-p", port):
        page.get_by_text("Saved while none was there.").wait_for()
        site.article("one", "And again.")
        page.get_by_text("And again.").wait_for()


class _Stranger(http.server.BaseHTTPRequestHandler):
    """Another program that has taken the port."""

    def do_GET(self):
        self.server.asked.append(self.path)
        body = b"<!doctype html><title>Another</title><p>Another program.</p>"
        self.send_response(200 if self.path == "/" else 404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def stranger(port):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), _Stranger)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_page_does_not_go_to_another_program_that_took_the_port(site, page):
    port = free_port()
    with serving(site.root, "-p", str(port)) as served:
        opened(page, served)
    with stranger(port) as other:
        # It was asked twice whether it is the preview, and was not.
        until(lambda: page.evaluate("1") and len([path for path in other.asked if "-/events" not in path]) >= 2)
        assert page.get_by_text("is a chip").is_visible()
        expect(page.locator(".corner output")).to_be_visible()
    site.article("one", "Saved meanwhile.")
    with serving(site.root, "-p", str(port)):
        page.get_by_text("Saved meanwhile.").wait_for()


def test_pages_that_are_open_in_a_storm_show_the_end_of_it(site, browser):
    context = browser.new_context()
    pages = {name: context.new_page() for name in ("n1", "n2", "n3")}
    with serving(site.root, "-p", str(free_port())) as served:
        for name, page in pages.items():
            page.set_default_timeout(LONG)
            opened(page, served, f"articles/{name}/")
        for turn in range(60):
            for number in range(40):
                site.article(f"n{number}", f"The GPU of {number} in turn {turn}.", tags=f"[t{turn % 3}]")
            os.utime(site.root / "content/one.md")
        for name, page in pages.items():
            page.get_by_text(f"of {name[1:]} in turn 59.").wait_for(state="attached")
            assert is_same(page)
    context.close()


def test_a_page_whose_archive_goes_and_comes_back_is_told_and_goes_on(site, page, tmp_path):
    with serving(site.root, "-p", str(free_port())) as served:
        opened(page, served)
        site.root.rename(tmp_path / "aside")
        expect(page.locator(".overlay")).to_be_visible(timeout=LONG)
        assert page.get_by_text("is a chip").is_visible()
        (tmp_path / "aside").rename(site.root)
        expect(page.locator(".overlay")).to_be_hidden(timeout=LONG)
        site.article("one", "It is back.")
        page.get_by_text("It is back.").wait_for()
        assert is_same(page)
