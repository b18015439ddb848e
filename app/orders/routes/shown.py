"""What is to be seen of orders: the list, one of them, those of a client."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Controller, Response, get
from litestar.params import FromPath
from markupsafe import Markup

from app.access.shelf import Shelf
from app.catalogue import units
from app.catalogue.lines import totals_of
from app.clients.card import card_context, note_look
from app.documents.model import MAX_MEGABYTES
from app.errors import Problem
from app.i18n import N_, Message, translate
from app.invoices.model import status as invoice_status
from app.lists.menus import Choices, Menus, labelled, list_context, read_state
from app.orders import attachments, billing, store
from app.orders.listing import KIND, list_orders
from app.orders.model import PRIORITIES, STATES, Order
from app.web.context import region_of, today_of, user_of
from app.web.forms import new_submission
from app.web.pages import page, state_of, unchanged, wants_part
from app.web.rows import joined, row_html
from app.web.shell import locale_of
from app.web.user import WebRequest

_SHOWN, _IN_PANEL = 50, 5
_OF_CLIENT = ("number", "ordered", "deadline", "priority", "state", "gross")


class Shown(Menus):
    path = "/orders"
    opt = {"right": "orders.see"}  # noqa: RUF012 (Litestar reads it from the class)
    list_kind = KIND

    def choices(self, locale: str) -> Choices:
        return {
            "state": [*labelled(STATES, locale), ("on_hold", translate(Message(N_("On hold")), locale))],
            "priority": labelled(PRIORITIES, locale),
        }

    @get()
    async def show_all(self, request: WebRequest) -> Response[Any]:
        shelf: Shelf = request.app.state.shelf
        etag = state_of(request)
        answer = unchanged(request, etag)
        if answer is not None:
            return shelf.keep(request, answer, "list", (), etag)
        state = read_state(request, KIND)
        found = await region_of(request).read_slow(list_orders, state, today_of(request))
        context = common(request) | list_context(request, state, found, self.choices(locale_of(request)))
        columns = tuple(column.key for column in state.shown_columns)
        answer = page(
            request, "orders/list.html", part="lists/_answer.html", etag=etag,
            rows=_rows(request, found.rows, columns, selectable=context["may_edit"]), **context,
        )  # fmt: skip
        seen = sorted({each.client_id for each in found.rows})
        return shelf.keep(request, answer, "search" if state.q else "list", seen, etag)

    @get("/{order_id:int}")
    async def show(self, request: WebRequest, order_id: FromPath[int]) -> Response[Any]:
        return order_page(request, order_id)


class OfClient(Controller):
    path = "/clients/{client_id:int}/orders"

    @get(opt={"right": "orders.see"})
    async def show(self, request: WebRequest, client_id: FromPath[int]) -> Response[Any]:
        """The tab of the card as a page, the newest few as a part."""
        region = region_of(request)
        found = region.read(store.of_client, client_id, _SHOWN + 1)
        context = card_context(request, client_id, "orders")
        note_look(request, client_id, "orders")
        more = {name: value for name, value in common(request).items() if name not in context}
        shown = found[: _IN_PANEL if wants_part(request) else _SHOWN]
        return page(
            request, "orders/of_client.html", part="orders/_panel.html", orders=shown,
            rows=_rows(request, shown, _OF_CLIENT), more=len(found) > _SHOWN,
            count=region.read(store.count, client_id),
            orders_at=f"/{region.code}/orders", **context, **more,
        )  # fmt: skip


def _rows(
    request: WebRequest, orders: Sequence[Order], columns: tuple[str, ...], *, selectable: bool = False
) -> Markup:
    today, base = today_of(request), f"/{region_of(request).code}"
    look = ("orders/_row.html", locale_of(request))
    return joined(
        row_html(
            *look,
            each,
            columns,
            each.is_late(today),
            STATES[each.state],
            PRIORITIES[each.priority],
            base,
            selectable,
        )
        for each in orders
    )


def order_page(
    request: WebRequest, order_id: int, *, problems: Sequence[Problem] = (), added: int = 0, status: int = 200
) -> Response[Any]:
    """As a part: its documents, of which so many were just `added`."""
    region = region_of(request)
    order, lines = region.read(store.find, order_id), region.read(store.lines, order_id)
    billed = region.read(billing.billing, order_id)
    note_look(request, order.client_id, "order")
    return page(
        request, "orders/show.html", part="orders/_documents.html", status=status, order=order, lines=lines,
        billing=billed, left=billing.left_of(lines, order, billed),
        billable=order.state in billing.BILLABLE and not order.on_hold, submission=new_submission(),
        status_of=lambda invoice: invoice_status(invoice, today_of(request)),
        totals=totals_of([line.values for line in lines], order.currency, order.discount_percent),
        documents=region.read(attachments.of_order, order_id), added=added, problems=problems,
        max_megabytes=MAX_MEGABYTES, **common(request),
    )  # fmt: skip


def common(request: WebRequest) -> dict[str, Any]:
    region = region_of(request)
    return {
        "module": "orders",
        "base": f"/{region.code}/orders",
        "may_edit": user_of(request).at_least(region.code, "editor"),
        "states": STATES,
        "priorities": PRIORITIES,
        "today": today_of(request),
        "unit_short": lambda code, quantity: units.short(code, locale_of(request), quantity),
    }
