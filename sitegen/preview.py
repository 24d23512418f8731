"""The preview: a site from memory on this machine alone, with a reload when it changes.

The output folder is never touched, and what is served is what `build` would write: the script that
reloads the page is put into the response, not into the page.
"""

from __future__ import annotations

import asyncio
import json
import mimetypes
import socket
from collections.abc import AsyncIterator, Mapping
from urllib.parse import unquote

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from sitegen.markup import element
from sitegen.problems import Problem

EVENTS = "__sitegen/events"
SCRIPT = "__sitegen/reload.js"
_RELOAD = b"""\
const events = new EventSource(new URL("events", import.meta.url));
const box = document.createElement("output");
box.className = "preview-problems";
box.hidden = true;
document.body.append(box);
let epoch = null;
events.addEventListener("state", (event) => {
  const state = JSON.parse(event.data);
  if (epoch !== null && state.epoch !== epoch) location.reload();
  epoch = state.epoch;
  box.textContent = state.problems.join("\\n");
  box.hidden = state.problems.length === 0;
});
"""
_NOT_BUILT = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Not built yet</title>
<style>.preview-problems {{ display: none }}</style></head>
<body style="font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem">
<h1>Not built yet</h1>
<p>Mend what follows and save; this page then becomes the site by itself.</p>
<ul style="font-family: ui-monospace, monospace; overflow-wrap: anywhere">{}</ul>
</body></html>
"""
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_TYPES = {
    ".json": "application/json",
    ".js": "text/javascript",
    ".xml": "application/xml",
    ".yaml": "text/plain",
}


class Preview:
    """What is being served now: files by path, an epoch, the problems of the last build."""

    def __init__(self, base_path: str, port: int) -> None:
        self.base_path = base_path
        self._hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]")}
        self._files: Mapping[str, bytes] = {}
        self._epoch = 0
        self._problems: tuple[str, ...] = ()
        self._changed: set[asyncio.Event] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closing = False

    def show(self, files: Mapping[str, bytes] | None, problems: tuple[Problem, ...]) -> None:
        """Serve new files, or keep the old ones where there are none, and tell open pages."""
        shown = tuple(str(p) for p in problems if p.severity == "error")
        if files is not None and files != self._files:
            self._files = files
            self._epoch += 1
        elif not self._files and shown != self._problems:
            # The page that explains the problems is made of them.
            self._epoch += 1
        self._problems = shown
        self._wake()

    def fail(self, message: str) -> None:
        """Tell open pages why there is no newer build."""
        self._problems = (message,)
        self._wake()

    def close(self) -> None:
        """Let every open page's stream end."""
        self._closing = True
        self._wake()

    def _wake(self) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._set_all)

    def _set_all(self) -> None:
        for event in self._changed:
            event.set()

    def app(self) -> Starlette:
        """The application, for any ASGI server."""
        return Starlette(routes=[Route("/{path:path}", self._answer, methods=["GET", "HEAD"])])

    async def _answer(self, request: Request) -> Response:
        self._loop = asyncio.get_running_loop()
        if request.headers.getlist("host") != [h for h in request.headers.getlist("host") if h in self._hosts][:1]:
            return Response("This preview answers on its own address only.\n", 403, _HEADERS)
        raw = request.scope.get("raw_path", b"").decode("ascii", "replace").partition("?")[0]
        path = unquote(raw)
        if not path.startswith(self.base_path):
            return RedirectResponse(self.base_path) if path == "/" else self._missing()
        path = path[len(self.base_path) :]
        if path == EVENTS:
            return StreamingResponse(self._stream(), media_type="text/event-stream", headers=_HEADERS)
        if path == SCRIPT:
            return Response(_RELOAD, media_type="text/javascript", headers=_HEADERS)
        return self._file(path)

    def _file(self, path: str) -> Response:
        name = path + "index.html" if path == "" or path.endswith("/") else path
        if name in self._files:
            return self._with_script(name, self._files[name], 200)
        if f"{path}/index.html" in self._files:
            return RedirectResponse(f"{self.base_path}{path}/".replace("//", "/"), headers=_HEADERS)
        return self._missing()

    def _missing(self) -> Response:
        if not self._files:
            return self._with_script("problems.html", self._explanation(), 503)
        return self._with_script("404.html", self._files.get("404.html", b"Not found\n"), 404)

    def _explanation(self) -> bytes:
        """The page that stands in for every other until there is a site."""
        items = "".join(element("li", problem) for problem in self._problems)
        return _NOT_BUILT.format(items).encode()

    def _with_script(self, name: str, data: bytes, status: int) -> Response:
        suffix = "." + name.rsplit(".", 1)[-1]
        kind = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        if suffix == ".html":
            script = f'<script type="module" src="{self.base_path}{SCRIPT}"></script>'.encode()
            data = data.replace(b"</body>", script + b"</body>", 1)
        return Response(data, status, _HEADERS, media_type=kind)

    async def _stream(self) -> AsyncIterator[bytes]:
        event = asyncio.Event()
        self._changed.add(event)
        try:
            while not self._closing:
                state = json.dumps({"epoch": self._epoch, "problems": self._problems})
                yield f"event: state\ndata: {state}\n\n".encode()
                await event.wait()
                event.clear()
        finally:
            self._changed.discard(event)


class Server(uvicorn.Server):
    """uvicorn that lets open event streams end before it waits for connections."""

    def __init__(self, preview: Preview, listening: socket.socket) -> None:
        super().__init__(
            uvicorn.Config(preview.app(), log_level="warning", timeout_graceful_shutdown=2, lifespan="off")
        )
        self._preview = preview
        self._listening = listening

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._preview.close()
        await super().shutdown(sockets)

    def run_here(self) -> None:
        """Serve until interrupted."""
        self.run(sockets=[self._listening])


def listen(port: int, *, exactly: bool) -> socket.socket:
    """A socket on loopback: the port asked for, or unless `exactly` the next free one of twenty.

    Raises OSError if there is none.
    """
    for candidate in [port] if exactly else range(port, port + 20):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(("127.0.0.1", candidate))
            listening.listen(128)
        except OSError:
            listening.close()
            continue
        return listening
    raise OSError(f"port {port} is taken")
