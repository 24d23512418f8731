"""A real browser, and real pages served from a real build."""

import contextlib
import datetime
import functools
import http.server
import os
import shutil
import threading
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from sitegen.build import Options, build
from sitegen.config import find_archive
from tests.serving import serving
from tests.test_preview import free_port

ROOT = Path(__file__).parent.parent.parent
CANDIDATES = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
QUIET = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    path = os.environ.get("SITEGEN_BROWSER") or next(filter(None, map(shutil.which, CANDIDATES)), None)
    if path is None:
        pytest.fail("no browser: install Chromium, or set SITEGEN_BROWSER to one")
    arguments = [*QUIET, *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=arguments)
        yield running
        running.close()


class _Pages(http.server.SimpleHTTPRequestHandler):
    """Serves as GitHub Pages does: what is not there gets the site's own page for that."""

    def log_message(self, *_):
        pass

    def send_error(self, code, message=None, explain=None):
        missing = Path(self.directory) / "repo" / "404.html"
        if code != 404 or not missing.is_file():
            super().send_error(code, message, explain)
            return
        body = missing.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="session")
def served_folder(tmp_path_factory):
    """The repository's own archive and the almanac, built under `repo` and `almanac` of a folder."""
    root = tmp_path_factory.mktemp("site")
    served = root / "served"
    served.mkdir()
    (root / "document").mkdir()
    shutil.copytree(ROOT / "seeds", root / "document" / "seeds")
    shutil.copy(ROOT / "pyproject.toml", root / "document")
    left_out = shutil.ignore_patterns("_site", ".sitegen")
    shutil.copytree(ROOT / "tests/archives/almanac", root / "almanac", ignore=left_out)
    for archive, name in (("document", "repo"), ("almanac", "almanac")):
        overrides = {"base_url": f"https://example.org/{name}/", "destination": f"../served/{name}"}
        opened = find_archive(root / archive, {}, overrides)
        assert build(opened, Options(datetime.date(2026, 11, 23))).published
    return served


@pytest.fixture(scope="session")
def site_folder(served_folder):
    """The output folder of the repository's own archive."""
    return served_folder / "repo"


@pytest.fixture(scope="session")
def server_address(served_folder):
    """Where the folder is served."""
    handler = functools.partial(_Pages, directory=str(served_folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def site(server_address):
    """The address of the repository's own archive, under /repo/."""
    return f"{server_address}repo/"


@pytest.fixture
def open_page(browser, site):
    """Opens pages of the site; the test fails if one wrote an error to the console."""
    contexts = []
    errors = []

    def opened(address="", *, width=1440, height=900, scheme="light", **options):
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, **options)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda m: errors.append(m.text) if m.type == "error" and m.location["url"] != site + address else None,
        )
        page.on("pageerror", lambda e: errors.append(str(e)))
        page.goto(site + address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def preview_of(browser):
    """Serves an archive, and opens pages of its preview; the test fails if one wrote an error to the console."""
    errors = []
    with contextlib.ExitStack() as ending:

        def of(site):
            served = ending.enter_context(serving(site.root, "-p", str(free_port())))

            def opened(path, *, width=1440, height=900, scheme="light", **options):
                viewport = {"width": width, "height": height}
                context = browser.new_context(viewport=viewport, color_scheme=scheme, **options)
                ending.callback(context.close)
                page = context.new_page()
                page.on("pageerror", lambda failure: errors.append(str(failure)))
                with page.expect_request(lambda request: "/-/events" in request.url):
                    page.goto(served.address + path)
                page.locator(".corner a").wait_for()
                # What is not there any more after the page was loaded anew.
                page.evaluate("window.since = 'the beginning'")
                return page

            return opened

        yield of
    assert errors == []
