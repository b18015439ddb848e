"""All tags of a region: renamed, coloured, merged and removed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.clock import stamp
from app.errors import Problem
from app.groups import carried, tags
from app.groups.carried import TAG
from app.groups.forms import read_colour, read_name
from app.groups.model import COLOURS, Tag, key_of
from app.i18n import N_, Message
from app.web.context import acting, region_of, user_of
from app.web.forms import sent
from app.web.pages import go, page
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

    @get("/{tag_id:int}", opt={"right": "groups.edit"})
    async def edit(self, request: WebRequest, tag_id: FromPath[int]) -> Response[Any]:
        return _form(request, region_of(request).read(tags.find, tag_id))

    @post("/{tag_id:int}", opt={"right": "groups.edit"})
    async def change(self, request: WebRequest, tag_id: FromPath[int]) -> Response[Any]:
        """Name and colour. A new name is a change of each client that carries the tag, and stands in its history."""
        region, form = region_of(request), await sent(request)
        tag, read = region.read(tags.find, tag_id), read_name(form.get("name", ""))
        if read.problems:
            return _form(request, tag, form, read.problems)
        [name] = read.names
        renamed = key_of(name) != key_of(tag.name)
        if renamed and region.read(carried.ids_named, TAG, [name]):
            text = N_("There is a tag of this name. Merge the two below, if they mean the same.")
            return _form(request, tag, form, [Problem("name", Message(text))])
        await region.write(tags.respell, tag_id, name, read_colour(form))
        if renamed:
            await _move(request, tag_id, await region.write(tags.successor, tag_id, name))
        return go(request, f"/{region.code}/tags")

    @post("/{tag_id:int}/merger", opt={"right": "groups.edit"})
    async def merge(self, request: WebRequest, tag_id: FromPath[int]) -> Response[Any]:
        """Every client of this tag carries the other one afterwards, each of them once."""
        region, form = region_of(request), await sent(request)
        tag = region.read(tags.find, tag_id)
        into = [
            each for each in region.read(carried.ids_named, TAG, [form.get("into", "")]) if each != tag_id
        ]
        if not into:
            problem = Problem("into", Message(N_("Choose another tag that exists.")))
            return _form(request, tag, form, [problem])
        await _move(request, tag_id, into[0])
        return go(request, f"/{region.code}/tags")

    @post("/{tag_id:int}/removal", opt={"right": "groups.edit"})
    async def remove(self, request: WebRequest, tag_id: FromPath[int]) -> Response[Any]:
        region = region_of(request)
        region.read(tags.find, tag_id)
        await _move(request, tag_id, None)
        return go(request, f"/{region.code}/tags")


async def _move(request: WebRequest, tag_id: int, into: int | None) -> None:
    region = region_of(request)
    actor, now = acting(request)
    while await region.write(tags.move_some, region.keys, tag_id, into, actor, stamp(now)) == tags.AT_ONCE:
        pass


def _form(
    request: WebRequest, tag: Tag, typed: dict[str, str] | None = None, problems: Sequence[Problem] = ()
) -> Response[Any]:
    region = region_of(request)
    return page(
        request, "groups/tag.html", module="clients", status=422 if problems else 200, tag=tag, problems=problems,
        typed={"name": tag.name, "colour": tag.colour, "into": "", **(typed or {})}, base=f"/{region.code}",
        clients=region.read(carried.count, TAG, tag.id), colours=COLOURS,
    )  # fmt: skip
