"""The groups of a region: the list, a new one, one with its figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.clients.model import KINDS as CLIENT_KINDS
from app.clients.model import STATUSES
from app.clients.routes.listing import filter_texts
from app.clock import stamp
from app.errors import Conflict, Problem
from app.groups import carried, groups
from app.groups.carried import GROUP
from app.groups.figures import counted, figures, members
from app.groups.filters import CLIENT_LIST, dynamic_within, state_of
from app.groups.forms import read_definition, read_name
from app.groups.model import KINDS, Group
from app.i18n import N_, Message
from app.lists import CAPPED_AT, ListState
from app.web.context import acting, region_of, user_of
from app.web.forms import sent
from app.web.pages import go, page
from app.web.shell import locale_of
from app.web.user import WebRequest

_LISTED = 200


class Groups(Controller):
    path = "/groups"

    @get(opt={"right": "groups.see"})
    async def show_all(self, request: WebRequest) -> Response[Any]:
        return await _list(request)

    @post(opt={"right": "groups.edit"})
    async def add(self, request: WebRequest) -> Response[Any]:
        region, form = region_of(request), await sent(request)
        form = {"name": form.get("view", ""), **form}  # from the menu that saves views
        read = read_name(form["name"])
        state = ListState.of_query(CLIENT_LIST, form.get("query", ""))
        kind, query, problems = read_definition(form, state)
        problems = (*read.problems, *problems)
        if query and region.read(dynamic_within, query):
            text = N_("A dynamic group cannot be made of another dynamic group.")
            problems = (*problems, Problem("query", Message(text)))
        if problems:
            return await _list(request, form, problems)
        actor, now = acting(request)
        try:
            group_id = await region.write(groups.add, read.names[0], kind, query, actor, stamp(now))
        except Conflict as conflict:
            return await _list(request, form, (Problem("name", conflict.message),))
        return go(request, f"/{region.code}/groups/{group_id}")

    @get("/{group_id:int}", opt={"right": "groups.see"})
    async def show(self, request: WebRequest, group_id: FromPath[int]) -> Response[Any]:
        return await _page(request, region_of(request).read(groups.find, group_id))

    @post("/{group_id:int}", opt={"right": "groups.edit"})
    async def rename(self, request: WebRequest, group_id: FromPath[int]) -> Response[Any]:
        region, form = region_of(request), await sent(request)
        group, read = region.read(groups.find, group_id), read_name(form.get("name", ""))
        if read.problems:
            return await _page(request, group, form, read.problems)
        try:
            await region.write(groups.rename, group_id, read.names[0])
        except Conflict as conflict:
            return await _page(request, group, form, (Problem("name", conflict.message),))
        return go(request, f"/{region.code}/groups/{group_id}")


async def _list(
    request: WebRequest, typed: dict[str, str] | None = None, problems: Sequence[Problem] = ()
) -> Response[Any]:
    region = region_of(request)
    found = await region.read_slow(counted, region.definition.timezone, limit=_LISTED + 1)
    return page(
        request, "groups/groups.html", module="clients", status=422 if problems else 200, groups=found[:_LISTED],
        more=len(found) > _LISTED, kinds=KINDS, cap=CAPPED_AT, problems=problems, base=f"/{region.code}",
        typed={"name": "", "kind": "static", "query": "", **(typed or {})}, most=_LISTED,
        may_edit=user_of(request).at_least(region.code, "editor"),
    )  # fmt: skip


async def _page(
    request: WebRequest, group: Group, typed: dict[str, str] | None = None, problems: Sequence[Problem] = ()
) -> Response[Any]:
    region, locale = region_of(request), locale_of(request)
    zone = region.definition.timezone
    now = acting(request)[1].astimezone(zone)
    definition = ListState(CLIENT_LIST) if group.is_static else state_of(group)
    return page(
        request, "groups/group.html", module="clients", status=422 if problems else 200, group=group, kinds=KINDS,
        figures=await region.read_slow(figures, group, now), statuses=STATUSES, client_kinds=CLIENT_KINDS,
        members=region.read(carried.count, GROUP, group.id) if group.is_static else 0, here=members(group, zone),
        definition=definition, filter_texts=filter_texts(definition, locale), problems=problems,
        typed={"name": group.name, **(typed or {})}, base=f"/{region.code}",
        may_edit=user_of(request).at_least(region.code, "editor"),
    )  # fmt: skip
