"""The server: sockets on this machine, and uvicorn that ends at once when it is told to."""

from __future__ import annotations

import errno
import socket

import uvicorn

from sitegen.preview.app import Preview

PORTS = 20
LOOPBACK = ("127.0.0.1", "::1")
# Seconds that requests have to end when the server is stopped.
GRACE = 1


class Server(uvicorn.Server):
    """uvicorn that lets open event streams end before it waits for connections."""

    def __init__(self, preview: Preview, listening: list[socket.socket]) -> None:
        super().__init__(
            uvicorn.Config(
                preview.app, interface="asgi3", log_level="error", ws="none", proxy_headers=False, timeout_graceful_shutdown=GRACE, lifespan="off",
                server_header=False, access_log=False,
            )
        )  # fmt: skip
        self._preview = preview
        self._listening = listening

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._preview.close()
        await super().shutdown(sockets)

    def run_here(self) -> None:
        """Serve until interrupted."""
        self.run(sockets=self._listening)


def listen(port: int, *, exactly: bool, host: str | None = None) -> list[socket.socket]:
    """Sockets on loopback, or at another host's address: the port asked for, or unless `exactly` the next free one.

    Raises OSError if there is none.
    """
    for candidate in [port] if exactly else range(port, min(port + PORTS, 65536)):
        if sockets := _all_on(candidate, [host] if host else list(LOOPBACK)):
            return sockets
    raise OSError(errno.EADDRINUSE, f"port {port} is taken" if exactly else f"ports {port} to {candidate} are taken")


def _all_on(port: int, hosts: list[str]) -> list[socket.socket]:
    """Sockets on a port at some addresses; none if it is taken at one of them.

    A machine without one of the addresses does without.
    """
    sockets: list[socket.socket] = []
    for host in hosts:
        try:
            sockets.append(_on(host, port))
        except OSError as failure:
            if failure.errno == errno.EADDRINUSE or len(hosts) == 1:
                for one in sockets:
                    one.close()
                if failure.errno != errno.EADDRINUSE:
                    raise
                return []
    return sockets


def _on(host: str, port: int) -> socket.socket:
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listening = socket.socket(family, kind)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listening.bind(address)
        listening.listen(1024)
    except OSError:
        listening.close()
        raise
    return listening
