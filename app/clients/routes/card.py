"""The card of one client, and its status."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.access.shelf import Shelf
from app.clients import store
from app.clients.card import card_context
from app.clients.facts import facts_of
from app.clients.model import STATUSES
from app.clock import stamp
from app.errors import Refused
from app.i18n import N_
from app.web.context import acting, region_of
from app.web.forms import sent
from app.web.pages import go, page, state_of, unchanged
from app.web.shell import locale_of
from app.web.user import WebRequest


class Card(Controller):
    path = "/clients/{client_id:int}"

    @get(opt={"right": "clients.see"})
    async def show(self, request: WebRequest, client_id: FromPath[int]) -> Response[Any]:
        return _card(
            request, client_id, "overview", "clients/show.html", panels=request.app.state.card_panels
        )

    @get("/data", opt={"right": "clients.see"})
    async def data(self, request: WebRequest, client_id: FromPath[int]) -> Response[Any]:
        return _card(request, client_id, "data", "clients/data.html")


def _card(request: WebRequest, client_id: int, tab: str, template: str, **context: Any) -> Response[Any]:
    etag = state_of(request)
    answer = unchanged(request, etag)
    if answer is None:
        shown = card_context(request, client_id, tab)
        facts = facts_of(shown["client"], locale_of(request), everything=tab == "data")
        answer = page(request, template, etag=etag, rendered_once=True, facts=facts, **shown, **context)
    shelf: Shelf = request.app.state.shelf
    return shelf.keep(request, answer, "card", (client_id,), tab)


class Status(Controller):
    path = "/clients/{client_id:int}/status"

    @post(opt={"right": "clients.status"})
    async def change(self, request: WebRequest, client_id: FromPath[int]) -> Response[Any]:
        """Taken back as easily as set, so the version of the form does not matter here."""
        region, form = region_of(request), await sent(request)
        wanted = form.get("status", "")
        if wanted not in STATUSES:
            raise Refused(N_("This status does not exist."))
        actor, now = acting(request)
        await region.write(store.set_field, region.keys, client_id, "status", wanted, actor, stamp(now))
        return go(request, f"/{region.code}/clients/{client_id}")
