"""The channel: open pages, and word to each of them when something is new."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from sitegen.preview.guard import HEADERS

MOST_STREAMS = 512
# Seconds after which a silent stream says that it is alive, so that a page that has gone is noticed.
ALIVE = 15


class Channel:
    """The streams of open pages by the page that each has open. All but `wake` and `close` belong to one event loop."""

    def __init__(self) -> None:
        self._open: dict[asyncio.Event, str] = {}
        self._viewed: Counter[str] = Counter()
        self._loop: asyncio.AbstractEventLoop | None = None
        self.closing = False

    @property
    def full(self) -> bool:
        """Whether there are as many streams as we are willing to have."""
        return len(self._open) >= MOST_STREAMS

    def viewed(self) -> list[str]:
        """The pages that are open somewhere, those in most places first."""
        return [page for page, _ in self._viewed.copy().most_common()]

    def wake(self) -> None:
        """Have every stream say what is new. Any thread may ask for it."""
        if self._loop is not None and not self._loop.is_closed():
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._set_all)

    def close(self) -> None:
        """Let every stream end."""
        self.closing = True
        self.wake()

    def _set_all(self) -> None:
        for event in self._open:
            event.set()

    def stream(self, page: str, say: Callable[[], bytes]) -> Stream:
        """An answer that tells a page what is new, now and whenever there is something; `say` makes the words.

        What comes while a page is slow to read is not kept: it gets the newest state when it does.
        """
        return Stream(self, page, say)

    @contextlib.contextmanager
    def opened(self, page: str) -> Iterator[asyncio.Event]:
        """Count a page as open; the event is set when there is something new."""
        self._loop = asyncio.get_running_loop()
        event = asyncio.Event()
        self._open[event] = page
        self._viewed[page] += 1
        try:
            yield event
        finally:
            del self._open[event]
            self._viewed[page] -= 1
            self._viewed += Counter()


class Stream(StreamingResponse):
    """The server-sent events of one open page, which counts as open from the first moment to the last."""

    def __init__(self, channel: Channel, page: str, say: Callable[[], bytes]) -> None:
        self._channel = channel
        self._page = page
        self._say = say
        self._event = asyncio.Event()
        super().__init__(self._states(), media_type="text/event-stream", headers=HEADERS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._channel.opened(self._page) as self._event:
            await super().__call__(scope, receive, send)

    async def _states(self) -> AsyncIterator[bytes]:
        said = b""
        while not self._channel.closing:
            self._event.clear()
            words = await asyncio.to_thread(self._say)
            if words != said:
                yield words
                said = words
            try:
                await asyncio.wait_for(self._event.wait(), ALIVE)
            except TimeoutError:
                yield b": still here\n\n"
