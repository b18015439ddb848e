"""Signing in and out."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post

from app.accounts import entry, sessions
from app.accounts.cookies import browser_of, end_cookie, let_in
from app.accounts.proof import prove
from app.errors import Problem, TooMany
from app.i18n import N_, Message
from app.regions import File
from app.web.addresses import local_address
from app.web.forms import sent
from app.web.pages import go, page
from app.web.user import WebRequest

_WRONG = Message(N_("Email or password is wrong."))


class SignIn(Controller):
    path = "/login"

    @get(opt={"right": "public"}, sync_to_thread=False)
    def show(self, request: WebRequest) -> Response[Any]:
        return page(
            request,
            "accounts/login.html",
            problems=[],
            typed={},
            next=local_address(request.query_params.get("next", "/")),
            has_ended=bool(request.query_params.get("ended")),
        )

    @post(opt={"right": "public"}, request_max_body_size=16_384)
    async def sign_in(self, request: WebRequest) -> Response[Any]:
        form = await sent(request)
        try:
            proven = await prove(request, form.get("email", ""), form.get("password", ""))
        except TooMany as error:
            return _again(request, form, error.message, 429, {"Retry-After": str(error.retry_after)})
        if proven is None:
            return _again(request, form, _WRONG, 422, {})
        instance: File = request.app.state.instance
        entered = await instance.write(
            entry.sign_in, proven.verified, browser_of(request), request.app.state.clock.now(),
            attempts=proven.attempts,
        )  # fmt: skip
        if entered is None:
            return _again(request, form, _WRONG, 422, {})
        return let_in(go(request, local_address(form.get("next", "/"))), entered)


class SignOut(Controller):
    path = "/logout"

    @post(opt={"right": "public"})
    async def sign_out(self, request: WebRequest) -> Response[Any]:
        if request.user:
            await request.app.state.instance.write(sessions.end, request.user.session)
        answer = go(request, "/login")
        answer.set_cookie(end_cookie())
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
        return answer


def _again(
    request: WebRequest, form: dict[str, str], message: Message, status: int, headers: dict[str, str]
) -> Response[Any]:
    answer = page(
        request,
        "accounts/login.html",
        status=status,
        problems=[Problem("password", message)],
        typed={"email": form.get("email", "")},
        next=local_address(form.get("next", "/")),
        has_ended=False,
    )
    answer.headers.update(headers)
    return answer
