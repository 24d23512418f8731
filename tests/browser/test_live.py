"""A save shows in the open page; a broken archive says so there and comes good."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.archive import CONFIG, Site

ROOT = Path(__file__).parent.parent.parent


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path / "archive")
    made.article("one", "The GPU is a chip.")
    return made


@pytest.fixture
def served(site):
    """The archive, followed by `sitegen serve`; gives the address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "sitegen", "-C", str(site.root), "serve", "-p", str(free_port())],
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    for line in process.stdout:
        if found := re.match(r"Serving (\S+)", line):
            break
    yield found[1]
    process.send_signal(signal.SIGINT)
    process.stdout.read()
    assert process.wait(timeout=10) == 0
    process.stdout.close()


@pytest.fixture
def page(browser, served):
    context = browser.new_context()
    opened = context.new_page()
    opened.goto(f"{served}articles/one/")
    yield opened
    context.close()


def test_a_save_shows_in_the_open_page(site, served, page):
    assert served.endswith("/repo/")
    site.article("one", "The GPU is a marvel.")
    page.get_by_text("is a marvel").wait_for()
    site.write("content/glossary/terms.yaml", (site.root / "content/glossary/terms.yaml").read_text() + "\n# touched")
    site.write("static/style.css", "h1 { color: rgb(1, 2, 3) }")
    expect(page.locator("h1")).to_have_css("color", "rgb(1, 2, 3)")
    page.locator("a.term").first.click()
    page.wait_for_url("**/terms/gpu/")
    assert not (site.root / "_site").exists()


def test_an_error_is_shown_over_the_last_good_page_until_it_is_mended(site, page):
    box = page.locator(".preview-problems")
    site.article("one", "Changed.", date="never")
    box.get_by_text("content/one.md:3: date 'never' is not a date").wait_for()
    assert page.get_by_text("is a chip").is_visible()
    site.write("sitegen.toml", "title =")
    box.get_by_text("sitegen.toml").wait_for()
    site.write("sitegen.toml", CONFIG)
    site.article("one", "All is well.")
    page.get_by_text("All is well").wait_for()
    box.wait_for(state="hidden")
