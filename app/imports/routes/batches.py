"""The imports of a region: the list, a new one, one of them, and giving it up."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.clock import stamp
from app.errors import NotFound, Problem, TooMany
from app.i18n import N_, Message
from app.imports import memory, store
from app.imports.exchange import to_inspection
from app.imports.forms import read_duplicates, recognised
from app.imports.inspection import Inspection
from app.imports.job import Job
from app.imports.model import STATES
from app.imports.routes.shown import find, shown, workers_of
from app.imports.staging import Folder, folder_of, folders
from app.imports.upload import MAX_MEGABYTES, MAX_REQUEST_BYTES, Received, receive
from app.web.context import acting, region_of, user_of
from app.web.files import file_answer
from app.web.pages import go, page
from app.web.user import WebRequest

_LISTED = 50
_MOST_FOLDERS = 50


class Batches(Controller):
    path = "/imports"
    opt = {"right": "imports.run"}  # noqa: RUF012 (Litestar reads it from the class)

    @get()
    async def show_all(self, request: WebRequest) -> Response[Any]:
        """Everybody's; only one's own can be opened."""
        region = region_of(request)
        before = request.query_params.get("before", "")
        start = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else 2**63 - 1
        found = region.read(store.listed, before=start, limit=_LISTED + 1)
        return page(
            request, "imports/list.html", module="imports", base=f"/{region.code}/imports", batches=found[:_LISTED],
            more=len(found) > _LISTED, states=STATES, own=user_of(request).actor_id,
        )  # fmt: skip

    @get("/new")
    async def new(self, request: WebRequest) -> Response[Any]:
        return _form(request, [])

    @post(request_max_body_size=MAX_REQUEST_BYTES)
    async def add(self, request: WebRequest) -> Response[Any]:
        region, data = region_of(request), request.app.state.settings.data
        folder = folder_of(data, region.code, _submission(request))
        if sum(1 for _ in folders(data, region.code)) >= _MOST_FOLDERS:
            raise TooMany(
                N_("Too many imports of this region are unfinished. Please give some of them up."), 600
            )
        if not folder.make():
            return _sent_before(request, folder)
        try:
            received = await receive(request, folder.file)
            problem = await _inspected(request, folder, received)
        except BaseException:
            folder.erase()
            raise
        if problem:
            folder.erase()
            return _form(request, [Problem("file", problem)], status=422)
        return go(request, f"/{region.code}/imports/{await _added(request, folder, received)}")

    @get("/{import_id:int}")
    async def show(self, request: WebRequest, import_id: FromPath[int]) -> Response[Any]:
        found = find(request, import_id)
        options = read_duplicates(dict(request.query_params), found.batch.options)
        return await shown(request, found, options=options)

    @get("/{import_id:int}/refused")
    async def refused(self, request: WebRequest, import_id: FromPath[int]) -> Response[bytes]:
        """The rows that were not taken, in their own columns, with the reason."""
        found = find(request, import_id)
        if found.is_busy or found.batch.state not in ("checked", "done") or not found.folder.refused.exists():
            raise NotFound()
        content = await asyncio.to_thread(found.folder.refused.read_bytes)
        name = f"{found.batch.filename.rpartition('.')[0] or found.batch.filename}-refused.csv"
        return file_answer(content, "text/csv; charset=utf-8", name)

    @post("/{import_id:int}/removal")
    async def give_up(self, request: WebRequest, import_id: FromPath[int]) -> Response[Any]:
        """At any moment before it is done: then nothing was written and the file is erased."""
        found = find(request, import_id)
        await workers_of(request).end(found.folder)
        _, now = acting(request)
        if not await found.region.note(store.give_up, import_id, stamp(now)):
            return go(request, found.address)
        await asyncio.to_thread(found.folder.erase)
        return go(request, f"/{found.region.code}/imports")


async def _inspected(request: WebRequest, folder: Folder, received: Received) -> Message | None:
    """What is wrong with the file, if anything."""
    if not received.filename:
        return Message(N_("Please choose a file."))
    workers, job = workers_of(request), Job("inspect", received.filename)
    return await workers.begin(region_of(request), folder, job, workers.claim(folder))


async def _added(request: WebRequest, folder: Folder, received: Received) -> int:
    region = region_of(request)
    actor, now = acting(request)
    inspection = inspection_in(folder)
    options = region.read(memory.as_last_time, inspection, recognised(inspection))
    return await region.note(
        store.add, folder.uuid, received.filename, received.sha256, actor, options, stamp(now),
        source=inspection.source, rows=inspection.rows,
    )  # fmt: skip


def inspection_in(folder: Folder) -> Inspection:
    content = folder.read("inspection")
    assert content is not None
    return to_inspection(content)


def _submission(request: WebRequest) -> str:
    """The form's random number: sent twice, it uploads once."""
    try:
        return str(uuid.UUID(request.query_params.get("submission", "")))
    except ValueError:
        return str(uuid.uuid4())


def _sent_before(request: WebRequest, folder: Folder) -> Response[Any]:
    region = region_of(request)
    batch = region.read(store.by_uuid, folder.uuid)
    own = batch is not None and batch.staff_id == user_of(request).actor_id
    return go(request, f"/{region.code}/imports" + (f"/{batch.id}" if batch and own else ""))


def _form(request: WebRequest, problems: list[Problem], status: int = 200) -> Response[Any]:
    return page(
        request, "imports/new.html", module="imports", status=status, base=f"/{region_of(request).code}/imports",
        problems=problems, submission=str(uuid.uuid4()), max_megabytes=MAX_MEGABYTES,
    )  # fmt: skip
