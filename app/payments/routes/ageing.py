"""Who owes how much since when."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get

from app.access.log import AccessLog
from app.payments.ageing import BUCKETS, ageing, invoices_query
from app.web.context import region_of, today_of, user_of
from app.web.pages import page
from app.web.user import WebRequest


class AgeingPage(Controller):
    path = "/invoices/ageing"

    @get(opt={"right": "payments.see"})
    async def show(self, request: WebRequest) -> Response[Any]:
        region, today = region_of(request), today_of(request)
        found = await region.read_slow(ageing, today)
        shown = dict.fromkeys(row.client_id for each in found for row in each.rows)
        access: AccessLog = request.app.state.access
        access.note(region, user_of(request), "list", tuple(shown), "ageing")
        return page(
            request, "payments/ageing.html", module="invoices", today=today, buckets=BUCKETS, query=invoices_query,
            currencies=found, base=f"/{region.code}/invoices",
        )  # fmt: skip
