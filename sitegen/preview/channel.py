"""The channel: open pages, and word to each of them when something is new."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Callable

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

    async def stream(self, page: str, say: Callable[[], bytes]) -> AsyncIterator[bytes]:
        """What is new for a page, now and whenever there is something; `say` makes the words, in a thread.

        What comes while a page is slow to read is not kept: it gets the newest state when it does.
        """
        self._loop = asyncio.get_running_loop()
        event = asyncio.Event()
        self._open[event] = page
        self._viewed[page] += 1
        said = b""
        try:
            while not self.closing:
                event.clear()
                words = await asyncio.to_thread(say)
                if words != said:
                    yield words
                    said = words
                try:
                    await asyncio.wait_for(event.wait(), ALIVE)
                except TimeoutError:
                    yield b": still here\n\n"
        finally:
            del self._open[event]
            self._viewed[page] -= 1
            self._viewed += Counter()
