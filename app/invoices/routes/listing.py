"""The list of all invoices of a region."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get

from app.access.shelf import Shelf
from app.i18n import Message, translate
from app.invoices.law import Law
from app.invoices.listing import KIND, count_invoices, list_invoices
from app.invoices.model import STATUSES, TYPES
from app.lists import ListState
from app.regions import Region
from app.web.context import region_of, today_of, user_of
from app.web.pages import page, state_of, unchanged
from app.web.shell import locale_of
from app.web.user import WebRequest


def law_of(request: WebRequest) -> Law:
    return Law.of(region_of(request).definition)


class InvoiceList(Controller):
    path = "/invoices"

    @get(opt={"right": "invoices.see"})
    async def show(self, request: WebRequest) -> Response[Any]:
        region, user, today = region_of(request), user_of(request), today_of(request)
        shelf: Shelf = request.app.state.shelf
        etag = state_of(request)
        answer = unchanged(request, etag)
        if answer is not None:
            return shelf.keep(request, answer, "list", (), etag)
        query = dict(request.query_params.multi_items())
        query["columns"] = ",".join(request.query_params.getall("columns", []))
        state = ListState.read(KIND, query, region.definition.timezone)
        found = await _found(region, state, today)
        answer = page(
            request, "invoices/list.html", part="invoices/_answer.html", module="invoices", etag=etag, state=state,
            page=found, today=today, base=f"/{region.code}/invoices", may_edit=user.at_least(region.code, "editor"),
            options=_options(locale_of(request)), filter_texts=_filter_texts(state, locale_of(request)),
        )  # fmt: skip
        seen = sorted({row.client_id for row in found.rows})
        return shelf.keep(request, answer, "search" if state.q else "list", seen, etag)


async def _found(region: Region, state: ListState, today: str) -> Any:
    """What may take long is asked beside the event loop."""
    if state.q:
        return await region.read_slow(list_invoices, state, today)
    key = ("invoices", today, *sorted(state.filters.items()))
    return region.read(list_invoices, state, today, region.cached(key, count_invoices, state, today))


def _options(locale: str) -> dict[str, list[tuple[str, str]]]:
    def named(known: Any) -> list[tuple[str, str]]:
        return [(value, translate(Message(label), locale)) for value, label in known.items()]

    return {"status": named(STATUSES), "type": named(TYPES)}


def _filter_texts(state: ListState, locale: str) -> list[tuple[str, str]]:
    options = _options(locale)
    return [
        (name, ", ".join(dict(options.get(name, ())).get(each, each) for each in value.split(",")))
        for name, value in state.filters.items()
    ]
