"""Comparing clients field by field and making them one; looking at what was merged and undoing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app import sqlite
from app.access.log import AccessLog
from app.actor import Actor
from app.clients import merged
from app.clients.belongings import Belongings
from app.clients.model import FIELDS, Client
from app.clock import stamp
from app.duplicates import decisions, merging, store
from app.duplicates.choice import Choice, choose
from app.duplicates.comparison import Comparison, compared
from app.errors import Conflict, NotFound, Refused
from app.i18n import N_, Message
from app.vault import Keyring
from app.web.context import acting, region_of, user_of
from app.web.forms import sent, whole_number
from app.web.pages import go, page, wants_part
from app.web.user import WebRequest

_LISTED = 100


class Merging(Controller):
    path = "/duplicates/merge"
    opt = {"right": "clients.edit"}  # noqa: RUF012 (Litestar reads it from the class)

    @get()
    async def show(self, request: WebRequest) -> Response[Any]:
        if not request.query_params.get("ids"):
            return go(request, f"/{region_of(request).code}/duplicates")
        given = dict(request.query_params.items())
        try:
            return _table(request, given)
        except NotFound:
            return _led_on(request, given)

    @post()
    async def merge(self, request: WebRequest) -> Response[Any]:
        form = await sent(request)
        try:
            return await _merged(request, form)
        except Conflict as conflict:
            return _table(request, form, status=409, message=conflict.message)
        except NotFound:
            return _led_on(request, form)

    @post("/rejection")
    async def reject(self, request: WebRequest) -> Response[Any]:
        """None of these is another one of these."""
        region, form = region_of(request), await sent(request)
        actor, now = acting(request)
        await region.write(_are_others, region.keys, ids_in(form), actor, stamp(now))
        return go(request, f"/{region.code}/duplicates")


class Merges(Controller):
    path = "/duplicates/merges"
    opt = {"right": "clients.edit"}  # noqa: RUF012 (Litestar reads it from the class)

    @get()
    async def show_all(self, request: WebRequest) -> Response[Any]:
        region = region_of(request)
        before = whole_number(request.query_params.get("before", "")) or 2**63 - 1
        found = await region.read_slow(merging.listed, before=before, limit=_LISTED + 1)
        more, found = len(found) > _LISTED, found[:_LISTED]
        names = region.read(store.names, [each.survivor for each in found])
        _note_look(request, sorted(names), "merges")
        return page(
            request,
            "duplicates/merges.html",
            module="clients",
            merges=found,
            names=names,
            more=more,
            **_addresses(request),
        )

    @get("/{merge_id:int}")
    async def show(self, request: WebRequest, merge_id: FromPath[int]) -> Response[Any]:
        region = region_of(request)
        outlook = region.read(merging.outlook, region.keys, merge_id)
        merge = outlook.merge
        names = region.read(store.names, [merge.survivor, *merge.absorbed])
        _note_look(request, sorted(names), f"merge:{merge_id}")
        return page(
            request, "duplicates/merged.html", module="clients", outlook=outlook, merge=merge, names=names,
            fields=FIELDS, **_addresses(request),
        )  # fmt: skip

    @post("/{merge_id:int}/undo")
    async def undo(self, request: WebRequest, merge_id: FromPath[int]) -> Response[Any]:
        region = region_of(request)
        actor, now = acting(request)
        await region.write(
            merging.take_back, region.keys, belongings_of(request), merge_id, actor, stamp(now)
        )
        return go(request, f"/{region.code}/duplicates/merges/{merge_id}")


async def _merged(request: WebRequest, form: Mapping[str, str]) -> Response[Any]:
    region = region_of(request)
    comparison = region.read(compared, ids_in(form), belongings_of(request))
    choice = choose(comparison.clients, form, comparison.likely)
    actor, now = acting(request)
    wanted, *others = [_as_seen(client, form) for client in (choice.wanted, *choice.others)]
    number = await region.write(
        merging.merge, region.keys, belongings_of(request), wanted, others, actor, stamp(now)
    )
    return go(request, f"/{region.code}/duplicates/merges/{number}")


def _led_on(request: WebRequest, given: Mapping[str, str]) -> Response[Any]:
    """To the client that some of them have become already: the form was sent twice. Raises NotFound."""
    region = region_of(request)
    survivors = {region.read(merged.survivor_of, each) for each in ids_in(given)} - {0}
    if len(survivors) != 1:
        raise NotFound()
    return go(request, f"/{region.code}/clients/{survivors.pop()}")


def belongings_of(request: WebRequest) -> Belongings:
    belongings: Belongings = request.app.state.belongings
    return belongings


def ids_in(given: Mapping[str, str]) -> list[int]:
    """Raises Refused where it is not at least two clients, or more than stand beside each other on a page."""
    ids = list(dict.fromkeys(whole_number(each) for each in given.get("ids", "")[:400].split(",")))
    ids = [each for each in ids if each]
    if len(ids) < 2:
        raise Refused(N_("Two clients are needed."))
    if len(ids) > merging.MOST_AT_ONCE:
        text = N_("At most {n} clients are merged at once; merge the others into the result.")
        raise Refused(text, n=merging.MOST_AT_ONCE)
    return ids


def _table(
    request: WebRequest, given: Mapping[str, str], *, status: int = 200, message: Message | None = None
) -> Response[Any]:
    region = region_of(request)
    comparison = region.read(compared, ids_in(given), belongings_of(request))
    choice = choose(comparison.clients, given, comparison.likely)
    _note_look(request, [client.id for client in comparison.clients], "merge")
    return page(
        request, "duplicates/merge.html", part="duplicates/_merge.html", module="clients", status=status, choice=choice,
        comparison=comparison, moving=_moving(choice, comparison, belongings_of(request)), fields=FIELDS,
        message=message, answered=wants_part(request), **_addresses(request),
    )  # fmt: skip


def _moving(choice: Choice, comparison: Comparison, belongings: Belongings) -> list[Message]:
    """What comes over to the one that stays, in words."""
    sums = {
        each: sum(comparison.counts[client.id].get(each.key, 0) for client in choice.others)
        for each in belongings
    }
    return [each.words(number) for each, number in sums.items() if number and each.words]


def _as_seen(client: Client, form: Mapping[str, str]) -> Client:
    """With the version that stood on the page."""
    return replace(client, version=whole_number(form.get(f"version-{client.id}", "")))


def _are_others(db: sqlite.Connection, keys: Keyring, ids: Sequence[int], actor: Actor, at: str) -> None:
    for place, one in enumerate(ids):
        for other in ids[place + 1 :]:
            decisions.decide(db, keys, one, other, actor, at)


def _note_look(request: WebRequest, ids: Sequence[int], what: str) -> None:
    if ids:
        access: AccessLog = request.app.state.access
        access.note(region_of(request), user_of(request), "list", ids, what)


def _addresses(request: WebRequest) -> dict[str, Any]:
    code = region_of(request).code
    return {"base": f"/{code}/duplicates", "clients": f"/{code}/clients"}
