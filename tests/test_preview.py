"""The preview: real requests to a real server, and a real watcher on real files."""

import contextlib
import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from sitegen.preview import listen
from tests.archive import Site

ROOT = Path(__file__).parent.parent


@contextlib.contextmanager
def serving(root, *arguments):
    """`sitegen serve` on an archive; gives the base path, the port and the process."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "sitegen", "-C", str(root), "serve", *arguments],
        env=os.environ | {"PYTHONPATH": str(ROOT), "CI": "1"},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    lines = []
    found = None
    for line in process.stdout:
        lines.append(line)
        if found := re.search(r"Serving http://127\.0\.0\.1:(\d+)(/\S*)", line):
            break
    assert found, lines
    assert re.match(
        r"(Built the preview in [\d.]+ s: \d+ files|Not built \([\d.]+ s\): the preview is as it was)\n", lines[0]
    )
    try:
        yield found[2], int(found[1]), process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(10)
        process.stdout.close()


@pytest.fixture
def served(tmp_path):
    """An archive that is being served; gives the archive, the port, and the process."""
    site = Site(tmp_path)
    site.article("one", "The GPU is a chip.")
    with serving(tmp_path) as (base, port, process):
        assert base == "/repo/"
        yield site, port, process


def get(port, path, host=None, method="GET"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host or f"127.0.0.1:{port}")
    connection.endheaders()
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer.status, data, answer.headers


def events(port, wanted, act=None, base="/repo/"):
    """The first events of the stream of a page, while something is done."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", f"{base}__sitegen/events", headers={"Host": f"127.0.0.1:{port}"})
    answer = connection.getresponse()
    found = []
    while len(found) < wanted:
        line = answer.readline().decode()
        if line.startswith("data:"):
            found.append(line)
            if act and len(found) == 1:
                act()
    connection.close()
    return found


def test_pages_are_served_under_the_base_path(served):
    site, port, process = served
    status, page, headers = get(port, "/repo/articles/one/")
    assert status == 200
    assert b"__sitegen/reload.js" in page
    assert headers["X-Frame-Options"] == "DENY"
    assert get(port, "/repo/articles/one")[0] == 307
    assert get(port, "/")[0] == 307
    assert get(port, "/repo/assets/style.css")[2]["Content-Type"].startswith("text/css")
    assert get(port, "/repo/nothing/")[0] == 404
    assert not (site.root / "_site").exists()
    for path in (
        "/repo/../sitegen.toml",
        "/repo/%2e%2e/sitegen.toml",
        "/repo/..%2fsitegen.toml",
        "/repo//etc/passwd",
        "/repo/%00",
    ):
        assert get(port, path)[0] in (307, 404), path
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        status, _, headers = get(port, "/repo/", method=method)
        assert (status, sorted(headers["Allow"].split(", "))) == (405, ["GET", "HEAD"])
    status, nothing, headers = get(port, "/repo/articles/one/", method="HEAD")
    assert (status, nothing, int(headers["Content-Length"])) == (200, b"", len(page))
    assert get(port, "/repo//evil.example/articles")[2]["Location"] is None
    for host in ("evil.example", f"127.0.0.1.nip.io:{port}", "127.0.0.1:1"):
        assert get(port, "/repo/", host=host)[0] == 403
    assert process.poll() is None


def test_a_save_is_shown_and_an_error_keeps_the_last_good_page(served):
    site, port, _ = served
    got = events(port, 2, lambda: site.article("one", "Changed words."))
    assert got[0] != got[1]
    assert b"Changed words" in get(port, "/repo/articles/one/")[1]
    got = events(port, 2, lambda: site.article("one", "Broken.", date="never"))
    assert "content/one.md:3" in got[1]
    assert b"Changed words" in get(port, "/repo/articles/one/")[1]
    got = events(port, 2, lambda: site.article("one", "Mended."))
    assert "content/one.md" not in got[1]
    assert b"Mended" in get(port, "/repo/articles/one/")[1]


