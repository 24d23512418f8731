"""Ports that are taken, an interface that goes down, a process that sleeps: what is said, and how it goes on."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from sitegen.preview import listen
from tests.archive import CONFIG, Site
from tests.serving import serving
from tests.test_preview import free_port
from tests.waiting import until

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path)
    made.article("one", "The GPU is a chip.")
    return made


def refused(site, *arguments):
    """What a preview that can't begin says."""
    done = subprocess.run(
        [sys.executable, "-m", "sitegen", "-C", str(site.root), "serve", *arguments],
        env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr.strip()


def test_a_port_that_was_asked_for_and_is_taken_is_said_and_no_other_is_taken_in_its_place(site):
    with serving(site.root, "-p", str(free_port())) as served:
        port = str(served.port)
        code, said = refused(site, "-p", port)
        assert (code, said) == (2, f"Error: can't listen: port {port} is taken; name another with --port")
        # The first one goes on as if nothing had been.
        served.until("articles/one/", "goes on", lambda: site.article("one", "It goes on."))


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_a_port_that_is_taken_at_one_address_is_taken(site, family):
    with socket.socket(family) as other:
        try:
            other.bind(("127.0.0.1" if family == socket.AF_INET else "::1", 0))
        except OSError:
            pytest.skip("this machine has no such address")
        other.listen()
        port = other.getsockname()[1]
        assert refused(site, "-p", str(port))[1].startswith(f"Error: can't listen: port {port} is taken")
        site.write("sitegen.toml", CONFIG + f"[serve]\nport = {port}\n")
        with serving(site.root) as served:
            assert served.port > port
            assert served.get("articles/one/")[0] == 200


def test_where_all_ports_are_taken_that_is_said(site):
    taken = []
    while len(taken) < 21:
        first = listen(free_port(), exactly=True)
        start = first[0].getsockname()[1]
        taken = [first]
        for port in range(start + 1, start + 21):
            try:
                taken.append(listen(port, exactly=True))
            except OSError:
                break
        if len(taken) < 21:
            for sockets in taken:
                for one in sockets:
                    one.close()
    try:
        site.write("sitegen.toml", CONFIG + f"[serve]\nport = {start}\n")
        code, said = refused(site)
        assert (code, said) == (
            2,
            f"Error: can't listen: ports {start} to {start + 19} are taken; name another with --port",
        )
    finally:
        for sockets in taken:
            for one in sockets:
                one.close()


def test_an_address_that_is_not_this_machines_is_said(site):
    code, said = refused(site, "-p", str(free_port()), "--host", "192.0.2.1")
    assert code == 2
    assert said.startswith("Error: can't listen: ")
    assert said.endswith("; name another with --port")


def test_a_port_is_free_again_at_once_whatever_the_end(site):
    port = str(free_port())
    for end in (signal.SIGINT, signal.SIGKILL, signal.SIGTERM):
        with serving(site.root, "-p", port) as served, served.stream("articles/one/") as states:
            next(states)
            served.process.send_signal(end)
            served.process.wait(20)
    with serving(site.root, "-p", port) as served:
        assert served.get("articles/one/")[0] == 200


def test_pages_that_were_open_while_the_process_slept_are_told_what_was_saved(site):
    with serving(site.root, "-p", str(free_port())) as served, served.stream("articles/one/") as states:
        before = next(states)
        served.process.send_signal(signal.SIGSTOP)
        until(lambda: "State:\tT" in Path(f"/proc/{served.process.pid}/status").read_text())
        site.article("one", "Saved while it slept.")
        site.article("two", "New while it slept.")
        with socket.create_connection(("127.0.0.1", served.port), timeout=20) as waiting:
            # The system takes the request; who answers it does so when he wakes.
            waiting.sendall(
                f"GET {served.base}articles/two/ HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n\r\n".encode()
            )
            served.process.send_signal(signal.SIGCONT)
            assert next(states)["version"] != before["version"]
            assert re.match(rb"HTTP/1.1 (200|404) ", waiting.recv(1024))
        served.until("articles/two/", "New while it slept.")
        assert "Saved while it slept." in served.page("articles/one/")


# The preview, its reader and the loopback interface in a network of their own.
ALONE = """\
import fcntl, os, socket, struct, sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from tests.archive import Site
from tests.serving import serving

def loopback(up):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        fcntl.ioctl(one, 0x8914, struct.pack("16sh14x", b"lo", 1 if up else 0))

site = Site.at(Path(sys.argv[1]))
# The network is down at first.
with serving(site.root, "-p", "8123") as served:
    loopback(True)
    served.until("articles/one/", "is a chip")
    loopback(False)
    site.article("one", "Saved while the network was down.")
    try:
        served.get("articles/one/")
        raise SystemExit("the interface was not down")
    except OSError:
        pass
    loopback(True)
    served.until("articles/one/", "while the network was down")
    served.until("articles/one/", "and after it", lambda: site.article("one", "Saved while it was up, and after it."))
print("done")
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux alone has networks for one process")
def test_an_interface_that_goes_down_and_comes_back(site):
    apart = ["unshare", "-U", "-r", "-n"]
    if subprocess.run([*apart, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let us have a network of our own")
    done = subprocess.run(
        [*apart, sys.executable, "-c", ALONE, str(site.root), str(ROOT)],
        env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False, timeout=100,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr
