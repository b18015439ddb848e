"""Clients that look like the one being typed, before it is saved."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, post

from app.access.log import AccessLog
from app.clients.forms import read_client
from app.duplicates.lookup import similar_clients
from app.web.context import region_of, user_of
from app.web.forms import sent, whole_number
from app.web.pages import page
from app.web.user import WebRequest


class SimilarClients(Controller):
    path = "/clients/similar"

    @post(opt={"right": "clients.edit"})
    async def show(self, request: WebRequest) -> Response[Any]:
        """Sent by POST: what is typed never stands in an address or a log."""
        region, form = region_of(request), await sent(request)
        typed = read_client(form, region.definition, complete=False).draft
        own_id = whole_number(form.get("client_id", ""))
        found = await region.read_slow(similar_clients, typed, own_id)
        if found:
            access: AccessLog = request.app.state.access
            access.note(region, user_of(request), "search", [each.id for each in found], "similar")
        return page(
            request, "duplicates/_similar.html", part="duplicates/_similar.html", similar=found, own_id=own_id,
            base=f"/{region.code}",
        )  # fmt: skip
