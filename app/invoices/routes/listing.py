"""The list of all invoices of a region."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from litestar import Response, get
from markupsafe import Markup

from app.access.shelf import Shelf
from app.invoices.law import Law
from app.invoices.listing import KIND, InvoiceRow, count_invoices, find_hits, list_invoices
from app.invoices.model import STATUSES, TYPES
from app.lists import ListState, Page
from app.lists.menus import Choices, Menus, labelled, list_context, read_state
from app.lists.words import FEW
from app.regions import Region
from app.web.context import region_of, today_of, user_of
from app.web.pages import page, state_of, unchanged
from app.web.rows import joined, row_html
from app.web.shell import locale_of
from app.web.user import WebRequest


def law_of(request: WebRequest) -> Law:
    return Law.of(region_of(request).definition)


class InvoiceList(Menus):
    path = "/invoices"
    opt = {"right": "invoices.see"}  # noqa: RUF012 (Litestar reads it from the class)
    list_kind = KIND

    def choices(self, locale: str) -> Choices:
        return {"status": labelled(STATUSES, locale), "type": labelled(TYPES, locale)}

    @get()
    async def show(self, request: WebRequest) -> Response[Any]:
        region, today = region_of(request), today_of(request)
        shelf: Shelf = request.app.state.shelf
        etag = state_of(request)
        answer = unchanged(request, etag)
        if answer is not None:
            return shelf.keep(request, answer, "list", (), etag)
        state = read_state(request, KIND)
        found = await _found(region, state, today)
        answer = page(
            request, "invoices/list.html", part="lists/_answer.html", etag=etag, rendered_once=True,
            rows=rows_html(request, found.rows, [column.key for column in state.shown_columns], selectable=True),
            **list_context(request, state, found.of(tuple(found.rows)), self.choices(locale_of(request))),
        )  # fmt: skip
        seen = sorted({row.client_id for row in found.rows})
        return shelf.keep(request, answer, "search" if state.q else "list", seen, etag)


def rows_html(
    request: WebRequest, rows: Sequence[InvoiceRow], columns: Iterable[str], *, selectable: bool = False
) -> Markup:
    """`selectable`: by whoever may do something with them."""
    selectable = selectable and user_of(request).at_least(region_of(request).code, "editor")
    today, base = today_of(request), f"/{region_of(request).code}"
    look, keys = ("invoices/_row.html", locale_of(request)), tuple(columns)
    return joined(row_html(*look, row, keys, row.status(today), base, selectable) for row in rows)


async def _found(region: Region, state: ListState, today: str) -> Page[InvoiceRow]:
    """What may take long is asked beside the event loop; what the next page needs again is remembered."""
    key = (today, *sorted(state.filters.items()))
    if not state.q:
        total = region.cached(("invoices", *key), count_invoices, state, today)
        return region.read(list_invoices, state, today, total)
    searched = ("invoice hits", state.q, state.sort, *key)
    hits = await region.cached_slow(searched, find_hits, state, today)
    if len(hits) <= FEW:
        return region.read(list_invoices, state, today, hits=hits)
    return await region.cached_slow(("invoices walked", state, today), list_invoices, state, today, hits=hits)
