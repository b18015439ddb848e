"""How far a job is, as it happens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

from litestar.response import ServerSentEvent
from litestar.response.sse import ServerSentEventMessage

_EVERY_SECONDS = 0.25
# No stream stays open for ever: the page asks again by itself, and a server that stops has to wait for none.
_LONGEST_SECONDS = 20.0
_HEADERS = {"Cache-Control": "private, no-store", "X-Accel-Buffering": "no"}


def events(is_busy: Callable[[], bool], part: Callable[[], str]) -> ServerSentEvent:
    """`part` is what the page shows now; it is sent whenever it is another one, then "finished"."""
    return ServerSentEvent(_told(is_busy, part), headers=_HEADERS)


async def _told(
    is_busy: Callable[[], bool], part: Callable[[], str]
) -> AsyncIterator[ServerSentEventMessage]:
    loop = asyncio.get_running_loop()
    end, last = loop.time() + _LONGEST_SECONDS, ""
    while loop.time() < end:
        if not is_busy():
            yield ServerSentEventMessage(event="finished", data="finished")
            return
        shown = part()
        if shown != last:
            last = shown
            yield ServerSentEventMessage(data=shown)
        await asyncio.sleep(_EVERY_SECONDS)
