"""Who may ask: pages of this preview itself, at its own names, and no page of another site."""

from __future__ import annotations

import secrets
import socket

from starlette.datastructures import Headers

LOCAL_NAMES = ("127.0.0.1", "localhost", "[::1]")
TOKEN = "x-sitegen-token"
HEADERS = {
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}


def names_of(host: str | None) -> tuple[str, ...]:
    """The names by which a server on loopback, or at another host's address, may be asked."""
    if host is None:
        return LOCAL_NAMES
    shown = f"[{host}]" if ":" in host else host
    if host not in ("0.0.0.0", "::"):
        return (shown,) if host in ("127.0.0.1", "::1") else (shown, *LOCAL_NAMES)
    found = {name.lower() for name in (socket.gethostname(), socket.getfqdn())}
    try:
        addresses = {str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None)}
    except OSError:
        addresses = set()
    found |= {f"[{address}]" if ":" in address else address for address in addresses}
    return (*LOCAL_NAMES, *sorted(found))


class Guard:
    """The names and the port that requests must have asked for, and a token that only our own pages get."""

    def __init__(self, names: tuple[str, ...], port: int) -> None:
        self._hosts = {f"{name}:{port}" for name in names} | (set(names) if port == 80 else set())
        self.token = secrets.token_urlsafe(24)

    def refuses(self, headers: Headers) -> bool:
        """Whether a request is not for us, or comes from a page of another site and is not a visit."""
        named = headers.getlist("host")
        if len(named) != 1 or named[0].lower() not in self._hosts:
            return True
        if not self._is_ours(headers):
            return headers.get("sec-fetch-mode") != "navigate" or headers.get("sec-fetch-dest") != "document"
        return False

    def refuses_page(self, headers: Headers, token: str) -> bool:
        """Whether what only our own pages may ask for was asked by another, or without the token."""
        return not self._is_ours(headers) or not secrets.compare_digest(token.encode(), self.token.encode())

    def refuses_write(self, headers: Headers) -> bool:
        """Whether a change was not asked for by one of our own pages, with the token and the origin to show for it."""
        origins = headers.getlist("origin")
        return len(origins) != 1 or self.refuses_page(headers, headers.get(TOKEN, ""))

    def _is_ours(self, headers: Headers) -> bool:
        """Whether what a browser says of the asking page, if anything, is that it is one of ours."""
        for origin in headers.getlist("origin"):
            if origin.removeprefix("http://").lower() != headers.get("host", "").lower() or "://" not in origin:
                return False
        return headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")
