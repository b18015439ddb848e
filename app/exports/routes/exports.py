"""The exports of a region: the list, a new one, one of them, its file, and giving it up."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from litestar.response import Stream

from app.clock import stamp
from app.errors import NotFound, Problem, TooMany
from app.exports import store
from app.exports.formats import FORMATS
from app.exports.forms import Chosen, read, which
from app.exports.job import Job
from app.exports.model import DELIMITERS, ENCODINGS, SCOPES, STATES, Wanted
from app.exports.routes.shown import Found, find, shown
from app.exports.staging import SHELF, folder_of
from app.exports.subjects import SUBJECTS, When, count
from app.exports.views import filters, what
from app.exports.workers import Workers
from app.i18n import N_
from app.jobs.staging import Folder
from app.web.context import acting, region_of, user_of
from app.web.files import file_headers
from app.web.forms import pairs, whole_number
from app.web.pages import go, page
from app.web.shell import locale_of
from app.web.user import WebRequest

_LISTED = 50
_MOST_FOLDERS = 200
# A small export is written before the answer is sent: nobody wants to see a bar for it.
_WAIT_SECONDS = 1.5
_PIECE = 256 * 1024


class Exports(Controller):
    path = "/exports"
    opt = {"right": "exports.run"}  # noqa: RUF012 (Litestar reads it from the class)

    @get()
    async def show_all(self, request: WebRequest) -> Response[Any]:
        """One's own; a manager sees everybody's, but opens only their own."""
        region, user, locale = region_of(request), user_of(request), locale_of(request)
        before = whole_number(request.query_params.get("before", "")) or 2**63 - 1
        whose = "" if user.at_least(region.code, "manager") else user.actor_id
        exports = region.read(store.listed, staff_id=whose, before=before, limit=_LISTED + 1)
        return page(
            request, "exports/list.html", module="exports", base=f"/{region.code}/exports", exports=exports[:_LISTED],
            more=len(exports) > _LISTED, states=STATES, scopes=SCOPES, formats=FORMATS,
            subjects=SUBJECTS, own=user.actor_id, what={each.id: what(each, locale) for each in exports},
        )  # fmt: skip

    @get("/new")
    async def new(self, request: WebRequest) -> Response[Any]:
        """For all of a list (its own query, or as `query`), or for these: `?ids=1,2` or `?id=1&id=2`. `?of=invoices`
        for another list than the clients'."""
        address = request.scope["query_string"].decode("latin-1")
        return await _form(request, Chosen(which([("query", address), *request.query_params.multi_items()])))

    @post()
    async def add(self, request: WebRequest) -> Response[Any]:
        chosen = read(await pairs(request))
        if chosen.problems:
            return await _form(request, chosen, status=422)
        folder = folder_of(request.app.state.settings.data, region_of(request).code, chosen.submission)
        if not folder.make():
            return _sent_before(request, folder)
        if region_of(request).read(store.by_uuid, folder.uuid):  # its file is gone, and another one is wanted
            folder.erase()
            folder = folder_of(request.app.state.settings.data, region_of(request).code, str(uuid.uuid4()))
            folder.make()
        address, task = await _begun(request, folder, chosen.wanted)
        await asyncio.wait([task], timeout=_WAIT_SECONDS)
        return go(request, address)

    @get("/{export_id:int}")
    async def show(self, request: WebRequest, export_id: FromPath[int]) -> Response[Any]:
        return shown(request, find(request, export_id))

    @get("/{export_id:int}/file")
    async def file(self, request: WebRequest, export_id: FromPath[int]) -> Stream:
        found = find(request, export_id)
        if not found.has_file:
            raise NotFound(N_("The file was erased after a day. Please export again."))
        return Stream(
            _content(found.folder.file),
            media_type=found.format.media_type,
            headers=file_headers(_filename(found), size=found.folder.file.stat().st_size),
            encoding=found.export.options.encoding.removesuffix("-sig"),
        )

    @post("/{export_id:int}/removal")
    async def give_up(self, request: WebRequest, export_id: FromPath[int]) -> Response[Any]:
        """At any moment: what is written stops, what is done loses its file. The record stays."""
        found = find(request, export_id)
        workers: Workers = request.app.state.exports
        _, now = acting(request)
        await found.region.note(store.give_up, found.export.uuid, stamp(now))
        await workers.end(found.folder)
        await asyncio.to_thread(found.folder.erase)
        return go(request, f"/{found.region.code}/exports")


async def _begun(request: WebRequest, folder: Folder, wanted: Wanted) -> tuple[str, asyncio.Task[Any]]:
    """The address of the new export, and the task that ends with it."""
    region, data = region_of(request), request.app.state.settings.data
    workers: Workers = request.app.state.exports
    try:
        if len(SHELF.paths(data, region.code)) > _MOST_FOLDERS:
            raise TooMany(N_("Too many exported files lie here for a day. Please remove some of yours."), 600)
        lock = workers.claim(folder)
        actor, now = acting(request)
        total = await region.read_slow(count, wanted, When(now, region.definition.timezone))
        number = await region.note(store.add, folder.uuid, wanted, total, actor, stamp(now))
    except BaseException:
        folder.erase()
        raise
    locale = locale_of(request)
    job = Job(wanted, actor, locale, filters(wanted.subject, wanted.query, locale))
    return f"/{region.code}/exports/{number}", workers.begin(region, folder, job, lock)


def _sent_before(request: WebRequest, folder: Folder) -> Response[Any]:
    """The form was sent twice: there is one export."""
    region = region_of(request)
    export = region.read(store.by_uuid, folder.uuid)
    own = export is not None and export.staff_id == user_of(request).actor_id
    return go(request, f"/{region.code}/exports" + (f"/{export.id}" if export and own else ""))


async def _form(request: WebRequest, chosen: Chosen, status: int = 200) -> Response[Any]:
    region, locale = region_of(request), locale_of(request)
    wanted = chosen.wanted
    _, now = acting(request)
    subject = SUBJECTS[wanted.subject]
    total = await region.read_slow(count, wanted, When(now, region.definition.timezone))
    problems: list[Problem] = list(chosen.problems)
    return page(
        request, "exports/new.html", module="exports", status=status, base=f"/{region.code}/exports", wanted=wanted,
        problems=problems, total=total, subject=subject, counted=subject.counted(total),
        formats=[FORMATS[key] for key in subject.formats], encodings=ENCODINGS, delimiters=DELIMITERS,
        filters=filters(wanted.subject, wanted.query, locale), shown=f"/{region.code}/{subject.address(wanted)}",
        submission=chosen.submission,
    )  # fmt: skip


def _filename(found: Found) -> str:
    """Such as DE-invoices-2026-11-23-7.xlsx."""
    export = found.export
    return f"{found.region.code.upper()}-{export.subject}-{export.asked_at[:10]}-{export.id}.{found.format.extension}"


async def _content(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while piece := await asyncio.to_thread(file.read, _PIECE):
            yield piece
