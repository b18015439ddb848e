"""The invoices of one client: a panel on the card, and a tab."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get
from litestar.params import FromPath

from app.clients.card import CardPanel, CardTab, card_context, note_look
from app.i18n import N_
from app.invoices import figures
from app.invoices.belonging import count
from app.invoices.listing import KIND, list_invoices
from app.invoices.model import STATUSES
from app.invoices.routes.listing import rows_html
from app.lists import ListState
from app.web.context import region_of, today_of, user_of
from app.web.pages import page, wants_part
from app.web.user import WebRequest

PANEL = CardPanel(N_("Invoices"), "/invoices", wide=True)
TAB = CardTab("invoices", N_("Invoices"), "/invoices", count)
PANEL_INVOICES = 5
_IN_PANEL = ("number", "issued", "gross", "status")
_IN_TAB = ("number", "type", "issued", "due", "gross", "open", "status")


class OfClient(Controller):
    path = "/clients/{client_id:int}/invoices"

    @get(opt={"right": "invoices.see"})
    async def show(self, request: WebRequest, client_id: FromPath[int]) -> Response[Any]:
        """As a part the newest few with the figures, as a page all of them."""
        region, today = region_of(request), today_of(request)
        context = card_context(request, client_id, "invoices")
        note_look(request, client_id, "invoices")
        asked = {name: request.query_params.get(name, "") for name in ("status", "after", "before")}
        state = ListState.read(KIND, {"client": str(client_id), **asked})
        found = None if wants_part(request) else region.read(list_invoices, state, today)
        rows = region.read(figures.newest, client_id, PANEL_INVOICES) if found is None else found.rows
        return page(
            request, "invoices/of_client.html", part="invoices/_panel.html", found=found,
            rows=rows_html(request, rows, _IN_PANEL if found is None else _IN_TAB),
            count=region.read(count, client_id), figures=region.read(figures.of_client, client_id, today),
            state=state, invoice_statuses=STATUSES, invoices=f"/{region.code}/invoices",
            **(context | {"may_edit": user_of(request).at_least(region.code, "editor")}),
        )  # fmt: skip
