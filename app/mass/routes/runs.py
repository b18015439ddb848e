"""One mass action: how far it is, giving up the rest, going on, undoing."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from litestar.response import ServerSentEvent

from app import sqlite
from app.access.log import AccessLog
from app.clock import stamp
from app.jobs.events import events
from app.mass import dissolving, store, tagging
from app.mass.model import Run
from app.mass.runs import Runs
from app.mass.words import told
from app.undo import store as undo
from app.web.context import acting, region_of, user_of
from app.web.pages import go, page
from app.web.shell import locale_of
from app.web.templates import render
from app.web.user import WebRequest

_KEPT_SHOWN = 50


class MassRuns(Controller):
    path = "/mass/{operation_id:int}"
    opt = {"right": "mass.run"}  # noqa: RUF012 (Litestar reads it from the class)

    @get()
    async def show(self, request: WebRequest, operation_id: FromPath[int]) -> Response[Any]:
        return _shown(request, operation_id)

    @get("/progress")
    async def progress(self, request: WebRequest, operation_id: FromPath[int]) -> Response[Any]:
        """Once nothing is worked on any more: the page that says how it ended."""
        region = region_of(request)
        run = region.read(store.find, operation_id)
        if _runs(request).is_busy(region, operation_id):
            return page(
                request,
                "mass/show.html",
                part="mass/_progress.html",
                module="clients",
                **_context(request, run),
            )
        return go(request, f"/{region.code}/mass/{operation_id}")

    @get("/events")
    async def follow(self, request: WebRequest, operation_id: FromPath[int]) -> ServerSentEvent:
        region, locale, runs = region_of(request), locale_of(request), _runs(request)
        region.read(store.find, operation_id)

        def part() -> str:
            return render("mass/_progress.html", locale, run=region.read(store.find, operation_id))

        def is_busy() -> bool:
            return runs.is_busy(region, operation_id)

        return events(is_busy, part)

    @post("/removal")
    async def give_up(self, request: WebRequest, operation_id: FromPath[int]) -> Response[Any]:
        """After the batch in hand. What is done can be undone."""
        region = region_of(request)
        region.read(store.find, operation_id)
        await _runs(request).end(region, operation_id)
        await region.write(store.give_up, operation_id)
        return go(request, f"/{region.code}/mass/{operation_id}")

    @post("/continuation")
    async def go_on(self, request: WebRequest, operation_id: FromPath[int]) -> Response[Any]:
        """Of what was broken off, whether it was doing or undoing."""
        region = region_of(request)
        run = region.read(store.find, operation_id)
        actor, _ = acting(request)
        begin = _runs(request).undo if run.is_undoing else _runs(request).go_on
        if run.is_open:
            begin(region, operation_id, actor)
            await _runs(request).settle(region, operation_id)
        return go(request, f"/{region.code}/mass/{operation_id}")

    @post("/undoing")
    async def undo(self, request: WebRequest, operation_id: FromPath[int]) -> Response[Any]:
        region = region_of(request)
        region.read(store.find, operation_id)
        actor, now = acting(request)
        await _runs(request).end(region, operation_id)
        await region.write(store.begin_undo, operation_id, actor, stamp(now))
        _runs(request).undo(region, operation_id, actor)
        await _runs(request).settle(region, operation_id)
        return go(request, f"/{region.code}/mass/{operation_id}")


def _runs(request: WebRequest) -> Runs:
    runs: Runs = request.app.state.mass
    return runs


def _left_with(db: sqlite.Connection, run: Run) -> int:
    """How many keep a tag or a group that was to go."""
    if run.action.tag:
        return tagging.left_with(db, run)
    return dissolving.left_with(db, run) if run.action.group else 0


def _shown(request: WebRequest, operation_id: int) -> Response[Any]:
    region = region_of(request)
    run = region.read(store.find, operation_id)
    return page(request, "mass/show.html", module="clients", **_context(request, run))


def _context(request: WebRequest, run: Run) -> dict[str, Any]:
    region, number = region_of(request), run.operation.id
    kept = (
        region.read(store.names, region.read(undo.kept, number, limit=_KEPT_SHOWN))
        if run.operation.kept
        else []
    )
    if kept:
        access: AccessLog = request.app.state.access
        access.note(region, user_of(request), "list", [client_id for client_id, _ in kept], f"mass:{number}")
    return {
        "run": run, "operation": run.operation, "kept": kept, "base": f"/{region.code}",
        "here": f"/{region.code}/mass/{number}", "busy": _runs(request).is_busy(region, number),
        "telling": told(run.action, run.operation.clients or run.total),
        "left": region.read(_left_with, run),
    }  # fmt: skip
