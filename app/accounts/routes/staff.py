"""The accounts of all staff, for admins."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts import events, invitations, numbers, sessions, store
from app.accounts.forms import read_staff, typed_staff
from app.accounts.model import Staff
from app.accounts.routes.staff_pages import HOME, edit_page, new_page
from app.clock import stamp
from app.errors import Conflict, MasakuError, Problem, Refused
from app.i18n import N_, Message, translate
from app.regions import File
from app.web.addresses import own_origin
from app.web.context import acting, user_of
from app.web.forms import sent
from app.web.pages import go, page
from app.web.shell import locale_of
from app.web.user import WebRequest

ROWS = 50


class StaffList(Controller):
    path = HOME
    opt = {"right": "admin"}  # noqa: RUF012 (Litestar reads it from the class)

    @get()
    async def show(self, request: WebRequest) -> Response[Any]:
        instance: File = request.app.state.instance
        return page(
            request, "accounts/staff_list.html", module="staff", everybody=instance.read(store.list_all),
            now=stamp(request.app.state.clock.now()), base=HOME,
        )  # fmt: skip

    @get("/new")
    async def new(self, request: WebRequest) -> Response[Any]:
        return new_page(request, {"locale": locale_of(request)})

    @post(opt={"confirmed": True})
    async def add(self, request: WebRequest) -> Response[Any]:
        form, (actor, now) = await sent(request), acting(request)
        wanted, problems = read_staff(form, request.app.state.regions.codes())
        if problems:
            return new_page(request, form, problems)
        instance: File = request.app.state.instance
        try:
            number = numbers.draw(request.app.state.vault, instance)
            staff_id, token = await instance.write(
                invitations.add, wanted, number=number, actor=actor.id, now=now
            )
        except store.FieldRefused as error:
            return new_page(request, form, [Problem(error.field, error.message)])
        return await _invited(request, staff_id, token)


class StaffHistory(Controller):
    path = f"{HOME}/history"

    @get(opt={"right": "admin"})
    async def show(self, request: WebRequest) -> Response[Any]:
        before = request.query_params.get("before", "")
        found = request.app.state.instance.read(
            events.newest,
            before=int(before) if before.isdecimal() and len(before) < 18 else 0,
            limit=ROWS + 1,
        )
        return page(
            request, "accounts/staff_history.html", module="staff", events=found[:ROWS], more=len(found) > ROWS,
            changes=events.shown_changes, base=HOME,
        )  # fmt: skip


class StaffAccount(Controller):
    path = f"{HOME}/{{staff_id:int}}"
    opt = {"right": "admin"}  # noqa: RUF012 (Litestar reads it from the class)

    @get()
    async def show(self, request: WebRequest, staff_id: FromPath[int]) -> Response[Any]:
        staff = _find(request, staff_id)
        return edit_page(request, staff, typed_staff(staff))

    @post(opt={"confirmed": True})
    async def change(self, request: WebRequest, staff_id: FromPath[int]) -> Response[Any]:
        form, (actor, now) = await sent(request), acting(request)
        staff = _find(request, staff_id)
        wanted, problems = read_staff(form, request.app.state.regions.codes(), held=staff.roles)
        if problems:
            return edit_page(request, staff, form, problems)
        try:
            await request.app.state.instance.write(
                store.change, staff_id, wanted, state=form.get("state", ""), actor=actor.id, at=stamp(now)
            )
        except store.FieldRefused as error:
            return edit_page(request, staff, form, [Problem(error.field, error.message)])
        except Conflict:
            return edit_page(request, _find(request, staff_id), form, meanwhile=wanted)
        return go(request, HOME)

    @post("/deactivation", opt={"confirmed": True})
    async def deactivate(self, request: WebRequest, staff_id: FromPath[int]) -> Response[Any]:
        if staff_id == user_of(request).id:
            raise Refused(N_("Nobody deactivates their own account: another admin can."))
        return await _set_active(request, staff_id, False)

    @post("/reactivation", opt={"confirmed": True})
    async def reactivate(self, request: WebRequest, staff_id: FromPath[int]) -> Response[Any]:
        return await _set_active(request, staff_id, True)

    @get("/invitation")
    async def invited(self, request: WebRequest, staff_id: FromPath[int]) -> Response[Any]:
        """A link is shown once; this is for whoever comes back to its address."""
        return go(request, f"{HOME}/{_find(request, staff_id).id}")

    @post("/invitation", opt={"confirmed": True})
    async def invite(self, request: WebRequest, staff_id: FromPath[int]) -> Response[Any]:
        actor, now = acting(request)
        instance: File = request.app.state.instance
        token = await instance.write(invitations.invite, staff_id, actor=actor.id, now=now)
        return await _invited(request, staff_id, token)

    @post("/sessions/removal")
    async def end_sessions(self, request: WebRequest, staff_id: FromPath[int]) -> Response[Any]:
        staff, (actor, now) = _find(request, staff_id), acting(request)
        keep = user_of(request).session
        await request.app.state.instance.write(
            sessions.end_others, staff.id, keep=keep, actor=actor.id, at=stamp(now)
        )
        return go(request, f"{HOME}/{staff_id}")


async def _set_active(request: WebRequest, staff_id: int, active: bool) -> Response[Any]:
    actor, now = acting(request)
    await request.app.state.instance.write(store.set_active, staff_id, active, actor=actor.id, at=stamp(now))
    return go(request, f"{HOME}/{staff_id}")


async def _invited(request: WebRequest, staff_id: int, token: str) -> Response[Any]:
    """The one page that ever shows the link; it is mailed too, where that is possible."""
    staff, (actor, _) = _find(request, staff_id), acting(request)
    address = invitations.link(request.app.state.settings, token, origin=own_origin(request))
    not_mailed = await _mail(request, staff, actor.name, address)
    answer = page(
        request, "accounts/staff_invited.html", module="staff", staff=staff, link=address, not_mailed=not_mailed,
        lifetime=invitations.lifetime(staff), base=HOME,
    )  # fmt: skip
    answer.headers["Cache-Control"] = "no-store"
    return answer


async def _mail(request: WebRequest, staff: Staff, inviter: str, address: str) -> Message | None:
    """Why it was not mailed; None when it was."""
    if not request.app.state.settings.public_url:
        return Message(N_("MASAKU_PUBLIC_URL is not set, so links cannot be mailed."))
    subject, text = invitations.mail(staff, inviter, address)
    try:
        await request.app.state.mail(
            staff.email, translate(subject, staff.locale), translate(text, staff.locale)
        )
    except MasakuError as error:
        return error.message
    return None


def _find(request: WebRequest, staff_id: int) -> Staff:
    instance: File = request.app.state.instance
    return instance.read(store.find, staff_id)
