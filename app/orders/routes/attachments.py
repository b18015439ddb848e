"""Files are attached to an order."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, post
from litestar.params import FromPath

from app.clients import store as clients
from app.clock import stamp
from app.documents.intake import take_in
from app.documents.model import MAX_REQUEST_BYTES
from app.orders import attachments, store
from app.orders.routes.shown import order_page
from app.web.context import acting, region_of
from app.web.pages import go, wants_part
from app.web.user import WebRequest


class Attachments(Controller):
    path = "/orders/{order_id:int}/documents"

    @post(opt={"right": "documents.write"}, request_max_body_size=MAX_REQUEST_BYTES)
    async def add(self, request: WebRequest, order_id: FromPath[int]) -> Response[Any]:
        region = region_of(request)
        client = region.read(clients.find, region.read(store.find, order_id).client_id)
        sent = await take_in(request, client.uuid)
        if sent.problems:
            return order_page(request, order_id, problems=sent.problems, status=422)
        actor, now = acting(request)
        await region.write(
            attachments.attach, region.keys, order_id, sent.sealed, actor, stamp(now), upload=sent.upload
        )
        if wants_part(request):
            return order_page(request, order_id, added=len(sent.sealed))
        return go(request, f"/{region.code}/orders/{order_id}#documents")
