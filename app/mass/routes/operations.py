"""What was done to many clients at once, by whatever means, newest first."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get

from app.i18n import N_
from app.mass.words import title
from app.undo import store as undo
from app.undo.model import Operation
from app.web.context import region_of, user_of
from app.web.pages import page
from app.web.user import WebRequest

_LISTED = 50
_STATES = {
    "under_way": N_("under way"),
    "done": N_("done"),
    "undoing": N_("being undone"),
    "undone": N_("undone"),
}


class Operations(Controller):
    path = "/operations"

    @get(opt={"right": "mass.run"})
    async def show(self, request: WebRequest) -> Response[Any]:
        region, before = region_of(request), request.query_params.get("before", "")
        start = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else 2**63 - 1
        found = region.read(undo.listed, before=start, limit=_LISTED + 1)
        base, own = f"/{region.code}", user_of(request).actor_id
        return page(
            request, "mass/operations.html", module="clients", base=base, states=_STATES, more=len(found) > _LISTED,
            operations=[(each, title(each), _address(base, own, each)) for each in found[:_LISTED]],
        )  # fmt: skip


def _address(base: str, own: str, operation: Operation) -> str:
    """Where it can be undone, if this person may open that; an import is opened by whose it is."""
    if operation.kind == "mass":
        return f"{base}/mass/{operation.id}"
    if operation.kind == "merge":
        return f"{base}/duplicates/merges/{operation.id}"
    return f"{base}/imports/{operation.detail['import']}" if operation.actor_id == own else ""
