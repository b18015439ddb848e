"""The link that opens an account, for whoever holds it; looking at it uses nothing up."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts import entry, invitations, passwords, store
from app.accounts.cookies import browser_of, let_in
from app.accounts.forms import read_name
from app.accounts.model import Staff
from app.errors import Problem
from app.i18n import N_, Message
from app.regions import File
from app.web.forms import sent
from app.web.pages import go, page
from app.web.shell import LOCALE_MEANT
from app.web.user import WebRequest

# The address is the secret: it is neither kept nor told to anybody.
_SECRET = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


class Invitation(Controller):
    path = "/invitation/{token:str}"
    opt = {"right": "public", "secret_path": True}  # noqa: RUF012 (Litestar reads it from the class)

    @get()
    async def show(self, request: WebRequest, token: FromPath[str]) -> Response[Any]:
        staff = _invited(request, token)
        return _form(request, staff, {"name": staff.name}, []) if staff else _void(request)

    @post(request_max_body_size=16_384)
    async def accept(self, request: WebRequest, token: FromPath[str]) -> Response[Any]:
        staff = _invited(request, token)
        if staff is None:
            return _void(request)
        form = await sent(request)
        name, problems = read_name(form)
        password = form.get("password", "")
        problems += passwords.problems(password, own=(staff.email, staff.name, name))
        if password != form.get("password_again", ""):
            problems.append(Problem("password_again", Message(N_("Not the same as above."))))
        if problems:
            return _form(request, staff, form, problems)
        instance: File = request.app.state.instance
        entered = await instance.write(
            entry.accept, token, name, await passwords.hash_aside(password), browser_of(request),
            request.app.state.clock.now(),
        )  # fmt: skip
        return let_in(go(request, "/"), entered)


def _invited(request: WebRequest, token: str) -> Staff | None:
    instance: File = request.app.state.instance
    staff_id = instance.read(invitations.find, token, request.app.state.clock.now())
    if staff_id is None:
        return None
    staff = instance.read(store.find, staff_id)
    request.scope["state"][LOCALE_MEANT] = staff.locale
    return staff


def _form(request: WebRequest, staff: Staff, typed: dict[str, str], problems: list[Problem]) -> Response[Any]:
    answer = page(
        request, "accounts/invitation.html", status=422 if problems else 200, staff=staff, typed=typed,
        problems=problems, least=passwords.MIN_LENGTH,
    )  # fmt: skip
    answer.headers.update(_SECRET)
    return answer


def _void(request: WebRequest) -> Response[Any]:
    answer = page(request, "accounts/invitation_void.html", status=404, message=invitations.VOID)
    answer.headers.update(_SECRET)
    return answer
