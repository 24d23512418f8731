"""What may be asked of a preview, by whom, and what a hostile client gets: a real server, bytes on its socket."""

import re
import socket
import subprocess
import time

import pytest

from sitegen.preview.guard import names_of
from tests.archive import Site
from tests.serving import serving
from tests.test_preview import free_port


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("archive"))
    site.article("one", "The GPU is a chip.")
    with serving(site.root, "-p", str(free_port())) as running:
        running.site = site
        yield running


PATHS = [
    "../sitegen.toml", "%2e%2e/sitegen.toml", "%252e%252e/sitegen.toml", "..%2fsitegen.toml", "..%5csitegen.toml",
    "articles/../../sitegen.toml", "articles/one/../../../sitegen.toml", "%00", "index.html%00.txt", "index.html%00",
    "%c0%ae%c0%ae/sitegen.toml", "%e0%80%ae/sitegen.toml", "%ff", "/etc/passwd", "//etc/passwd", "/\\etc\\passwd",
    "\\..\\sitegen.toml", "./index.html", "articles/./one/", "articles/one/;x", "articles;x/one/", "index.html;",
    "index.html.", "index.html%20", "index.html/", "INDEX.HTML", "Articles/one/", "articles/one/index.html/x",
    ".sitegen/preview.sqlite", ".sitegen/", "content/one.md", "sitegen.toml", "-/../../sitegen.toml", "-/live.py",
    "-/..%2fapp.py", "-/static/live.js", "-/templates/broken.html", "-/templates/panel.html", "-/panel.html", "-/panel/", "-/note/one", "-/edits",
    "-/..%2fpanel.py", "-/%2e%2e/panel.py", "@fs/etc/passwd", "@fs/etc/passwd?raw??",
    "articles/one%2f", "articles%2fone/", "file:///etc/passwd", "%2f%2fevil.example/", "/evil.example/articles",
    "%0d%0aX-Injected:%20yes", "articles/one%0d%0aX-Injected:%20yes", "%1b[31m", "~root/", "con", "index.html::$DATA",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_only_files_of_the_site_are_given(served, path):
    for target in (served.base + path, "/" + path):
        said = served.raw(
            f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nConnection: close\r\n\r\n".encode()
        )
        status = int(said.split(b" ")[1])
        assert status in (307, 400, 404) or (status == 200 and path in ("articles/one%2f", "articles%2fone/")), said
        head = said.partition(b"\r\n\r\n")[0].lower()
        assert b"x-injected" not in head
        for location in re.findall(rb"\nlocation: (.*?)\r", head + b"\r"):
            assert re.match(rb"/(?![/\\])", location), said
        assert b"root:" not in said
        assert b"title = " not in said


def test_odd_targets_and_queries(served):
    for target, expected in [
        (f"{served.base}?raw??", 200), (f"{served.base}articles/one/?x=%00", 200), ("*", 400), ("", 400),
        (f"http://127.0.0.1:{served.port}{served.base}", 404), ("http://evil.example/", 404),
        (f"{served.base}{'x' * 60_000}", 404), (f"{served.base}#x", 404), (f"{served.base}index.html#x", 404),
    ]:  # fmt: skip
        said = served.raw(
            f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nConnection: close\r\n\r\n".encode()
        )
        status = int(said.split(b" ")[1])
        assert status == expected or status in (400, 404, 414), (target, said[:200])
        assert status < 500
    said = served.raw(f"GET /{'x' * 200_000} HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n\r\n".encode())
    assert said == b"" or int(said.split(b" ")[1]) in (400, 404, 414, 431)
    assert served.get("")[0] == 200


def test_a_link_that_is_planted_is_not_followed(served):
    (served.site.root / "secret.txt").write_text("secret")
    (served.site.root / "static").mkdir(exist_ok=True)
    (served.site.root / "static/planted.txt").symlink_to("../secret.txt")
    (served.site.root / "content/planted.md").symlink_to("../secret.txt")
    served.site.write("static/last.txt", "x")
    served.until("assets/last.txt", "x")
    assert served.get("assets/planted.txt")[0] == 404
    assert served.get("articles/planted/")[0] == 404


def test_only_exact_names_are_answered(served):
    port = served.port
    for host in (f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}", f"LOCALHOST:{port}"):
        assert served.get("", Host=host)[0] == 200, host
    for host in (
        "evil.example", f"evil.example:{port}", f"127.0.0.1.nip.io:{port}", f"127.0.0.1:{port + 1}", "127.0.0.1", "",
        f"localhost.:{port}", f"localhost:{port}.evil.example", f"127.1:{port}", f"2130706433:{port}", f"0.0.0.0:{port}",
        f"127.0.0.1:{port}, evil.example", f"user@127.0.0.1:{port}", "localhost", f"[::1%25lo]:{port}",
    ):  # fmt: skip
        status, data, _ = served.get("", Host=host)
        assert (status in (400, 403), b"GPU" in data) == (True, False), host
    assert served.get("", Host="evil.example", X_Forwarded_Host=f"127.0.0.1:{port}")[0] == 403
    asked = f"GET {served.base} HTTP/1.1\r\n"
    for head in ("", f"Host: 127.0.0.1:{port}\r\nHost: evil.example\r\n", f"Host: 127.0.0.1:{port}\r\n" * 2):
        said = served.raw(f"{asked}{head}\r\n".encode())
        assert int(said.split(b" ")[1]) in (400, 403)
    assert b" 403 " in served.raw(f"GET {served.base} HTTP/1.0\r\n\r\n".encode()).split(b"\r\n")[0]


def test_pages_of_other_sites_get_nothing(served):
    port = served.port
    own = f"http://127.0.0.1:{port}"
    assert served.get("", Origin=own)[0] == 200
    assert served.get("", Sec_Fetch_Site="none", Sec_Fetch_Mode="navigate", Sec_Fetch_Dest="document")[0] == 200
    visit = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}
    assert served.get("", **visit)[0] == 200
    for headers in (
        {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": f"http://127.0.0.1:{port + 1}"},
        {"Origin": f"https://127.0.0.1:{port}"}, {"Origin": f"http://localhost:{port}"}, {"Origin": own + ".evil.example"},
        {"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "no-cors"},
        visit | {"Sec_Fetch_Dest": "iframe"}, visit | {"Sec_Fetch_Mode": "no-cors"},
    ):  # fmt: skip
        status, data, answer = served.get("", **headers)
        assert (status, b"GPU" in data) == (403, False), headers
        assert answer["Access-Control-Allow-Origin"] is None
    for path in ("", "nothing/", "-/live.js", "assets/style.css", "articles/one"):
        headers = served.get(path)[2]
        assert headers["Access-Control-Allow-Origin"] is None
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Server"] is None


def test_the_channel_is_for_pages_that_were_given_its_token(served):
    events = "-/events?page=/repo/"
    token = served.token()
    assert served.get(events)[0] == 403
    assert served.get(f"{events}&token=")[0] == 403
    assert served.get(f"{events}&token={token[:-1]}")[0] == 403
    assert served.get(f"{events}&token=%ff%C3%A9")[0] == 403
    assert served.get(f"{events}&token={token}", Origin="http://evil.example")[0] == 403
    assert served.get(f"{events}&token={token}", Host="evil.example")[0] == 403
    with served.stream("articles/one/") as states:
        assert next(states)["problems"] == []


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
def test_other_methods_are_refused(served, method):
    status, _, headers = served.get("", method=method)
    assert (status, sorted(headers["Allow"].split(", "))) == (405, ["GET", "HEAD"])


def test_heads_are_those_of_the_answers_also_one_after_the_other(served):
    for path in ("", "articles/one/", "assets/style.css", "nothing/", "articles/one", "-/live.js"):
        status, _, headers = served.get(path)
        told, data, heads = served.get(path, method="HEAD")
        assert (told, data) == (status, b"")
        assert {k.lower(): v for k, v in heads.items() if k != "date"} == {
            k.lower(): v for k, v in headers.items() if k != "date"
        }
    asked = f"HEAD {served.base} HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n\r\n"
    last = asked.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")
    said = served.raw((asked * 3 + last).encode())
    assert said.count(b"HTTP/1.1 200 OK") == 4
    assert b"<html" not in said


def test_it_listens_on_this_machine_only(served):
    found = subprocess.run(["ss", "-Htln"], capture_output=True, text=True, check=False)
    if found.returncode:
        pytest.skip("no ss")
    listening = {line.split()[3] for line in found.stdout.splitlines() if line.split()[3].endswith(f":{served.port}")}
    assert listening <= {f"127.0.0.1:{served.port}", f"[::1]:{served.port}"}
    assert listening


def test_another_address_needs_a_flag_and_is_said_aloud(tmp_path):
    site = Site(tmp_path)
    site.article("one", "The GPU is a chip.")
    with serving(tmp_path, "-p", str(free_port()), "--host", "0.0.0.0") as served:
        assert any(line.startswith("Warning: not only this machine can read this preview") for line in served.lines)
        name = socket.gethostname().lower()
        assert served.get("", Host=f"{name}:{served.port}")[0] == 200
        assert served.get("", Host=f"evil.example:{served.port}")[0] == 403
    with serving(tmp_path, "-p", str(free_port()), "--host", "127.0.0.1") as served:
        assert served.get("")[0] == 200
        assert served.get("", Host=f"localhost:{served.port}")[0] == 403


def connected(served, data=b"", count=1):
    """Connections that have sent something and wait."""
    opened = []
    for _ in range(count):
        one = socket.create_connection(("127.0.0.1", served.port), timeout=20)
        one.sendall(data)
        opened.append(one)
    return opened


def answers_in(served):
    """The shortest of some times in which a page is answered."""
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        assert served.get("articles/one/")[0] == 200
        times.append(time.perf_counter() - begun)
    return min(times)


def test_clients_that_hang_on_keep_no_one_else_waiting(served):
    asking = f"GET {served.base}-/events?token={served.token()} HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n\r\n"
    whole = f"GET {served.base}assets/style.css HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n\r\n"
    opened = connected(served, b"GET / HTTP/1.1\r\nHost: 127", 100)  # what never ends
    opened += connected(served, count=100)  # what says nothing
    opened += connected(served, asking.encode(), 300)  # open pages
    opened += connected(served, (whole * 200).encode(), 5)  # what asks and never reads
    assert answers_in(served) < 0.2
    served.site.article("one", "The GPU is followed.")
    served.until("articles/one/", "is followed")
    for one in opened:
        one.close()
    assert answers_in(served) < 0.2


def test_there_is_an_end_to_open_pages(served):
    asking = f"GET {served.base}-/events?token={served.token()} HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n\r\n"
    opened = connected(served, asking.encode(), 600)
    answers = [one.recv(12) for one in opened]
    assert answers.count(b"HTTP/1.1 200") <= 512
    assert answers.count(b"HTTP/1.1 503") >= 600 - 512
    assert served.get("articles/one/")[0] == 200
    for one in opened:
        one.close()


def test_nothing_of_a_request_reaches_the_terminal_unescaped(served):
    served.raw(b"GET /\x1b[31m\x07 HTTP/1.1\r\nHost: x\r\n\r\n")
    served.raw(b"\x1b]0;taken\x07\r\n\r\n")
    assert served.get("%1b[31m")[0] == 404
    assert not any("\x1b" in line for line in served.lines)


def test_what_is_published_knows_nothing_of_the_preview(served):
    site = Site.at(served.site.root)
    site.article("hidden", "Draft words.", status="draft")
    assert site.build().published
    everything = b"".join(site.files().values())
    for trace in (b"live.js", b"localhost", b"127.0.0.1", str(site.root).encode(), b"Draft words", b"data-token"):
        assert trace not in everything


def test_names_of_this_machine():
    assert names_of(None) == ("127.0.0.1", "localhost", "[::1]")
    assert names_of("192.0.2.1") == ("192.0.2.1", "127.0.0.1", "localhost", "[::1]")
    assert names_of("fd00::1")[0] == "[fd00::1]"
    assert {"127.0.0.1", "localhost"} <= set(names_of("0.0.0.0"))
