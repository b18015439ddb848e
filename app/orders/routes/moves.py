"""An order goes on: to its next state, on hold, into an invoice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from litestar import Controller, Response, post
from litestar.params import FromPath

from app.catalogue.lines import PARTS
from app.clock import stamp
from app.errors import Refused
from app.i18n import N_
from app.money import read_number
from app.orders import billing, moving, store
from app.orders.model import STATES, OrderLine, State
from app.vat.totals import MAX_PRICE
from app.web.context import acting, region_of, today_of, user_of
from app.web.forms import sent, submission_of, whole_number
from app.web.pages import go
from app.web.shell import locale_of
from app.web.user import WebRequest


class Moves(Controller):
    path = "/orders/{order_id:int}"

    @post("/state", opt={"right": "orders.edit"})
    async def move(self, request: WebRequest, order_id: FromPath[int]) -> Response[Any]:
        region, form = region_of(request), await sent(request)
        region.read(store.find, order_id)
        state, (actor, now) = form.get("state", ""), acting(request)
        if state not in STATES:
            raise Refused(N_("This status does not exist."))
        await region.write(
            moving.move, region.keys, order_id, cast(State, state), actor, stamp(now),
            version=whole_number(form.get("version", "")),
        )  # fmt: skip
        return go(request, f"/{region.code}/orders/{order_id}")

    @post("/invoices", opt={"right": "invoices.edit"})
    async def invoice(self, request: WebRequest, order_id: FromPath[int]) -> Response[Any]:
        """A draft of what is left, or of so much of each line as was typed (`quantity_12`)."""
        region, form = region_of(request), await sent(request)
        wanted = (
            None
            if form.get("all")
            else _quantities(region.read(store.lines, order_id), form, locale_of(request))
        )
        region.read(store.find, order_id)
        actor, now = acting(request)
        made = await region.write(
            billing.invoice, region.keys, order_id, wanted, actor, stamp(now),
            version=whole_number(form.get("version", "")), today=today_of(request),
            submission=submission_of(form, user_of(request).id),
        )  # fmt: skip
        return go(request, f"/{region.code}/invoices/{made.id}/edit")

    @post("/hold", opt={"right": "orders.edit"})
    async def hold(self, request: WebRequest, order_id: FromPath[int]) -> Response[Any]:
        """`on_hold` 1 or 0: taken back as easily as set."""
        region, form = region_of(request), await sent(request)
        actor, now = acting(request)
        wanted = form.get("on_hold") == "1"
        await region.write(moving.hold, region.keys, order_id, actor, stamp(now), on_hold=wanted)
        return go(request, f"/{region.code}/orders/{order_id}")


def _quantities(lines: Sequence[OrderLine], form: Mapping[str, str], locale: str) -> dict[int, int]:
    """Raises Refused for what is no quantity."""
    found = {}
    for line in lines:
        text = form.get(f"quantity_{line.id}", "").strip()[:40]
        number = read_number(text, locale) if text else Decimal(0)
        if number is None or not 0 <= number <= MAX_PRICE or number * PARTS != int(number * PARTS):
            raise Refused(N_("“{typed}” is no quantity. Nothing was invoiced."), typed=text)
        found[line.id] = int(number * PARTS)
    return found
