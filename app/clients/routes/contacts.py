"""Contact persons of one client."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.clients import contacts, store
from app.clients.card import card_context, note_look
from app.clients.forms import read_contact
from app.clients.model import CONTACT_FIELDS, ContactPerson
from app.clock import stamp
from app.web.context import acting, region_of, user_of
from app.web.forms import new_submission, sent, submission_of
from app.web.pages import go, page
from app.web.user import WebRequest

# Where the question before a removal was asked, and where it leads back to.
_TABS = {"overview": "", "data": "/data"}


class Contacts(Controller):
    path = "/clients/{client_id:int}/contacts"

    @get("/new", opt={"right": "clients.edit"})
    async def new(self, request: WebRequest, client_id: FromPath[int]) -> Response[Any]:
        return _form(request, client_id, 0, {"submission": new_submission()}, [])

    @post(opt={"right": "clients.edit"})
    async def add(self, request: WebRequest, client_id: FromPath[int]) -> Response[Any]:
        return await _save(request, client_id, None)

    @get("/{contact_id:int}/edit", opt={"right": "clients.edit"})
    async def edit(
        self, request: WebRequest, client_id: FromPath[int], contact_id: FromPath[int]
    ) -> Response[Any]:
        found = region_of(request).read(contacts.find, client_id, contact_id)
        return _form(request, client_id, contact_id, _typed(found) | {"seen": contacts.look(found)}, [])

    @post("/{contact_id:int}", opt={"right": "clients.edit"})
    async def change(
        self, request: WebRequest, client_id: FromPath[int], contact_id: FromPath[int]
    ) -> Response[Any]:
        return await _save(request, client_id, contact_id)

    @get("/{contact_id:int}/removal", opt={"right": "clients.edit"})
    async def ask(
        self, request: WebRequest, client_id: FromPath[int], contact_id: FromPath[int]
    ) -> Response[Any]:
        return _removal(request, client_id, contact_id, request.query_params)

    @post("/{contact_id:int}/removal", opt={"right": "clients.edit"})
    async def remove(
        self, request: WebRequest, client_id: FromPath[int], contact_id: FromPath[int]
    ) -> Response[Any]:
        region, form = region_of(request), await sent(request)
        actor, now = acting(request)
        try:
            await region.write(
                contacts.remove, region.keys, client_id, contact_id, actor, stamp(now),
                seen=form.get("seen", ""),
            )  # fmt: skip
        except contacts.Stale:
            return _removal(request, client_id, contact_id, form, status=409)
        return go(request, f"/{region.code}/clients/{client_id}{_TABS[_tab(form)]}")


async def _save(request: WebRequest, client_id: int, contact_id: int | None) -> Response[Any]:
    region, form = region_of(request), await sent(request)
    client = region.read(store.find, client_id)
    read = read_contact(form, client.country or region.definition.country)
    if read.contact is None:
        typed = {**read.typed, **{name: form.get(name, "") for name in ("submission", "seen")}}
        return _form(request, client_id, contact_id or 0, typed, read.problems, status=422)
    actor, now = acting(request)
    if contact_id is not None:
        try:
            await region.write(
                contacts.change, region.keys, client_id, contact_id, read.contact, actor, stamp(now),
                seen=form.get("seen", ""),
            )  # fmt: skip
        except contacts.Stale as stale:
            theirs, mine = _typed(stale.current), _typed(read.contact)
            differing = [
                (each.label, theirs[name], mine[name])
                for name, each in CONTACT_FIELDS.items()
                if theirs[name] != mine[name]
            ]
            typed = {**read.typed, "seen": contacts.look(stale.current)}
            return _form(request, client_id, contact_id, typed, [], status=409, differing=differing)
    else:
        await region.write(
            contacts.add_once, region.keys, client_id, read.contact, actor, stamp(now),
            submission=submission_of(form, user_of(request).id),
        )  # fmt: skip
    return go(request, f"/{region.code}/clients/{client_id}/data")


def _tab(given: Mapping[str, str]) -> str:
    tab = given.get("tab", "")
    return tab if tab in _TABS else "data"


def _removal(
    request: WebRequest, client_id: int, contact_id: int, given: Mapping[str, str], status: int = 200
) -> Response[Any]:
    person = region_of(request).read(contacts.find, client_id, contact_id)
    tab = _tab(given)
    context = card_context(request, client_id, tab)
    note_look(request, client_id, "contact")
    return page(
        request, "clients/contact_removal.html", part="clients/_contact_removal.html", status=status, person=person,
        seen=contacts.look(person), stale=status == 409, tab=tab, back=context["base"] + _TABS[tab], **context,
    )  # fmt: skip


def _typed(contact: ContactPerson) -> dict[str, str]:
    texts = {name: str(getattr(contact, name)) for name in ("name", "position", "email", "phone")}
    return texts | {"main": "1" if contact.main else ""}


def _form(
    request: WebRequest,
    client_id: int,
    contact_id: int,
    typed: Any,
    problems: Any,
    status: int = 200,
    differing: Sequence[tuple[str, str, str]] = (),
) -> Response[Any]:
    context = card_context(request, client_id, "data")
    note_look(request, client_id, "contact")
    return page(
        request, "clients/contact.html", status=status, typed=typed, problems=problems, contact_id=contact_id,
        empty=ContactPerson(""), differing=differing, **context,
    )  # fmt: skip
