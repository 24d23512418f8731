"""The preview: real requests to a real server, and a real watcher on real files."""

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
from sitegen.watch import Watcher
from tests.archive import Site

ROOT = Path(__file__).parent.parent


@pytest.fixture
def served(tmp_path):
    """An archive that is being served; gives the archive, the port, the lines printed, and the process."""
    site = Site(tmp_path)
    site.article("one", "The GPU is a chip.")
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "sitegen", "-C", str(tmp_path), "serve", "--base-url", "https://x.y/repo/"],
        env=os.environ | {"PYTHONPATH": str(ROOT), "CI": "1"},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    lines = []
    for line in process.stdout:
        lines.append(line)
        if found := re.search(r"Serving http://127\.0\.0\.1:(\d+)/repo/", line):
            break
    assert found, lines
    yield site, int(found[1]), process
    process.send_signal(signal.SIGINT)
    process.wait(10)
    process.stdout.close()


def get(port, path, host=None, method="GET"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host or f"127.0.0.1:{port}")
    connection.endheaders()
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer.status, data, answer.headers


def events(port, wanted, act=None):
    """The first events of the stream of a page, while something is done."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", "/repo/__sitegen/events", headers={"Host": f"127.0.0.1:{port}"})
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
    assert get(port, "/repo/", method="POST")[0] == 405
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


def test_a_burst_of_saves_is_one_batch(tmp_path):
    ignored = tmp_path / "out"
    ignored.mkdir()
    watcher = Watcher(tmp_path, [ignored])
    for number in range(20):
        (tmp_path / f"{number}.txt").write_text("x")
        (ignored / f"{number}.txt").write_text("x")
        (tmp_path / f".{number}.swp").write_text("x")
    batch = next(iter(watcher))
    watcher.stop()
    assert {Path(p).suffix for p in batch if Path(p) != tmp_path} == {".txt"}
    assert not any(str(ignored) in p for p in batch)


def test_a_taken_port_gives_the_next_one():
    first = listen(18000, exactly=False)
    taken = first.getsockname()[1]
    second = listen(taken, exactly=False)
    with pytest.raises(OSError, match="taken"):
        listen(taken, exactly=True)
    assert second.getsockname()[1] > taken
    first.close()
    second.close()
