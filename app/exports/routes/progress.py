"""How far an export is, as a page, as a part and as it happens."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get
from litestar.params import FromPath
from litestar.response import ServerSentEvent

from app.exports.routes.shown import find, progress_context, progress_page, workers_of
from app.jobs.events import events
from app.web.pages import go
from app.web.shell import locale_of
from app.web.templates import render
from app.web.user import WebRequest


class Following(Controller):
    path = "/exports/{export_id:int}"
    opt = {"right": "exports.run"}  # noqa: RUF012 (Litestar reads it from the class)

    @get("/progress")
    async def progress(self, request: WebRequest, export_id: FromPath[int]) -> Response[Any]:
        """Once nothing is worked on any more: the export itself."""
        found = find(request, export_id)
        return progress_page(request, found) if found.is_busy else go(request, found.address)

    @get("/events")
    async def events(self, request: WebRequest, export_id: FromPath[int]) -> ServerSentEvent:
        found, locale, workers = find(request, export_id), locale_of(request), workers_of(request)
        return events(
            lambda: workers.attend(found.folder),
            lambda: render("exports/_progress.html", locale, **progress_context(found)),
        )
