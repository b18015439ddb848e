"""Signing in and out."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import Cookie

from app.accounts import limiter, passwords, sessions, store
from app.errors import Problem, TooMany
from app.i18n import N_, Message
from app.regions import File
from app.web.door import SESSION_COOKIE
from app.web.forms import sent
from app.web.pages import go, page
from app.web.user import WebRequest

_WRONG = Message(N_("Email or password is wrong."))


def local_address(text: str) -> str:
    """Where to go on after signing in: only ever inside this instance."""
    safe = (
        text.startswith("/")
        and not text.startswith(("//", "/\\"))
        and text.isprintable()
        and "\\" not in text
    )
    return text if safe else "/"


def session_cookie(token: str) -> Cookie:
    return Cookie(SESSION_COOKIE, value=token, path="/", secure=True, httponly=True, samesite="lax")


def end_cookie() -> Cookie:
    return Cookie(SESSION_COOKIE, value="", path="/", secure=True, httponly=True, samesite="lax", max_age=0)


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
        )

    @post(opt={"right": "public"}, request_max_body_size=16_384)
    async def sign_in(self, request: WebRequest) -> Response[Any]:
        form = await sent(request)
        try:
            token = await self._token(request, form.get("email", ""), form.get("password", ""))
        except TooMany as error:
            return _again(request, form, error.message, 429, {"Retry-After": str(error.retry_after)})
        if token is None:
            return _again(request, form, _WRONG, 422, {})
        answer = go(request, local_address(form.get("next", "/")))
        answer.set_cookie(session_cookie(token))
        return answer

    async def _token(self, request: WebRequest, email: str, password: str) -> str | None:
        instance: File = request.app.state.instance
        clock, address = request.app.state.clock, request.scope["state"]["address"]
        attempts = await instance.write(limiter.attempt, email, address, clock.now())
        found = instance.read(store.credentials, email)
        known = found.password_hash if found and found.active else None
        if not await passwords.verify_aside(known, password) or found is None:
            return None
        if known and passwords.needs_rehash(known):
            await instance.write(store.rehash, found.staff_id, await passwords.hash_aside(password))
        await instance.write(limiter.succeeded, attempts)
        if request.user:
            await instance.write(sessions.end, request.user.session)
        agent = request.headers.get("user-agent", "")
        return await instance.write(sessions.start, found.staff_id, agent, address, clock.now())


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
    )
    answer.headers.update(headers)
    return answer
