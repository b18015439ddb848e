"""The list and its saved views."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from markupsafe import Markup

from app.access.log import AccessLog
from app.access.shelf import Shelf
from app.accounts.rights import may
from app.clients import store, views
from app.clients.filters import MISSING
from app.clients.labels import Label, LabelsOf
from app.clients.listing import ClientRow, count_clients, list_clients, ranked_hits
from app.clients.model import KINDS, STATUSES
from app.clients.rows import joined, row_html
from app.clients.search import text_query
from app.clock import stamp
from app.countries import choices
from app.errors import NotFound, Refused
from app.i18n import N_, Message, translate
from app.lists import ListState, Page
from app.regions import Region
from app.web.context import acting, region_of, user_of
from app.web.forms import sent
from app.web.pages import go, page, state_of, unchanged
from app.web.shell import locale_of
from app.web.user import WebRequest

MENUS = {"filter": N_("Filter"), "columns": N_("Columns"), "view": N_("Save view")}


def read_state(request: WebRequest) -> ListState:
    query = dict(request.query_params.multi_items())
    query["columns"] = ",".join(request.query_params.getall("columns", []))
    zone = region_of(request).definition.timezone
    return ListState.read(request.app.state.client_list, query, zone)


class ClientList(Controller):
    path = "/clients"

    @get(opt={"right": "clients.see"})
    async def show(self, request: WebRequest) -> Response[Any]:
        region, user = region_of(request), user_of(request)
        access: AccessLog = request.app.state.access
        etag = state_of(request)
        same = unchanged(request, etag)
        if same is not None:
            access.note(region, user, "list", (), etag)
            return same
        state = read_state(request)
        searching = bool(state.q) or "name" in state.filters or "vat_id" in state.filters
        found = await _found(region, state, searching=searching)
        views_of = region.cached(("views", user.id), views.list_views, user.id)
        answer = page(
            request, "clients/list.html", part="clients/_answer.html", module="clients", etag=etag, rendered_once=True,
            state=state, page=replace(found, rows=tuple(found.rows)), rows=_rows(request, state, found.rows),
            total=region.cached("clients in all", store.count), base=f"/{region.code}/clients",
            may_edit=user.at_least(region.code, "editor"), views=tuple(views_of),
            filter_texts=tuple(filter_texts(state, locale_of(request)).items()),
        )  # fmt: skip
        shelf: Shelf = request.app.state.shelf
        ids = [row.id for row in found.rows]
        return shelf.keep(request, answer, "search" if searching else "list", ids, etag)

    @get("/options/{which:str}", opt={"right": "clients.see"})
    async def options(self, request: WebRequest, which: FromPath[str]) -> Response[Any]:
        """One of the menus over the list: filter, columns, view."""
        region, locale = region_of(request), locale_of(request)
        if which not in MENUS:
            raise NotFound()
        return page(
            request, "clients/options.html", part="clients/_options.html", module="clients", which=which, titles=MENUS,
            state=read_state(request), base=f"/{region.code}/clients", options=filter_options(locale),
            views=region.read(views.list_views, user_of(request).id),
            may_edit=user_of(request).at_least(region.code, "editor"), may_share=_may_share(request),
        )  # fmt: skip


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
    look = (columns, text_query(state.q).terms, locale, region.definition.timezone, f"/{region.code}/clients")
    may_edit = user.at_least(region.code, "editor")
    return joined(row_html(row, *look, may_edit, labels.get(row.id, ())) for row in found)


def _labels_of(request: WebRequest, ids: Sequence[int]) -> Mapping[int, tuple[Label, ...]]:
    labels: LabelsOf = request.app.state.client_labels
    return region_of(request).cached(("labels", *ids), labels, ids)


def filter_options(locale: str) -> dict[str, list[tuple[str, str]]]:
    """What each filter with a choice offers: (value, label)."""
    statuses = [*_labels(STATUSES, locale), ("all", translate(Message(N_("all")), locale))]
    missing = _labels({name: each.label for name, each in MISSING.items()}, locale)
    return {
        "country": list(choices(locale)),
        "status": statuses,
        "kind": _labels(KINDS, locale),
        "missing": missing,
    }


def filter_texts(state: ListState, locale: str) -> dict[str, str]:
    """The set filters as a person reads them."""
    if not state.filters:
        return {}
    options = filter_options(locale)
    shown = {
        name: ", ".join(dict(options.get(name, ())).get(each, each) for each in value.split(","))
        for name, value in state.filters.items()
    }
    if "incomplete" in shown:
        shown["incomplete"] = translate(Message(N_("for invoicing")), locale)
    return shown


def _labels(known: Mapping[str, str], locale: str) -> list[tuple[str, str]]:
    return [(value, translate(Message(label), locale)) for value, label in known.items()]


class Views(Controller):
    path = "/clients/views"

    @post(opt={"right": "views.save"})
    async def add(self, request: WebRequest) -> Response[Any]:
        return await _save(request, shared=False)

    @post("/shared", opt={"right": "views.share"})
    async def share(self, request: WebRequest) -> Response[Any]:
        """For everybody of the region."""
        return await _save(request, shared=True)

    @post("/{view_id:int}/removal", opt={"right": "views.save"})
    async def remove(self, request: WebRequest, view_id: FromPath[int]) -> Response[Any]:
        region = region_of(request)
        await region.write(views.remove, user_of(request).id, view_id, also_shared=_may_share(request))
        return go(request, f"/{region.code}/clients")


async def _save(request: WebRequest, *, shared: bool) -> Response[Any]:
    region, form, user = region_of(request), await sent(request), user_of(request)
    name = form.get("view", "").strip()[:60]
    if not name:
        raise Refused(N_("A view needs a name."))
    state = ListState.of_query(request.app.state.client_list, form.get("query", ""))
    _, at = acting(request)
    await region.write(views.add, user.id, name, state.query(), stamp(at), by=user.name, shared=shared)
    return go(request, f"/{region.code}/clients{state.query()}")


def _may_share(request: WebRequest) -> bool:
    return may(user_of(request), "views.share", region_of(request).code)
