"""The tags and groups of one client, and names to choose from while one types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app import sqlite
from app.actor import Actor
from app.clients import store as clients
from app.clients.card import CardPanel, card_context, note_look
from app.clock import stamp
from app.errors import NotFound, Problem
from app.groups import carried, groups, tags
from app.groups.carried import GROUP, TAG, Carried
from app.groups.filters import CLIENT_LIST
from app.groups.forms import read_names
from app.i18n import N_, Message
from app.vault import Keyring
from app.web.context import acting, region_of
from app.web.forms import sent, whole_number
from app.web.pages import go, page, wants_part
from app.web.user import WebRequest

PANEL = CardPanel(N_("Groups and tags"), "/labels")
_KINDS = {TAG.kind: TAG, GROUP.kind: GROUP}


class Labels(Controller):
    path = "/clients/{client_id:int}/labels"

    @get(opt={"right": "groups.see"})
    async def show(self, request: WebRequest, client_id: FromPath[int]) -> Response[Any]:
        """A page of its own; as a part the panel of the card."""
        return _shown(request, client_id)

    @post(opt={"right": "groups.edit"})
    async def add(self, request: WebRequest, client_id: FromPath[int]) -> Response[Any]:
        """Tags by their names, made where nobody used them yet; a group by its name."""
        region, form = region_of(request), await sent(request)
        region.read(clients.find, client_id)
        of, typed = _kind(form.get("kind", TAG.kind)), form.get("name", "")
        read = read_names(typed)
        problems = read.problems or region.read(_unknown, of, read.names)
        if problems:
            return _shown(
                request, client_id, typed={of.kind: typed}, problems=[_at(of, each) for each in problems]
            )
        actor, now = acting(request)
        await region.write(_add, region.keys, of, client_id, read.names, actor, stamp(now))
        return _done(request, client_id)

    @post("/removal", opt={"right": "groups.edit"})
    async def remove(self, request: WebRequest, client_id: FromPath[int]) -> Response[Any]:
        region, form = region_of(request), await sent(request)
        of, gone = _kind(form.get("kind", TAG.kind)), whole_number(form.get("id", ""))
        actor, now = acting(request)
        await region.write(carried.change, region.keys, of, client_id, actor, stamp(now), remove=(gone,))
        return _done(request, client_id)


class Suggestions(Controller):
    path = "/labels/{label_kind:str}"

    @get(opt={"right": "groups.see"})
    async def show(self, request: WebRequest, label_kind: FromPath[str]) -> Response[Any]:
        """Names for a field that may hold several: what is offered completes the last one."""
        filters = {each.name: each for each in CLIENT_LIST.more_filters}
        if label_kind not in filters:
            raise NotFound()
        typed = next((value for _, value in request.query_params.multi_items()), "")
        before, comma, last = typed.rpartition(",")
        names = region_of(request).read(filters[label_kind].names, last[:60])
        lead = f"{before}, " if comma else ""
        return page(
            request, "groups/suggestions.html", part="groups/_suggestions.html", module="clients",
            names=[lead + name for name in names],
        )  # fmt: skip


def _kind(name: str) -> Carried:
    if name not in _KINDS:
        raise NotFound()
    return _KINDS[name]


def _at(of: Carried, problem: Problem) -> Problem:
    return Problem(of.kind, problem.message)


def _unknown(db: sqlite.Connection, of: Carried, names: Sequence[str]) -> tuple[Problem, ...]:
    """Groups are made on purpose, never by a slip of the fingers; nobody is put into a dynamic one."""
    if of is TAG:
        return ()
    found = groups.named(db, names)
    if any(not each.is_static for each in found):
        return (Problem("name", Message(N_("Who is in a dynamic group is decided by its filter."))),)
    if len(found) < len(names):
        return (Problem("name", Message(N_("There is no group of this name."))),)
    return ()


def _add(
    db: sqlite.Connection, keys: Keyring, of: Carried, client_id: int, names: Sequence[str], actor: Actor, at: str
) -> None:  # fmt: skip
    ids = tags.made(db, names) if of is TAG else carried.ids_named(db, GROUP, names)
    carried.change(db, keys, of, client_id, actor, at, add=ids)


def _done(request: WebRequest, client_id: int) -> Response[Any]:
    if not wants_part(request):
        return go(request, f"/{region_of(request).code}/clients/{client_id}")
    return _shown(request, client_id, changed=True)


def _shown(
    request: WebRequest, client_id: int, *, typed: dict[str, str] | None = None, problems: Sequence[Problem] = (),
    changed: bool = False,
) -> Response[Any]:  # fmt: skip
    region = region_of(request)
    context = card_context(request, client_id, "overview")
    note_look(request, client_id, "labels")
    return page(
        request, "groups/labels.html", part="groups/_labels.html", status=422 if problems else 200,
        problems=problems, typed=typed or {}, changed=changed, tags=region.read(tags.of_client, client_id),
        groups=region.read(groups.of_client, client_id), **context,
    )  # fmt: skip
