"""Contact persons of one client."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.clients import contacts, store
from app.clients.card import card_context, note_look
from app.clients.form_layout import CONTACT_LAYOUT
from app.clients.forms import ContactForm, left_alone, left_by_others, marks, read_contact
from app.clients.model import CONTACT_FIELDS, ContactPerson
from app.clock import stamp
from app.errors import NotFound
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
        region, form = region_of(request), await sent(request)
        read = _read(request, client_id, form)
        if read.contact is None:
            return _refused(request, client_id, 0, read, form)
        actor, now = acting(request)
        await region.write(
            contacts.add_once, region.keys, client_id, read.contact, actor, stamp(now),
            submission=submission_of(form, user_of(request).id),
        )  # fmt: skip
        return go(request, f"/{region.code}/clients/{client_id}/data")

    @post("/checks/{field:str}", opt={"right": "clients.edit"})
    async def check(
        self, request: WebRequest, client_id: FromPath[int], field: FromPath[str]
    ) -> Response[Any]:
        """One field, when it is left; by POST as those of a client."""
        if field not in CONTACT_LAYOUT:
            raise NotFound()
        form = await sent(request)
        problems = [each for each in _read(request, client_id, form).problems if each.field == field]
        return page(
            request, "clients/_field.html", part="clients/_field.html", typed=form, problems=problems,
            one=CONTACT_LAYOUT[field], checks=_checks(request, client_id),
        )  # fmt: skip

    @get("/{contact_id:int}/edit", opt={"right": "clients.edit"})
    async def edit(
        self, request: WebRequest, client_id: FromPath[int], contact_id: FromPath[int]
    ) -> Response[Any]:
        found = region_of(request).read(contacts.find, client_id, contact_id)
        return _form(request, client_id, contact_id, _shown(found), [])

    @post("/{contact_id:int}", opt={"right": "clients.edit"})
    async def change(
        self, request: WebRequest, client_id: FromPath[int], contact_id: FromPath[int]
    ) -> Response[Any]:
        region, form = region_of(request), await sent(request)
        read = _read(request, client_id, form)
        if read.contact is None:
            return _refused(request, client_id, contact_id, read, form)
        actor, now = acting(request)
        try:
            await region.write(
                contacts.change, region.keys, client_id, contact_id, read.contact, actor, stamp(now),
                seen=form.get("version", ""),
            )  # fmt: skip
        except contacts.Stale as stale:
            return _conflict(request, client_id, stale.current, read.contact, form)
        return go(request, f"/{region.code}/clients/{client_id}/data")

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
                seen=form.get("version", ""),
            )  # fmt: skip
        except contacts.Stale:
            return _removal(request, client_id, contact_id, form, status=409)
        return go(request, f"/{region.code}/clients/{client_id}{_TABS[_tab(form)]}")


def _read(request: WebRequest, client_id: int, form: Mapping[str, str]) -> ContactForm:
    region = region_of(request)
    client = region.read(store.find, client_id)
    return read_contact(form, client.country or region.definition.country)


def _checks(request: WebRequest, client_id: int) -> str:
    return f"/{region_of(request).code}/clients/{client_id}/contacts/checks/"


def _refused(
    request: WebRequest, client_id: int, contact_id: int, read: ContactForm, form: Mapping[str, str]
) -> Response[Any]:
    typed = {**read.typed, **{name: form.get(name, "") for name in ("submission", "version", "shown")}}
    return _form(request, client_id, contact_id, typed, read.problems, status=422)


def _conflict(
    request: WebRequest,
    client_id: int,
    current: ContactPerson,
    wanted: ContactPerson,
    form: Mapping[str, str],
) -> Response[Any]:
    """409 as of a client: both values of what both changed; what was left alone takes over what the other saved."""
    typed = {name: form.get(name, "") for name in CONTACT_FIELDS}
    alone = left_alone({**form, **typed}, CONTACT_FIELDS)
    over = {name: text for name, text in typed.items() if name not in alone}
    theirs, mine = _typed(current), _typed(wanted)
    changed = [name for name in over if theirs[name] != mine[name]]
    only_mine = left_by_others(form, theirs, CONTACT_FIELDS)
    differing = [
        (CONTACT_FIELDS[name].label, theirs[name], mine[name]) for name in changed if name not in only_mine
    ]
    if not changed:
        return go(request, f"/{region_of(request).code}/clients/{client_id}/data")
    return _form(
        request, client_id, current.id, {**_shown(current), **over}, [], status=409, differing=differing
    )


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
        version=contacts.look(person), stale=status == 409, tab=tab, back=context["base"] + _TABS[tab], **context,
    )  # fmt: skip


def _typed(contact: ContactPerson) -> dict[str, str]:
    texts = {name: str(getattr(contact, name)) for name in ("name", "position", "email", "phone")}
    return texts | {"main": "1" if contact.main else ""}


def _shown(contact: ContactPerson) -> dict[str, str]:
    """What the form shows and, to tell what was typed over, carries along."""
    typed = _typed(contact)
    return {**typed, "version": contacts.look(contact), "shown": marks(typed, CONTACT_FIELDS)}


def _form(
    request: WebRequest,
    client_id: int,
    contact_id: int,
    typed: Any,
    problems: Any,
    status: int = 200,
    differing: Sequence[tuple[str, str, str]] | None = None,
) -> Response[Any]:
    context = card_context(request, client_id, "data")
    note_look(request, client_id, "contact")
    return page(
        request, "clients/contact.html", status=status, typed=typed, problems=problems, contact_id=contact_id,
        differing=differing, layout=CONTACT_LAYOUT.values(), checks=_checks(request, client_id), **context,
    )  # fmt: skip
