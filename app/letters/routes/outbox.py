"""All outgoing mail of a region: held back, and let go by a person who has looked."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, post

from app.clock import stamp
from app.letters import store
from app.letters.postman import Postman
from app.web.context import acting, region_of
from app.web.pages import go
from app.web.user import WebRequest


class Outbox(Controller):
    path = "/letters"
    opt = {"right": "letters.release"}  # noqa: RUF012 (Litestar reads it from the class)

    @post("/pause")
    async def pause(self, request: WebRequest) -> Response[Any]:
        region = region_of(request)
        _, now = acting(request)
        await region.write(store.pause, "person", stamp(now))
        return go(request, f"/{region.code}/letters")

    @post("/release")
    async def release(self, request: WebRequest) -> Response[Any]:
        region = region_of(request)
        await region.write(store.release)
        postman: Postman = request.app.state.postman
        postman.call(region.code)
        return go(request, f"/{region.code}/letters")
