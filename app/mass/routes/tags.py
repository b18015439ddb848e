"""One tag: renamed, coloured, merged, removed. What changes its clients is a mass action like any other."""

from __future__ import annotations

import secrets
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.clock import stamp
from app.errors import Conflict, Problem
from app.groups import carried, tags
from app.groups.carried import TAG
from app.groups.forms import read_colour, read_name
from app.groups.model import COLOURS
from app.mass import of_tags, store, tagging
from app.mass.routes.starting import start, submission_of
from app.web.context import acting, region_of
from app.web.forms import sent
from app.web.pages import go, page
from app.web.user import WebRequest


class TagChanges(Controller):
    path = "/tags/{tag_id:int}"
    opt = {"right": "groups.edit"}  # noqa: RUF012 (Litestar reads it from the class)

    @get()
    async def edit(self, request: WebRequest, tag_id: FromPath[int]) -> Response[Any]:
        return _form(request, tag_id, {})

    @post()
    async def change(self, request: WebRequest, tag_id: FromPath[int]) -> Response[Any]:
        """Name and colour. A new name is a change of each client that carries the tag, and stands in its history."""
        form = await sent(request)
        read = read_name(form.get("name", ""))
        if read.problems:
            return _form(request, tag_id, form, *read.problems)
        return await _begin(request, tag_id, "rename", read.names[0], form)

    @post("/merger")
    async def merge(self, request: WebRequest, tag_id: FromPath[int]) -> Response[Any]:
        """Every client of this tag carries the other one afterwards, each of them once."""
        form = await sent(request)
        return await _begin(request, tag_id, "merge", form.get("into", ""), form)

    @post("/removal")
    async def remove(self, request: WebRequest, tag_id: FromPath[int]) -> Response[Any]:
        return await _begin(request, tag_id, "remove", "", await sent(request))


async def _begin(
    request: WebRequest, tag_id: int, key: str, name: str, form: dict[str, str]
) -> Response[Any]:
    """Leads to the action, or where no client is meant back to the tags."""
    region = region_of(request)
    actor, now = acting(request)
    submission = submission_of(request, form)
    try:
        operation = await region.write(
            of_tags.begin, tag_id, key, name, read_colour(form), submission, actor, stamp(now)
        )
    except tagging.InUse as conflict:
        return _form(request, tag_id, form, Problem("", conflict.message), status=409)
    except Conflict as conflict:
        return _form(request, tag_id, form, Problem("into" if key == "merge" else "name", conflict.message))
    if operation:
        await start(request, operation, actor)
    changed = operation and region.read(store.find, operation).total
    return go(request, f"/{region.code}/mass/{operation}" if changed else f"/{region.code}/tags")


def _form(
    request: WebRequest, tag_id: int, form: dict[str, str], *problems: Problem, status: int = 422
) -> Response[Any]:
    region = region_of(request)
    tag = region.read(tags.find, tag_id)
    return page(
        request, "mass/tag.html", module="clients", status=status if problems else 200, tag=tag, problems=problems,
        typed={"name": tag.name, "colour": tag.colour, "into": "", **form}, base=f"/{region.code}",
        clients=region.read(carried.count, TAG, tag.id), colours=COLOURS, submission=secrets.token_urlsafe(18),
        open_run=region.read(tagging.open_run, tag.name),
    )  # fmt: skip
