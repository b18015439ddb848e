"""Beside the rows of every list: menus that filter it, choose its columns and keep it as a view."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.rights import may
from app.clock import stamp
from app.errors import NotFound, Refused
from app.i18n import N_, Message, translate
from app.lists import views
from app.lists.paging import Page
from app.lists.state import ListKind, ListState, a_day
from app.web.context import acting, region_of, user_of
from app.web.formats import day
from app.web.forms import sent
from app.web.pages import go, page
from app.web.shell import locale_of
from app.web.user import WebRequest

MENUS = {"filter": N_("Filter"), "columns": N_("Columns"), "view": N_("Save view")}
# Filter -> what there is to choose: (value, label).
Choices = Mapping[str, list[tuple[str, str]]]


class Menus(Controller):
    """Each list has one of its own; its templates lie in templates/<name of the list>/."""

    list_kind: ListKind

    def kind_of(self, request: WebRequest) -> ListKind:
        """With what other features add to it."""
        return self.list_kind

    def choices(self, locale: str) -> Choices:
        return {}

    @get("/options/{which:str}")
    async def options(self, request: WebRequest, which: FromPath[str]) -> Response[Any]:
        """The inside of one menu, or a page of it where no script runs."""
        if which not in MENUS:
            raise NotFound()
        kind, region, user = self.kind_of(request), region_of(request), user_of(request)
        return page(
            request, "lists/options.html", part="lists/_options.html", module=kind.name, which=which, titles=MENUS,
            state=read_state(request, kind), base=f"/{region.code}/{kind.name}",
            options=self.choices(locale_of(request)), views=region.read(views.list_views, kind.name, user.id),
            may_edit=user.at_least(region.code, "editor"), may_share=_may_share(request),
        )  # fmt: skip

    @post("/views", opt={"right": "views.save"})
    async def save(self, request: WebRequest) -> Response[Any]:
        return await _save(request, self.kind_of(request), shared=False)

    @post("/views/shared", opt={"right": "views.share"})
    async def share(self, request: WebRequest) -> Response[Any]:
        """For everybody of the region."""
        return await _save(request, self.kind_of(request), shared=True)


class Views(Controller):
    path = "/views/{view_id:int}"

    @post("/removal", opt={"right": "views.save"})
    async def remove(self, request: WebRequest, view_id: FromPath[int]) -> Response[Any]:
        """Back to the list it was one of."""
        region = region_of(request)
        of_list = await region.write(
            views.remove, user_of(request).id, view_id, also_shared=_may_share(request)
        )
        return go(request, f"/{region.code}/{of_list}")


def read_state(request: WebRequest, kind: ListKind) -> ListState:
    query = dict(request.query_params.multi_items())
    query["columns"] = ",".join(request.query_params.getall("columns", []))
    return ListState.read(kind, query, region_of(request).definition.timezone)


def list_context(request: WebRequest, state: ListState, found: Page[Any], choices: Choices) -> dict[str, Any]:
    """What the head, the chips and the pager of a list show."""
    region, user, name = region_of(request), user_of(request), state.kind.name
    return {
        "module": name,
        "state": state,
        "page": found,
        "base": f"/{region.code}/{name}",
        "may_edit": user.at_least(region.code, "editor"),
        "views": tuple(region.cached(("views", name, user.id), views.list_views, name, user.id)),
        "filter_texts": tuple(texts_of(state, choices, locale_of(request)).items()),
    }


def texts_of(state: ListState, choices: Choices, locale: str) -> dict[str, str]:
    """The set filters as a person reads them."""

    def text(name: str, value: str) -> str:
        if state.kind.readings.get(name) is a_day:
            return day(value, locale)
        return ", ".join(dict(choices.get(name, ())).get(each, each) for each in value.split(","))

    return {name: text(name, value) for name, value in state.filters.items()}


def labelled(known: Mapping[str, str], locale: str) -> list[tuple[str, str]]:
    return [(value, translate(Message(label), locale)) for value, label in known.items()]


async def _save(request: WebRequest, kind: ListKind, *, shared: bool) -> Response[Any]:
    region, form, user = region_of(request), await sent(request), user_of(request)
    name = form.get("view", "").strip()[:60]
    if not name:
        raise Refused(N_("A view needs a name."))
    query = ListState.of_query(kind, form.get("query", "")).query()
    _, at = acting(request)
    await region.write(views.add, kind.name, user.id, name, query, stamp(at), by=user.name, shared=shared)
    return go(request, f"/{region.code}/{kind.name}{query}")


def _may_share(request: WebRequest) -> bool:
    return may(user_of(request), "views.share", region_of(request).code)
