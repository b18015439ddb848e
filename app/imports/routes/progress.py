"""How far an import is, as a page, as a part and as it happens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from litestar import Controller, Response, get
from litestar.params import FromPath
from litestar.response import ServerSentEvent
from litestar.response.sse import ServerSentEventMessage

from app.imports.routes.shown import Found, find, progress_context, progress_page
from app.web.pages import go
from app.web.shell import locale_of
from app.web.templates import render
from app.web.user import WebRequest

_EVERY_SECONDS = 0.25
# No stream stays open for ever: the page asks again by itself, and a server that stops has to wait for none.
_LONGEST_SECONDS = 20.0


class Following(Controller):
    path = "/imports/{import_id:int}"
    opt = {"right": "imports.run"}  # noqa: RUF012 (Litestar reads it from the class)

    @get("/progress")
    async def progress(self, request: WebRequest, import_id: FromPath[int]) -> Response[Any]:
        """Once nothing is worked on any more: the page of the next step."""
        found = find(request, import_id)
        return progress_page(request, found) if found.folder.is_busy else go(request, found.address)

    @get("/events")
    async def events(self, request: WebRequest, import_id: FromPath[int]) -> ServerSentEvent:
        found = find(request, import_id)
        headers = {"Cache-Control": "private, no-store", "X-Accel-Buffering": "no"}
        return ServerSentEvent(_told(found, locale_of(request)), headers=headers)


async def _told(found: Found, locale: str) -> AsyncIterator[ServerSentEventMessage]:
    loop = asyncio.get_running_loop()
    end, last = loop.time() + _LONGEST_SECONDS, None
    while loop.time() < end:
        if not found.folder.is_busy:
            yield ServerSentEventMessage(event="finished", data="finished")
            return
        context = progress_context(found)
        if context["progress"] != last:
            last = context["progress"]
            yield ServerSentEventMessage(
                data=render("imports/_progress.html", locale, here=found.address, **context)
            )
        await asyncio.sleep(_EVERY_SECONDS)