def test_it_ends_at_once_when_interrupted_with_a_page_open(served):
    _, port, process = served
    reader = threading.Thread(target=lambda: events(port, 1))
    reader.start()
    reader.join()
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    process.wait(10)
    assert time.monotonic() - begun < 5
    assert process.returncode == 0


@pytest.mark.parametrize("broken", ["article", "template"])
def test_a_site_that_is_broken_at_the_start_is_explained_and_comes_good(tmp_path, broken):
    site = Site(tmp_path)
    site.article("one", "Words.", date="<never>" if broken == "article" else "2024")
    if broken == "template":
        site.write("templates/home.html", "{% if <never> %}")
    with serving(tmp_path) as (_, port, _process):
        status, page, headers = get(port, "/repo/articles/one/")
        assert status == 503
        assert headers["Content-Type"].startswith("text/html")
        assert (b"content/one.md:3" if broken == "article" else b"templates/home.html:1") in page
        assert b"<never>" not in page
        assert b"__sitegen/reload.js" in page

        def mend():
            site.article("one", "Mended words.")
            if broken == "template":
                site.write("templates/home.html", "Mine.")

        before, after = events(port, 2, mend)
        assert before.split(",")[0] != after.split(",")[0]
        assert b"Mended words" in get(port, "/repo/articles/one/")[1]


def test_a_configuration_is_followed_while_it_is_served(served):
    site, port, process = served
    got = events(port, 2, lambda: site.write("sitegen.toml", 'title = "Other'))
    assert "sitegen.toml:1: is not TOML" in got[1]
    assert get(port, "/repo/")[0] == 200
    events(port, 2, lambda: site.write("sitegen.toml", 'title = "Other title"'))
    assert b"Other title" in get(port, "/repo/")[1]
    got = events(port, 2, lambda: site.remove("sitegen.toml"))
    assert "no archive" in got[1]
    events(port, 2, lambda: site.write("sitegen.toml", 'title = "Third title"'))
    assert b"Third title" in get(port, "/repo/")[1]
    assert process.poll() is None


def _in_place(path, text):
    path.write_text(text)


def _renamed_over(path, text):
    fresh = path.with_name(f".{path.name}.swp")
    fresh.write_text(text)
    fresh.replace(path)


def _backed_up(path, text):
    path.rename(path.with_name(path.name + "~"))
    path.write_text(text)
    path.with_name(path.name + "~").unlink()


def _deleted_first(path, text):
    path.unlink()
    path.write_text(text)


@pytest.mark.parametrize("save", [_in_place, _renamed_over, _backed_up, _deleted_first])
def test_every_way_to_save_is_seen(served, save):
    site, port, _ = served
    text = "---\ntitle: one\ndate: 2024-01-01\nlanguage: en\n---\nSaved words.\n"
    _wait_for(port, "/repo/articles/one/", b"Saved words", lambda: save(site.root / "content/one.md", text))


def test_folders_made_and_filled_at_once_are_seen(served):
    site, port, _ = served

    def make():
        site.article("deep/deeper/new", "New words.")
        site.write("static/deep/mine.css", "a {}")
        site.write("templates/404.html", "Mine.")

    _wait_for(port, "/repo/articles/new/", b"New words", make)
    _wait_for(port, "/repo/assets/deep/mine.css", b"a {}")
    _wait_for(port, "/repo/nothing", b"Mine.")


def _wait_for(port, path, words, act=lambda: None):
    """Do something, and follow the preview's events until a page has some words."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", "/repo/__sitegen/events", headers={"Host": f"127.0.0.1:{port}"})
    answer = connection.getresponse()
    act()
    while words not in get(port, path)[1]:
        answer.readline()
    connection.close()


def test_a_taken_port_gives_the_next_one():
    first = listen(18000, exactly=False)
    taken = first.getsockname()[1]
    second = listen(taken, exactly=False)
    with pytest.raises(OSError, match="taken"):
        listen(taken, exactly=True)
    assert second.getsockname()[1] > taken
    first.close()
    second.close()
