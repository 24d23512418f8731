"""The preview: what is being served now, and the application that serves it.

The output folder is never touched, and what is served is what `build` would write: the script that
brings changes into the page is put into the response, not into the page.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from sitegen.build import Content
from sitegen.build.live import Snapshot, Worked
from sitegen.build.making import TemplateFailedError
from sitegen.discover import ChangedError, digest_of
from sitegen.markup import element
from sitegen.preview.annotating import LARGEST, Changed, Pinned, Wanted, change_note, write_note, write_pin
from sitegen.preview.answers import answer, type_of
from sitegen.preview.channel import Channel
from sitegen.preview.desk import desk_page
from sitegen.preview.editing import Edited, form_of, write_edited
from sitegen.preview.guard import HEADERS, TOKEN, Guard
from sitegen.preview.opening import NotWrittenError
from sitegen.preview.overlay import Shown, shown
from sitegen.preview.panel import panel_page
from sitegen.preview.sheets import Replaced, versioned
from sitegen.preview.wording import broken_page, words
from sitegen.problems import Problem, ProblemError
from sitegen.store import LostError, Store

OWN = "-/"
STATIC = Path(__file__).parent / "static"
MISSING = "404.html"
DESK_FILE = f"{OWN}index.html"
METHODS = ("GET", "HEAD")
# What may keep a file of a snapshot from being made.
FAILURES = (TemplateFailedError, LostError, ChangedError)


class State(msgspec.Struct, frozen=True):
    """What an open page is told: its newest version, those of the files that pages load, what is wrong.

    `assets` stands for the versions of all these files.
    """

    version: str
    assets: str
    files: Mapping[str, str]
    problems: tuple[Shown, ...]
    words: dict[str, str]


class Preview:
    """What is being served now: a snapshot, and the problems of what was saved since."""

    def __init__(
        self, base_path: str, guard: Guard, store: Store, path_of: Callable[[str], Path | None], today: date
    ) -> None:
        self.base_path = base_path
        self.channel = Channel()
        self.language = "en"
        self._guard = guard
        self._path_of = path_of
        self._today = today
        self._writing = asyncio.Lock()
        self._store = store
        self._worked: Worked | None = None
        self._served: Worked | None = None
        self._snapshot: Snapshot | None = None
        self._replaced = Replaced()
        self._found: tuple[Problem, ...] = ()
        self._problems: tuple[Shown, ...] = ()

    @property
    def snapshot(self) -> Snapshot | None:
        """What is being served."""
        return self._snapshot

    def show(self, worked: Worked) -> None:
        """Serve a snapshot, or keep the one before where there is none, and tell open pages."""
        self._worked = worked
        if self._snapshot and worked.snapshot:
            self._replaced.keep(self._snapshot.assets, worked.snapshot.assets, self._snapshot.get)
        self._snapshot = worked.snapshot or self._snapshot
        self._served = worked if worked.snapshot else self._served
        self.language = worked.content.site.about.value.languages[0]
        self.tell(worked.report.problems)

    def tell(self, problems: Sequence[Problem]) -> None:
        """Tell open pages what is wrong, without anything new to see."""
        self._found = tuple(problems)
        self._problems = shown(problems, self._path_of)
        self.channel.wake()

    def close(self) -> None:
        """Let every open page's stream end."""
        self.channel.close()

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The application, for any ASGI server."""
        if scope["type"] == "http":
            answered = await self._answer(Request(scope, receive))
            await answered(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if self._guard.refuses(request.headers):
            return PlainTextResponse("This preview answers its own pages only.\n", 403, HEADERS)
        if request.method == "POST" and request.url.path.startswith(f"{self.base_path}{OWN}"):
            return await self._write(request.url.path.removeprefix(f"{self.base_path}{OWN}"), request)
        if request.method not in METHODS:
            return PlainTextResponse("", 405, HEADERS | {"Allow": ", ".join(METHODS)})
        raw = request.scope.get("raw_path", b"").decode("ascii", "replace").partition("?")[0]
        path = unquote(raw)
        if not path.startswith(self.base_path):
            return RedirectResponse(self.base_path, headers=HEADERS) if path == "/" else await self._page(None, request)
        path = path[len(self.base_path) :]
        return await self._own(path, request) or await self._page(path, request)

    async def _own(self, path: str, request: Request) -> Response | None:
        """What the preview has besides the site."""
        if not path.startswith(OWN):
            return None
        name = path.removeprefix(OWN)
        if name == "" and self._worked:
            data = await asyncio.to_thread(self._desk, self._worked)
            return self._html(data, digest_of(data), request, 200)
        if name == "events":
            return self._events(request)
        if name in ("panel", "note"):
            return await self._asked(name, request)
        file = STATIC / name
        if name and "/" not in name and file.suffix in (".js", ".css") and file.is_file():
            data = file.read_bytes()
            return answer(data, type_of(name), digest_of(data), request.headers)
        return None

    def _events(self, request: Request) -> Response:
        if self._guard.refuses_page(request.headers, request.query_params.get("token", "")):
            return PlainTextResponse("This channel is for the preview's own pages.\n", 403, HEADERS)
        if self.channel.full:
            return PlainTextResponse("There are too many open pages.\n", 503, HEADERS)
        page = _file_at(request.query_params.get("page", "").removeprefix(self.base_path))
        return self.channel.stream(page, lambda: self._words(page))

    async def _asked(self, what: str, request: Request) -> Response:
        """What our own pages show of the article that they are of: its panel, or what one of its notes says."""
        if self._guard.refuses_page(request.headers, request.headers.get(TOKEN, "")):
            return PlainTextResponse("This is for the preview's own pages.\n", 403, HEADERS)
        served, found = self._served, self._found
        page, note = (request.query_params.get(name, "") for name in ("page", "note"))
        if served is None:
            return _said(404, "There is no site yet.")
        if what == "note":
            return await _tried(lambda: _json(msgspec.json.encode(form_of(served.content, page, note))))
        panel = await asyncio.to_thread(panel_page, served.content, found, self._store, page, self.language)
        return Response(panel, 200, HEADERS, "text/html") if panel else _said(404, "No article has this address.")

    def _desk(self, worked: Worked) -> bytes:
        return desk_page(worked.content, self._found, self._store, "desk.css")

    def _words(self, page: str) -> bytes:
        """The event that tells a page how things are."""
        snapshot, worked, problems = self._snapshot, self._worked, self._problems
        version = ""
        files: Mapping[str, str] = {}
        if page == DESK_FILE and worked:
            version = digest_of(self._desk(worked))
        elif snapshot is None:
            version = digest_of(msgspec.json.encode(problems))
        else:
            try:
                version = snapshot.version(page if page in snapshot.paths else MISSING)
                files = snapshot.assets
            except (*FAILURES, KeyError) as failure:
                problems = (*problems, *self._problems_of(failure))
        state = State(version, _assets(files), files, problems, words(self.language))
        return b"event: state\ndata: " + msgspec.json.encode(state) + b"\n\n"

    def _problems_of(self, failure: Exception) -> tuple[Shown, ...]:
        return shown([failure.problem], self._path_of) if isinstance(failure, TemplateFailedError) else ()

    async def _write(self, what: str, request: Request) -> Response:
        """Write what one of our own pages asks for into a sidecar."""
        if self._guard.refuses_write(request.headers):
            return PlainTextResponse("Only the preview's own pages may write.\n", 403, HEADERS)
        data = b""
        async for part in request.stream():
            data += part
            if len(data) > LARGEST:
                return _said(413, "The note is too long.")
        # Files are read anew; what was served last knows them all, also when they were broken since.
        known = self._served or self._worked
        if known is None or request.headers.get("content-type", "").partition(";")[0] != "application/json":
            return _said(400, "This is not a note.")
        # One after the other: what one has written must not be what another has not seen.
        async with self._writing:
            return await _tried(lambda: self._written(what, data, known.content))

    def _written(self, what: str, data: bytes, content: Content) -> Response:
        if what == "notes":
            done = write_note(content, msgspec.json.decode(data, type=Wanted), self._today)
        elif what == "edits":
            done = write_edited(content, msgspec.json.decode(data, type=Edited))
        elif what == "pins":
            done = write_pin(content, msgspec.json.decode(data, type=Pinned))
        elif what == "changes":
            done = change_note(content, msgspec.json.decode(data, type=Changed))
        else:
            return _said(404, "No such thing.")
        return JSONResponse({"done": done}, 201, HEADERS)

    async def _page(self, path: str | None, request: Request) -> Response:
        """The file at a path of the site; None is for what is outside of it."""
        snapshot = self._snapshot
        if snapshot is None:
            return self._explanation(self._problems, request)
        asked = request.url.query
        if path and (replaced := self._replaced.get(path, asked)) and snapshot.assets.get(path) != asked:
            return answer(replaced, type_of(path), asked, request.headers)
        if path and not path.endswith("/") and path not in snapshot.paths and f"{path}/index.html" in snapshot.paths:
            # Only for a page that is there, so it leads nowhere else.
            return RedirectResponse(f"{self.base_path}{path}/", headers=HEADERS)
        there = path is not None and _file_at(path) in snapshot.paths
        name, status = (_file_at(path), 200) if path is not None and there else (MISSING, 404)
        try:
            data, version = await asyncio.to_thread(lambda: (snapshot.get(name), snapshot.version(name)))
        except KeyError:
            return PlainTextResponse("Not found\n", 404, HEADERS)
        except ChangedError:
            # Of an older build only what was made then is left: the next one has the file, once there is one.
            return PlainTextResponse("This file was saved since.\n", 503, HEADERS | {"Retry-After": "1"})
        except FAILURES as failure:
            return self._explanation(self._problems_of(failure) or self._problems, request)
        if not name.endswith(".html"):
            return answer(data, type_of(name), version, request.headers, status)
        data = versioned(data, name, self.base_path, snapshot.assets)
        return self._html(data, version, request, status, snapshot.assets)

    def _explanation(self, problems: tuple[Shown, ...], request: Request) -> Response:
        """The page that stands in for every other until there is a site."""
        version = digest_of(msgspec.json.encode(problems))
        data = broken_page(problems, f"{self.base_path}{OWN}live.css", self.language)
        return self._html(data, version, request, 503)

    def _html(
        self, data: bytes, version: str, request: Request, status: int, files: Mapping[str, str] | None = None
    ) -> Response:
        """A page with the script that brings changes into it; `files` are the versions of what it loads."""
        attributes = [
            ("type", "module"),
            ("src", f"{self.base_path}{OWN}live.js"),
            ("data-version", version),
            ("data-assets", _assets(files or {})),
            ("data-base", self.base_path),
            ("data-token", self._guard.token),
        ]
        script = element("script", "", attributes).encode()
        before, body, after = data.rpartition(b"</body>")
        page = before + script + body + after if body else data + script
        # A page that was kept from an earlier run has a token that is good for nothing.
        return answer(page, "text/html", digest_of(page), request.headers, status)


def _assets(files: Mapping[str, str]) -> str:
    """What stands for the versions of some files; nothing for none."""
    return digest_of(msgspec.json.encode(files)) if files else ""


async def _tried(work: Callable[[], Response]) -> Response:
    """The answer that some work comes to, or why it comes to none."""
    try:
        return await asyncio.to_thread(work)
    except msgspec.DecodeError as failure:
        return _said(400, f"This is not a note: {failure}.")
    except NotWrittenError as failure:
        return _said(409, str(failure), failure.paste)
    except (ProblemError, OSError) as failure:
        return _said(409, str(failure))


def _said(status: int, reason: str, paste: str = "") -> Response:
    return JSONResponse({"reason": reason, "paste": paste}, status, HEADERS)


def _json(data: bytes) -> Response:
    return Response(data, 200, HEADERS, "application/json")


def _file_at(path: str) -> str:
    """The path of the file that an address below the base path shows, if there is one."""
    return path + "index.html" if path == "" or path.endswith("/") else path
