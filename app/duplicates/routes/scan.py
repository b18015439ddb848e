"""The scan of a region: started, watched, given up, and what it has found."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

from litestar import Controller, Response, get, post
from litestar.response import ServerSentEvent

from app.access.log import AccessLog
from app.clock import stamp
from app.duplicates import scans
from app.duplicates.progress import PHASES
from app.duplicates.scans import Scan
from app.duplicates.staging import SHELF
from app.duplicates.views import Found, load
from app.i18n import Message
from app.jobs.events import events
from app.jobs.progress import Progress
from app.jobs.staging import Folder
from app.jobs.workers import Workers
from app.web.context import acting, region_of, user_of
from app.web.forms import whole_number
from app.web.pages import go, page
from app.web.shell import locale_of
from app.web.templates import render
from app.web.user import WebRequest

GROUPS = 20
# A small region is searched before the answer is sent: nobody wants to see a bar for it.
_WAIT_SECONDS = 1.5


class Duplicates(Controller):
    path = "/duplicates"
    opt = {"right": "clients.edit"}  # noqa: RUF012 (Litestar reads it from the class)

    @get()
    async def show(self, request: WebRequest) -> Response[Any]:
        region = region_of(request)
        scan, is_busy = _last(request)
        if scan and is_busy:
            return _progress_page(request, scan)
        start = whole_number(request.query_params.get("from", ""))
        found = await region.read_slow(load, start, GROUPS)
        _note_look(request, found)
        return page(
            request, "duplicates/list.html", module="clients", found=found, scan=scan, base=_base(request),
            clients=f"/{region.code}/clients",
        )  # fmt: skip

    @post()
    async def begin(self, request: WebRequest) -> Response[Any]:
        region, workers = region_of(request), workers_of(request)
        before, is_busy = _last(request)
        if is_busy:
            return go(request, _base(request))
        folder = Folder(SHELF.path(request.app.state.settings.data, region.code, str(uuid.uuid4())))
        folder.make()
        actor, now = acting(request)
        gone = before.uuid if before and before.state == "running" else ""
        with workers.claim(folder) as lock:
            await region.note(scans.begin, folder.uuid, actor, stamp(now), gone=gone)
            task = workers.start(region.code, folder, {}, lock, _ended(request, folder))
        await asyncio.wait([task], timeout=_WAIT_SECONDS)
        return go(request, _base(request))

    @get("/progress")
    async def progress(self, request: WebRequest) -> Response[Any]:
        """Once nothing is searched any more: what was found."""
        scan, is_busy = _last(request)
        if scan and is_busy:
            return _progress_page(request, scan)
        return go(request, _base(request))

    @get("/events")
    async def events(self, request: WebRequest) -> ServerSentEvent | Response[Any]:
        scan, locale = region_of(request).read(scans.last), locale_of(request)
        if scan is None:
            return go(request, _base(request))
        folder = folder_of(request, scan)
        return events(
            lambda: workers_of(request).attend(folder),
            lambda: render("duplicates/_progress.html", locale, progress=_progress(folder), phases=PHASES),
        )

    @post("/removal")
    async def give_up(self, request: WebRequest) -> Response[Any]:
        region = region_of(request)
        scan = region.read(scans.last)
        if scan and scan.state == "running":
            _, now = acting(request)
            await region.note(scans.give_up, scan.uuid, stamp(now))
            await workers_of(request).end(folder_of(request, scan))
        return go(request, _base(request))


def workers_of(request: WebRequest) -> Workers:
    workers: Workers = request.app.state.duplicates
    return workers


def _last(request: WebRequest) -> tuple[Scan | None, bool]:
    """The last search, and whether it is under way."""
    region = region_of(request)
    scan = region.read(scans.last)
    if scan and scan.state == "running" and workers_of(request).attend(folder_of(request, scan)):
        return scan, True
    return region.read(scans.last), False


def folder_of(request: WebRequest, scan: Scan) -> Folder:
    return Folder(SHELF.path(request.app.state.settings.data, region_of(request).code, scan.uuid))


def _base(request: WebRequest) -> str:
    return f"/{region_of(request).code}/duplicates"


def _ended(request: WebRequest, folder: Folder) -> Any:
    region, clock = region_of(request), request.app.state.clock

    async def ended(reason: Message | None) -> None:
        if reason is not None:
            await region.note(scans.fail, folder.uuid, reason, stamp(clock.now()))

    return ended


def _progress(folder: Folder) -> Progress:
    found = folder.read("progress")
    return Progress(**found) if found else Progress("reading", 0, 0, 0.0)


def _progress_page(request: WebRequest, scan: Scan) -> Response[Any]:
    return page(
        request, "duplicates/progress.html", part="duplicates/_progress.html", module="clients", scan=scan,
        progress=_progress(folder_of(request, scan)), phases=PHASES, base=_base(request),
        clients=f"/{region_of(request).code}/clients",
    )  # fmt: skip


def _note_look(request: WebRequest, found: Found) -> None:
    shown = [each for group in found.groups for each in group.members]
    if shown:
        access: AccessLog = request.app.state.access
        access.note(region_of(request), user_of(request), "list", shown, "duplicates")
