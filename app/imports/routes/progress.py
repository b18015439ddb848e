"""How far an import is, as a page, as a part and as it happens."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get
from litestar.params import FromPath
from litestar.response import ServerSentEvent

from app.imports.routes.shown import find, progress_context, progress_page, workers_of
from app.jobs.events import events
from app.web.pages import go
from app.web.shell import locale_of
from app.web.templates import render
from app.web.user import WebRequest


class Following(Controller):
    path = "/imports/{import_id:int}"
    opt = {"right": "imports.run"}  # noqa: RUF012 (Litestar reads it from the class)

    @get("/progress")
    async def progress(self, request: WebRequest, import_id: FromPath[int]) -> Response[Any]:
        """Once nothing is worked on any more: the page of the next step."""
        found = find(request, import_id)
        return progress_page(request, found) if found.is_busy else go(request, found.address)

    @get("/events")
    async def events(self, request: WebRequest, import_id: FromPath[int]) -> ServerSentEvent:
        found, locale = find(request, import_id), locale_of(request)
        return events(
            lambda: workers_of(request).attend(found.folder),
            lambda: render("imports/_progress.html", locale, here=found.address, **progress_context(found)),
        )
