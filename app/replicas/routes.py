"""Regions and replicas, for admins: how they are, drills, and how to restore."""

from __future__ import annotations

import asyncio
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.errors import MasakuError, Unavailable
from app.i18n import N_
from app.regions import Regions
from app.replicas.configuration import RETENTION_DAYS
from app.replicas.destination import destination
from app.replicas.drill import STEPS, drills
from app.replicas.keeper import Keeper
from app.replicas.replica import Replica
from app.replicas.views import lag_text, replicated
from app.web.pages import go, page
from app.web.shell import locale_of
from app.web.user import WebRequest

HOME = "/admin/regions"
_EVENTS = 8


class RegionsAndReplicas(Controller):
    path = HOME
    opt = {"right": "admin"}  # noqa: RUF012 (Litestar reads it from the class)

    @get()
    async def show(self, request: WebRequest) -> Response[Any]:
        regions, keeper, locale = _regions(request), _keeper(request), locale_of(request)
        target = destination(request.app.state.settings)
        lines = await asyncio.to_thread(replicated, regions, keeper, locale)
        elsewhere = await asyncio.to_thread(target.off_this_machine)
        return page(
            request, "replicas/show.html", part="replicas/_lines.html", module="admin", base=HOME, lines=lines,
            keeper=keeper, progress=keeper.progress if keeper else None, steps=STEPS, lag_text=lag_text,
            events=drills(regions.settings.data)[:_EVENTS], label=target.label, days=RETENTION_DAYS,
            elsewhere=elsewhere, made=_made(request),
        )  # fmt: skip

    @get("/drill")
    async def progress(self, request: WebRequest) -> Response[Any]:
        """The running drill; once none runs, htmx fetches the whole page anew."""
        keeper = _keeper(request)
        running = keeper.progress if keeper else None
        if running is None:
            return go(request, HOME)
        return page(
            request, "replicas/drill.html", part="replicas/_drill.html", module="admin", base=HOME, progress=running,
            steps=STEPS,
        )  # fmt: skip

    @post("/drills")
    async def drill_all(self, request: WebRequest) -> Response[Any]:
        return _begin(request, _regions(request).codes())

    @post("/{code:str}/drills")
    async def drill_one(self, request: WebRequest, code: FromPath[str]) -> Response[Any]:
        return _begin(request, [_regions(request).definition(code).code])

    @get("/{code:str}/restoration")
    async def restoration(self, request: WebRequest, code: FromPath[str]) -> Response[Any]:
        """Which moments are kept, and the command; a restore belongs into the hands of who can read its report."""
        definition, data = _regions(request).definition(code), request.app.state.settings.data
        replica = Replica(destination(request.app.state.settings), data / f"{definition.code}.db")
        span, problem = None, None
        try:
            span = await asyncio.to_thread(replica.span)
        except MasakuError as error:
            problem = error.message
        return page(
            request, "replicas/restoration.html", module="admin", base=HOME, definition=definition, span=span,
            problem=problem, days=RETENTION_DAYS,
        )  # fmt: skip


def _made(request: WebRequest) -> str:
    """The code of the region that was made just now."""
    code = request.query_params.get("made", "")
    return code if code in _regions(request).codes() else ""


def _begin(request: WebRequest, codes: list[str]) -> Response[Any]:
    keeper = _keeper(request)
    if keeper is None or not codes:
        raise Unavailable(
            N_("There is nothing to restore: replication is switched off, or there is no region.")
        )
    keeper.begin_drills(codes)
    return go(request, HOME)


def _regions(request: WebRequest) -> Regions:
    regions: Regions = request.app.state.regions
    return regions


def _keeper(request: WebRequest) -> Keeper | None:
    keeper: Keeper | None = request.app.state.keeper
    return keeper


ROUTES = (RegionsAndReplicas,)
