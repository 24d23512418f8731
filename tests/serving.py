"""`sitegen serve` as a process of its own, and requests to it as any program may send them."""

import contextlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
PATIENCE = 20
# What the preview puts into a page: the versions of its style sheets, and a script.
ADDED = re.compile(
    rb'(?<=\.css)\?[0-9a-f]+(?=")|<script type="module" src="[^"]*/-/live.js"[^>]*></script>',
)


def as_built(data):
    """A page that the preview gave, as a build makes it."""
    return ADDED.sub(b"", data)


class Served:
    """A preview that runs: where it is, what it printed, and requests to it."""

    def __init__(self, process, lines, base, port):
        self.process = process
        self.lines = lines
        self.base = base
        self.port = port

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}{self.base}"

    def get(self, path, method="GET", **headers):
        """Status, body and headers of an answer. `path` is of the site, unless it begins with a slash."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.putrequest(method, path if path.startswith("/") else self.base + path, skip_host=True)
            connection.putheader("Host", headers.pop("Host", f"127.0.0.1:{self.port}"))
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.headers

    def page(self, path):
        return self.get(path)[1].decode()

    def raw(self, data, most=65536):
        """What the server says to some bytes, until it ends or has nothing more to say."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
            said = b""
            with contextlib.suppress(ConnectionResetError, BrokenPipeError, TimeoutError):
                connection.sendall(data)
                while len(said) < most and (more := connection.recv(65536)):
                    said += more
            return said

    def token(self):
        return re.search(r'data-token="([^"]+)"', self.page(""))[1]

    @contextlib.contextmanager
    def stream(self, page="", patience=PATIENCE):
        """The states that an open page is told, one after the other."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience)
        with contextlib.closing(connection):
            connection.request("GET", f"{self.base}-/events?token={self.token()}&page={self.base}{page}")
            answer = connection.getresponse()
            assert answer.status == 200, answer.read()
            yield _states(answer, patience)

    def until(self, path, wanted, act=lambda: None, patience=PATIENCE):
        """Do something, and follow the channel until a page answers with some words (or without: `!words`)."""
        with self.stream(path, patience) as states:
            next(states)
            act()
            while (wanted.removeprefix("!") in self.page(path)) == wanted.startswith("!"):
                next(states)

    def told(self, act, fits, page=""):
        """Do something, and give the first state that an open page is told and that fits."""
        with self.stream(page) as states:
            next(states)
            act()
            return next(state for state in states if fits(state))


def _states(answer, patience):
    end = time.monotonic() + patience
    while line := answer.readline():
        assert time.monotonic() < end, "nothing more was told"
        if line.startswith(b"data:"):
            yield json.loads(line[5:])


@contextlib.contextmanager
def serving(root, *arguments, **environment):
    """`sitegen serve` on an archive. It must end in time and without an error when it is interrupted."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "sitegen", "-C", str(root), "serve", *arguments],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT), "CI": "1", **environment},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, bufsize=1,
    )  # fmt: skip
    lines, found = [], None
    for line in process.stdout:
        lines.append(line)
        if found := re.search(r"Serving http://([^/]+):(\d+)(/\S*)", line):
            break
    assert found, lines
    # What is not read would stop the process at some time.
    reader = threading.Thread(target=lambda: lines.extend(process.stdout), daemon=True)
    reader.start()
    try:
        yield Served(process, lines, found[3], int(found[2]))
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            begun = time.monotonic()
            code = process.wait(PATIENCE)
            assert (code, time.monotonic() - begun < 5) == (0, True)
        reader.join(PATIENCE)
        process.stdout.close()
