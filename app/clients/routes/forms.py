"""Creating and editing a client, with checks while it is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.clients import store
from app.clients.card import note_look
from app.clients.derived import as_text
from app.clients.form_layout import BY_NAME, CHOICES, LAYOUT
from app.clients.forms import (
    ClientForm,
    as_typed,
    check_field,
    left_alone,
    left_by_others,
    marks,
    read_client,
)
from app.clients.model import FIELDS, Client
from app.clients.revision import Stale, revise
from app.clients.routes.moved import MOVED
from app.clock import stamp
from app.countries import choices
from app.errors import NotFound, Problem
from app.i18n import Message, translate
from app.regions import Region
from app.web.context import acting, region_of, user_of
from app.web.forms import new_submission, sent, submission_of, whole_number
from app.web.pages import go, page
from app.web.shell import locale_of
from app.web.user import WebRequest


class New(Controller):
    path = "/clients"

    @get("/new", opt={"right": "clients.edit"})
    async def show(self, request: WebRequest) -> Response[Any]:
        typed = {name: request.query_params.get(name, "") for name in FIELDS} | {
            "submission": new_submission()
        }
        shown = _defaults(request) | {k: v for k, v in typed.items() if v}
        added = _one(region_of(request), request.query_params.get("added", ""))
        if added:
            note_look(request, added.id, "new")
        return _form(request, "clients/new.html", shown, [], added=added)

    @post(opt={"right": "clients.edit"})
    async def add(self, request: WebRequest) -> Response[Any]:
        region, form = region_of(request), await sent(request)
        read = read_client(form, region.definition, complete=True)
        if read.client is None:
            typed = {**read.typed, "submission": form.get("submission", "")}
            return _form(request, "clients/new.html", typed, read.problems, status=422)
        actor, now = acting(request)
        client = await region.write(
            store.add,
            region.keys,
            read.client,
            actor,
            stamp(now),
            submission=submission_of(form, user_of(request).id),
        )
        another = form.get("then") == "another"
        return go(request, f"/{region.code}/clients/{f'new?added={client.id}' if another else client.id}")


class Edit(Controller):
    path = "/clients/{client_id:int}"

    @get("/edit", opt={"right": "clients.edit"})
    async def show(self, request: WebRequest, client_id: FromPath[int]) -> Response[Any]:
        client = region_of(request).read(store.find, client_id)
        note_look(request, client_id, "edit")
        return _form(request, "clients/edit.html", _shown(request, client), [], client=client)

    @post(opt={"right": "clients.edit"})
    async def change(self, request: WebRequest, client_id: FromPath[int]) -> Response[Any]:
        region, form = region_of(request), await sent(request)
        current = region.ask(store.find, client_id)
        read = read_client(form, region.definition, complete=True, current=current)
        # What was typed about a client that became part of this one is held against nothing it has seen.
        version = "" if MOVED in request.query_params else form.get("version", "")
        wanted = read.changing(current)
        if wanted is None:
            typed = _typed(read, version)
            return _form(request, "clients/edit.html", typed, read.problems, client=current, status=422)
        actor, now = acting(request)
        try:
            revision = revise(current, wanted, region.keys, actor, version=whole_number(version))
            await region.write(store.save, revision, stamp(now))
        except Stale as stale:
            return _conflict(request, stale.current, wanted, _typed(read, version), left_alone(form))
        return go(request, f"/{region.code}/clients/{client_id}")


class Check(Controller):
    path = "/clients/checks"

    @post("/{field:str}", opt={"right": "clients.edit"})
    async def check(self, request: WebRequest, field: FromPath[str]) -> Response[Any]:
        """One field, when it is left. Sent by POST: what is typed never stands in an address or a log."""
        if field not in BY_NAME:
            raise NotFound()
        region, form = region_of(request), await sent(request)
        current = _one(region, form.get("client_id", ""))  # none yet where the form makes a new client
        problems = check_field(field, form, region.definition, current)
        return _form(request, "clients/_field.html", form, problems, one=BY_NAME[field])


def _one(region: Region, number: str) -> Client | None:
    """The client of this number, whatever was sent as one."""
    client_id = whole_number(number)
    return region.read(store.find_many, [client_id]).get(client_id) if client_id else None


def _defaults(request: WebRequest) -> dict[str, str]:
    """What a new client of this region starts with."""
    definition = region_of(request).definition
    client = Client(
        "", country=definition.country, currency=definition.currency, payment_term_days=definition.payment_term_days,
        invoice_language=definition.languages[0],
    )  # fmt: skip
    return as_typed(client, locale_of(request))


def _form(
    request: WebRequest, template: str, typed: Mapping[str, str], problems: Sequence[Problem], *,
    client: Client | None = None, status: int = 200, **context: Any,
) -> Response[Any]:  # fmt: skip
    region, locale = region_of(request), locale_of(request)
    options = {
        name: [(value, translate(Message(label), locale)) for value, label in labels.items()]
        for name, labels in CHOICES.items()
    }
    return page(
        request, template, part=template if "one" in context else "", module="clients", status=status, typed=typed,
        problems=problems, client=client, base=f"/{region.code}/clients", layout=LAYOUT,
        checks=f"/{region.code}/clients/checks/",
        field_labels={name: translate(Message(field.label), locale) for name, field in FIELDS.items()},
        options={**options, "country": choices(locale)}, **context,
    )  # fmt: skip


def _typed(read: ClientForm, version: str) -> dict[str, str]:
    return {**read.typed, "version": version, "shown": read.sent.get("shown", "")}


def _shown(request: WebRequest, client: Client) -> dict[str, str]:
    typed = as_typed(client, locale_of(request))
    return {**typed, "version": str(client.version), "shown": marks(typed)}


def _conflict(
    request: WebRequest, current: Client, wanted: Client, typed: Mapping[str, str], alone: Sequence[str]
) -> Response[Any]:
    """409 with both values of every field that both changed; saving again with the new version decides. What was left
    alone takes over what the other one saved."""
    note_look(request, current.id, "edit")
    now = _shown(request, current)
    wanted = replace(wanted, **{name: getattr(current, name) for name in alone})
    theirs, mine = as_text(current), as_text(wanted)
    changed = [name for name in theirs if theirs[name] != mine[name]]
    if not changed:
        return go(request, f"/{region_of(request).code}/clients/{current.id}")
    only_mine = left_by_others(typed, now)
    differing = [
        (FIELDS[name].label, FIELDS[name].shown(theirs[name]), FIELDS[name].shown(mine[name]))
        for name in changed
        if name not in only_mine
    ]
    typed = {**now, **{name: typed[name] for name in FIELDS if name not in alone}}
    return _form(request, "clients/edit.html", typed, [], client=current, status=409, differing=differing)
