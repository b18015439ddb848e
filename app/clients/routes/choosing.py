"""Whose it is to be: where something new begins without its client."""

from __future__ import annotations

from typing import Any

from litestar import Response

from app.access.log import AccessLog
from app.clients.listing import ClientRow, list_clients
from app.lists import ListState
from app.web.context import region_of, user_of
from app.web.pages import page
from app.web.user import WebRequest

_SHOWN = 12


async def choose_client(request: WebRequest, module: str, title: str, *, status: int = 200) -> Response[Any]:
    """A search; each hit begins the new one of `module` ("invoices") for this client."""
    region, query = region_of(request), request.query_params.get("q", "").strip()
    found: tuple[ClientRow, ...] = ()
    if query:
        state = ListState.read(request.app.state.client_list, {"q": query})
        found = tuple((await region.read_slow(list_clients, state)).rows[:_SHOWN])
        access: AccessLog = request.app.state.access
        access.note(region, user_of(request), "search", [each.id for each in found], module)
    return page(
        request, "clients/choose.html", part="clients/_choose.html", module=module, status=status, title=title,
        here=f"/{region.code}/{module}/new", back=f"/{region.code}/{module}", q=query, found=found,
    )  # fmt: skip
