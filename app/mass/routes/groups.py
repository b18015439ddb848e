"""A group removed: a mass action over its members like any other."""

from __future__ import annotations

import secrets
from typing import Any

from litestar import Controller, Response, post
from litestar.params import FromPath

from app.clock import stamp
from app.mass import of_groups
from app.mass.routes.starting import start
from app.web.context import acting, region_of
from app.web.pages import go
from app.web.user import WebRequest


class GroupRemoval(Controller):
    path = "/groups/{group_id:int}/removal"
    opt = {"right": "groups.edit"}  # noqa: RUF012 (Litestar reads it from the class)

    @post()
    async def remove(self, request: WebRequest, group_id: FromPath[int]) -> Response[Any]:
        """The clients stay; only that they were in this group goes."""
        region = region_of(request)
        actor, now = acting(request)
        operation = await region.write(
            of_groups.begin, group_id, secrets.token_urlsafe(18), actor, stamp(now)
        )
        if operation:
            await start(request, operation, actor)
        return go(request, f"/{region.code}/mass/{operation}" if operation else f"/{region.code}/groups")
