"""That two clients are not one, and taking that back."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post

from app.access.log import AccessLog
from app.clock import stamp
from app.duplicates import decisions
from app.duplicates.views import load_decisions
from app.errors import Refused
from app.i18n import N_
from app.web.context import acting, region_of, user_of
from app.web.forms import sent, whole_number
from app.web.pages import go, page, wants_part
from app.web.user import WebRequest

_LISTED = 500


class Decisions(Controller):
    path = "/duplicates/decisions"
    opt = {"right": "clients.edit"}  # noqa: RUF012 (Litestar reads it from the class)

    @get()
    async def show(self, request: WebRequest) -> Response[Any]:
        region = region_of(request)
        found, entries = await region.read_slow(load_decisions, _LISTED)
        if entries:
            access: AccessLog = request.app.state.access
            access.note(region, user_of(request), "list", sorted(entries), "not duplicates")
        return page(
            request, "duplicates/decisions.html", module="clients", decisions=found, entries=entries, most=_LISTED,
            base=f"/{region.code}", clients=f"/{region.code}/clients",
        )  # fmt: skip

    @post()
    async def add(self, request: WebRequest) -> Response[Any]:
        return await _decide(request, decisions.decide, True)

    @post("/removal")
    async def remove(self, request: WebRequest) -> Response[Any]:
        return await _decide(request, decisions.take_back, False)


async def _decide(request: WebRequest, change: Any, are_two: bool) -> Response[Any]:
    region, form = region_of(request), await sent(request)
    first, second = (whole_number(form.get(name, "")) for name in ("first", "second"))
    if not first or not second or first == second:
        raise Refused(N_("Two clients are needed."))
    actor, now = acting(request)
    await region.write(change, region.keys, first, second, actor, stamp(now))
    if not wants_part(request):
        return go(request, f"/{region.code}/duplicates" + ("" if are_two else "/decisions"))
    return page(
        request, "duplicates/_decided.html", part="duplicates/_decided.html", first=first, second=second,
        are_two=are_two, answered=True, base=f"/{region.code}",
    )  # fmt: skip
