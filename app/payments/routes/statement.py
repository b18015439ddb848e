"""A client's account: its movements between two days, and what is open then."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from litestar import Controller, Response, get
from litestar.params import FromPath

from app import sqlite
from app.clients.card import card_context, note_look
from app.payments.forms import ASKED, read_asked
from app.payments.statement import KINDS, Asked, Movement, Statement, currencies_of, movements, statement
from app.web.context import region_of, today_of, user_of
from app.web.pages import page
from app.web.user import WebRequest

# More on one page help nobody; how many there are is said, and the files hold all of them.
MOST = 1_000


class StatementPage(Controller):
    path = "/clients/{client_id:int}/statement"

    @get(opt={"right": "payments.see"})
    async def show(self, request: WebRequest, client_id: FromPath[int]) -> Response[Any]:
        """`?from=2026-01-01&until=2026-11-23&currency=EUR`; without them this year in the client's currency."""
        region, today = region_of(request), today_of(request)
        context = card_context(request, client_id, "invoices")
        note_look(request, client_id, "statement")
        found = region.read(currencies_of, client_id)
        typed = _usual(found, context["client"].currency, today) | dict(request.query_params)
        asked, problems = read_asked(typed, client_id)
        shown = None if problems else await region.read_slow(_load, asked)
        return page(
            request, "payments/statement.html", status=422 if problems else 200, typed=typed, problems=problems,
            labels=ASKED, currencies=list(dict.fromkeys([*found, typed["currency"]])), kinds=KINDS, shown=shown,
            today=today, submission=str(uuid.uuid4()), query=f"?{urlencode(typed | {'client': str(client_id)})}",
            invoices=f"/{region.code}/invoices", exports=f"/{region.code}/exports",
            **(context | {"may_edit": user_of(request).at_least(region.code, "editor")}),
        )  # fmt: skip


def _load(db: sqlite.Connection, asked: Asked) -> tuple[Statement, Sequence[Movement]]:
    found = statement(db, asked)
    return found, list(movements(db, asked, found.opening, MOST))


def _usual(currencies: Sequence[str], own: str, today: str) -> dict[str, str]:
    currency = own if own in currencies or not currencies else currencies[0]
    return {"from": f"{today[:4]}-01-01", "until": today, "currency": currency}
