"""All tags of a region. A tag's own page belongs to the mass actions: what is done to it is done to many clients."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get

from app.groups import tags
from app.web.context import region_of, user_of
from app.web.pages import page
from app.web.user import WebRequest

_LISTED = 500


class Tags(Controller):
    path = "/tags"

    @get(opt={"right": "groups.see"})
    async def show_all(self, request: WebRequest) -> Response[Any]:
        region, sought = region_of(request), request.query_params.get("q", "")[:60]
        found = await region.read_slow(tags.listed, sought, limit=_LISTED + 1)
        return page(
            request, "groups/tags.html", module="clients", tags=found[:_LISTED], more=len(found) > _LISTED,
            sought=sought, base=f"/{region.code}", most=_LISTED,
            may_edit=user_of(request).at_least(region.code, "editor"),
        )  # fmt: skip
