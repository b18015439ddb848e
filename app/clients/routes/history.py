"""A client's change history, and bringing an earlier value back."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app import sqlite
from app.access.shelf import Shelf
from app.clients import merged, store
from app.clients.card import CardTab, card_context
from app.clients.history_view import Attributes, history_rows
from app.clients.model import FIELDS
from app.clock import stamp
from app.errors import NotFound, Refused
from app.history import store as history
from app.i18n import N_
from app.text import visible
from app.web.context import acting, region_of
from app.web.forms import whole_number
from app.web.pages import go, page, state_of, unchanged
from app.web.user import WebRequest


def _count(db: sqlite.Connection, client_id: int) -> int:
    return history.count(db, client_id, merged.absorbed_by(db, client_id))


TAB = CardTab("history", N_("Change history"), "/history", _count)
_WHOLE_NUMBERS = ("payment_term_days", "discount")
ROWS = 50


class History(Controller):
    path = "/clients/{client_id:int}/history"

    @get(opt={"right": "history.see"})
    async def show(self, request: WebRequest, client_id: FromPath[int]) -> Response[Any]:
        region, query = region_of(request), request.query_params
        shelf: Shelf = request.app.state.shelf
        etag = state_of(request)
        same = unchanged(request, etag)
        if same is not None:
            return shelf.keep(request, same, "card", (client_id,), "history")
        chosen = {"field": query.get("field", "")[:60], "actor": query.get("actor", "")[:60]}
        context = card_context(request, client_id, "history")
        absorbed = region.read(merged.absorbed_by, client_id)
        entries = await region.read_slow(
            history.of_client, region.keys, client_id, absorbed=absorbed, **chosen, limit=ROWS + 1,
            before=whole_number(query.get("before", "")),
        )  # fmt: skip
        attributes: Attributes = request.app.state.client_attributes
        rows = history_rows(
            entries[:ROWS],
            region.definition.timezone,
            attributes,
            request.app.state.history_readings,
            client_id,
            {f"contact:{each.id}": visible(each.name) for each in context["contacts"]},
        )
        answer = page(
            request, "clients/history.html", part="clients/_history.html", etag=etag, **context, rows=rows,
            chosen=chosen, more=entries[ROWS - 1].seq if len(entries) > ROWS else 0, fields={**FIELDS, **attributes},
            actors=region.read(history.actors, client_id, absorbed),
            recorded=region.read(history.fields, client_id, absorbed),
        )  # fmt: skip
        return shelf.keep(request, answer, "card", (client_id,), "history")

    @post("/{seq:int}/restoration", opt={"right": "history.restore"})
    async def restore(
        self, request: WebRequest, client_id: FromPath[int], seq: FromPath[int]
    ) -> Response[Any]:
        """The field gets the value it had before this entry; that is a change like any other."""
        region = region_of(request)
        entry = region.read(history.find, region.keys, client_id, seq)
        if entry is None:
            raise NotFound()
        attributes: Attributes = request.app.state.client_attributes
        known = entry.field in FIELDS or entry.field in attributes
        if entry.object != "client" or not known or entry.old is None:
            raise Refused(N_("This entry has no earlier value that could come back."))
        actor, now = acting(request)
        if entry.field in attributes:
            restore_it = attributes[entry.field].restore
            await region.write(restore_it, region.keys, client_id, entry.old, actor, stamp(now))
            return go(request, f"/{region.code}/clients/{client_id}/history")
        value = int(entry.old) if entry.field in _WHOLE_NUMBERS else entry.old
        await region.write(
            store.set_field, region.keys, client_id, entry.field, value, actor, stamp(now), action="restore"
        )
        return go(request, f"/{region.code}/clients/{client_id}/history")
