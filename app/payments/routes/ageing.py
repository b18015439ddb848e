"""Who owes how much since when."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get

from app.payments.ageing import BUCKETS, ageing, invoices_query
from app.web.context import region_of, today_of
from app.web.pages import page
from app.web.user import WebRequest


class AgeingPage(Controller):
    path = "/invoices/ageing"

    @get(opt={"right": "payments.see"})
    async def show(self, request: WebRequest) -> Response[Any]:
        region, today = region_of(request), today_of(request)
        return page(
            request, "payments/ageing.html", module="invoices", today=today, buckets=BUCKETS, query=invoices_query,
            currencies=await region.read_slow(ageing, today), base=f"/{region.code}/invoices",
        )  # fmt: skip
