"""The list and its saved views."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response, get
from markupsafe import Markup

from app.access.log import AccessLog
from app.access.shelf import Shelf
from app.clients import store
from app.clients.filters import MISSING
from app.clients.labels import Label, LabelsOf
from app.clients.listing import KIND, ClientRow, count_clients, list_clients, ranked_hits, wider
from app.clients.model import KINDS, STATUSES
from app.clients.search import text_query
from app.countries import choices
from app.i18n import N_, Message, translate
from app.lists import ListKind, ListState, Page
from app.lists.menus import Choices, Menus, labelled, list_context, read_state, texts_of
from app.regions import Region
from app.web.context import region_of, user_of
from app.web.pages import page, state_of, unchanged
from app.web.rows import joined, row_html
from app.web.shell import locale_of
from app.web.user import WebRequest


class ClientList(Menus):
    path = "/clients"
    opt = {"right": "clients.see"}  # noqa: RUF012 (Litestar reads it from the class)
    list_kind = KIND

    def kind_of(self, request: WebRequest) -> ListKind:
        kind: ListKind = request.app.state.client_list
        return kind

    def choices(self, locale: str) -> Choices:
        return filter_options(locale)

    @get()
    async def show(self, request: WebRequest) -> Response[Any]:
        region, user = region_of(request), user_of(request)
        access: AccessLog = request.app.state.access
        etag = state_of(request)
        same = unchanged(request, etag)
        if same is not None:
            access.note(region, user, "list", (), etag)
            return same
        state = read_state(request, self.kind_of(request))
        searching = bool(state.q) or "name" in state.filters or "vat_id" in state.filters
        found = await _found(region, state, searching=searching)
        ways = [] if found.rows or state.is_plain else await region.read_slow(wider, state)
        answer = page(
            request, "clients/list.html", part="lists/_answer.html", etag=etag, rendered_once=True,
            rows=_rows(request, state, found.rows), total=region.cached("clients in all", store.count),
            ways=tuple((name, each.query(), count, cap) for name, each, count, cap in ways),
            **list_context(request, state, found.of(tuple(found.rows)), _choices_for(state, locale_of(request))),
        )  # fmt: skip
        shelf: Shelf = request.app.state.shelf
        ids = [row.id for row in found.rows]
        return shelf.keep(request, answer, "search" if searching else "list", ids, etag)


async def _found(region: Region, state: ListState, *, searching: bool) -> Page[ClientRow]:
    """What takes long is asked beside the event loop; what the next page needs again is remembered."""
    filters = sorted(state.filters.items())
    if searching and not state.sort:
        hits = await region.cached_slow(("hits", state.q, *filters), ranked_hits, state)
        if hits is not None:
            return region.read(list_clients, state, hits=hits)
    if searching or any(each.name in state.filters for each in state.kind.more_filters):
        return await region.read_slow(list_clients, state)
    return region.read(list_clients, state, region.cached(("clients", *filters), count_clients, state))


def _rows(request: WebRequest, state: ListState, found: Sequence[ClientRow]) -> Markup:
    region, user, locale = region_of(request), user_of(request), locale_of(request)
    columns = tuple(column.key for column in state.shown_columns)
    labels = _labels_of(request, [row.id for row in found]) if "labels" in columns else {}
    look = (columns, text_query(state.q).terms, region.definition.timezone, f"/{region.code}/clients")
    may_edit = user.at_least(region.code, "editor")
    return joined(
        row_html("clients/_row.html", locale, row, *look, may_edit, labels.get(row.id, ())) for row in found
    )


def _labels_of(request: WebRequest, ids: Sequence[int]) -> Mapping[int, tuple[Label, ...]]:
    labels: LabelsOf = request.app.state.client_labels
    return region_of(request).cached(("labels", *ids), labels, ids)


def filter_options(locale: str) -> dict[str, list[tuple[str, str]]]:
    """What each filter with a choice offers: (value, label)."""
    return {
        "country": list(choices(locale)),
        "status": [*labelled(STATUSES, locale), ("all", translate(Message(N_("all")), locale))],
        "kind": labelled(KINDS, locale),
        "missing": labelled({name: each.label for name, each in MISSING.items()}, locale),
        "incomplete": [("1", translate(Message(N_("for invoicing")), locale))],
    }


def filter_texts(state: ListState, locale: str) -> dict[str, str]:
    """The set filters as a person reads them."""
    return texts_of(state, _choices_for(state, locale), locale)


def _choices_for(state: ListState, locale: str) -> Choices:
    """The names of 250 countries are not looked up for nothing."""
    return filter_options(locale) if state.filters else {}
