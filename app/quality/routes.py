"""The list of what to mend in a region's data, and the confirmation that a client's are still right."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.access.log import AccessLog
from app.access.shelf import Shelf
from app.clock import stamp
from app.duplicates import pairs, scans
from app.quality.store import confirm, findings
from app.web.context import acting, region_of, today_of, user_of
from app.web.forms import sent
from app.web.pages import go, page, state_of, unchanged
from app.web.user import WebRequest


class Quality(Controller):
    path = "/quality"

    @get(opt={"right": "clients.see"})
    async def show(self, request: WebRequest) -> Response[Any]:
        region, user, etag = region_of(request), user_of(request), state_of(request)
        access: AccessLog = request.app.state.access
        same = unchanged(request, etag)
        if same is not None:
            access.note(region, user, "list", (), etag)
            return same
        zone = region.definition.timezone
        today = date.fromisoformat(today_of(request))
        found = await region.read_slow(findings, today, zone)
        answer = page(
            request, "quality/show.html", module="clients", etag=etag, findings=found, base=f"/{region.code}",
            scan=region.read(scans.last), pairs=await region.read_slow(pairs.count),
            may_edit=user.at_least(region.code, "editor"),
        )  # fmt: skip
        shelf: Shelf = request.app.state.shelf
        return shelf.keep(
            request, answer, "list", [each.client.id for one in found for each in one.concerned], etag
        )


class Confirmations(Controller):
    path = "/clients/{client_id:int}/confirmation"

    @post(opt={"right": "clients.edit"})
    async def add(self, request: WebRequest, client_id: FromPath[int]) -> Response[Any]:
        """One click: somebody has looked, and the data are still right."""
        region, form = region_of(request), await sent(request)
        actor, now = acting(request)
        await region.write(confirm, region.keys, client_id, actor, stamp(now))
        there = "quality" if form.get("from") == "quality" else f"clients/{client_id}"
        return go(request, f"/{region.code}/{there}")


ROUTES = [Quality, Confirmations]
