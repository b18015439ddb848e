"""The steps of one import that change something: how the file is read, the check, the import itself."""

from __future__ import annotations

import asyncio
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.clock import stamp
from app.errors import Conflict, NotFound, Problem
from app.i18n import N_, Message
from app.imports import memory, store, work
from app.imports.forms import read_duplicates, read_format, read_mapping, recognised
from app.imports.job import Job
from app.imports.model import Options
from app.imports.routes.batches import inspection_in
from app.imports.routes.shown import Found, find, mapping, preview, shown, workers_of
from app.imports.undoings import Undoings
from app.web.context import acting
from app.web.forms import sent
from app.web.pages import go
from app.web.shell import locale_of
from app.web.user import WebRequest

# A short file is checked before the answer is sent: nobody wants to see a bar for it.
_WAIT_SECONDS = 1.5
_NO_ROWS = Message(
    N_("There is no row below the header. Where the first line is a client already, write 0 here.")
)


class Steps(Controller):
    path = "/imports/{import_id:int}"
    opt = {"right": "imports.run"}  # noqa: RUF012 (Litestar reads it from the class)

    @get("/mapping")
    async def mapping(self, request: WebRequest, import_id: FromPath[int]) -> Response[Any]:
        found = find(request, import_id)
        return mapping(request, found) if _can_change(found) else await shown(request, found)

    @post("/format")
    async def set_format(self, request: WebRequest, import_id: FromPath[int]) -> Response[Any]:
        """Reads the file anew; the columns are recognised again."""
        found, form = _open(request, import_id), await sent(request)
        assert found.inspection is not None
        format, problems = read_format(form, found.inspection)
        if problems:
            return mapping(request, found, problems=problems)
        workers, job = workers_of(request), _job(request, found, "inspect", Options(format))
        failure = await workers.begin(found.region, found.folder, job, workers.claim(found.folder))
        if failure:
            return mapping(request, found, problems=[Problem("format", failure)])
        inspection = inspection_in(found.folder)
        options = found.region.read(memory.as_last_time, inspection, recognised(inspection))
        await found.region.note(
            store.choose, import_id, options, rows=inspection.rows, source=inspection.source
        )
        return go(request, f"{found.address}/mapping")

    @post("/check")
    async def check(self, request: WebRequest, import_id: FromPath[int]) -> Response[Any]:
        """Says what an import would do; writes nothing."""
        found, form = _open(request, import_id), await sent(request)
        assert found.inspection is not None
        chosen = read_mapping(form, found.batch.options, len(found.inspection.columns))
        problems = [] if found.inspection.rows else [Problem("header_line", _NO_ROWS)]
        if chosen.problems or problems:
            return mapping(request, found, chosen, problems)
        workers = workers_of(request)
        with workers.claim(found.folder) as lock:
            await found.region.note(store.choose, import_id, chosen.options)
            task = workers.begin(
                found.region, found.folder, _job(request, found, "check", chosen.options), lock
            )
        await asyncio.wait([task], timeout=_WAIT_SECONDS)
        return go(request, found.address)

    @post("/run")
    async def run(self, request: WebRequest, import_id: FromPath[int]) -> Response[Any]:
        """Confirmed twice, it still runs once: only one request gets the lock and the state."""
        found, form = find(request, import_id), await sent(request)
        if found.batch.state not in ("checked", "failed", "running") or found.is_busy:
            return go(request, found.address)
        options = read_duplicates(form, found.batch.options)
        workers = workers_of(request)
        with workers.claim(found.folder) as lock:
            try:
                await _begin(request, found, options)
            except Conflict as conflict:
                return preview(request, found, options=options, status=409, message=conflict.message)
            workers.begin(found.region, found.folder, _job(request, found, "run", options), lock)
        return go(request, found.address)

    @post("/undo")
    async def undo(self, request: WebRequest, import_id: FromPath[int]) -> Response[Any]:
        """Takes back what was written. A short one is over before the answer; one that broke off is taken up again."""
        found = find(request, import_id)
        if not found.batch.operation_id:
            raise NotFound()
        actor, _ = acting(request)
        undoings: Undoings = request.app.state.import_undoings
        task = await undoings.begin(found.region, found.batch.operation_id, actor)
        await asyncio.wait([task], timeout=_WAIT_SECONDS)
        return go(request, found.address)


async def _begin(request: WebRequest, found: Found, options: Options) -> None:
    actor, now = acting(request)
    gone = work.broken_off(found.region, request.app.state.settings.data, found.batch.id)
    await found.region.note(store.begin, found.batch.id, options, stamp(now), gone=gone)
    if options.remember and found.inspection:
        headings = [column.heading for column in found.inspection.columns]
        await found.region.note(memory.remember, headings, found.batch.source, options, actor, stamp(now))


def _can_change(found: Found) -> bool:
    return found.batch.is_open and found.inspection is not None and not found.is_busy


def _open(request: WebRequest, import_id: int) -> Found:
    found = find(request, import_id)
    if not found.batch.is_open or found.inspection is None:
        raise NotFound()
    return found


def _job(request: WebRequest, found: Found, task: Any, options: Options) -> Job:
    actor, _ = acting(request)
    batch = found.batch
    rows = batch.counts.rows
    source = "" if task == "inspect" else batch.source
    return Job(task, batch.filename, options, source, batch.id, rows, actor, locale_of(request))
