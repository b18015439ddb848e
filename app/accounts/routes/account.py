"""One's own account: preferences, password, sessions."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts import entry, limiter, passwords, sessions, store
from app.accounts.agents import browser_name
from app.accounts.cookies import browser_of, let_in
from app.accounts.model import DENSITIES, THEMES
from app.accounts.proof import prove, wrong
from app.clock import stamp
from app.errors import Problem, TooMany
from app.i18n import LOCALES, N_, Message
from app.regions import File
from app.web.addresses import came_from
from app.web.context import acting, user_of
from app.web.forms import sent
from app.web.pages import go, page
from app.web.user import User, WebRequest

HOME = "/account"
PREFERENCES = {"locale": LOCALES, "theme": THEMES, "density": DENSITIES}


class Preferences(Controller):
    path = "/preferences"

    @post(opt={"right": "signed_in"}, request_max_body_size=16_384)
    async def change(self, request: WebRequest) -> Response[Any]:
        """Only what was sent changes; a value nobody offers is left out."""
        form, instance = await sent(request), request.app.state.instance
        chosen = {name: form[name] for name, known in PREFERENCES.items() if form.get(name) in known}
        if chosen:
            await instance.write(store.set_preferences, user_of(request).id, **chosen)
        return go(request, came_from(request))


class Account(Controller):
    path = HOME

    @get(opt={"right": "signed_in"})
    async def show(self, request: WebRequest) -> Response[Any]:
        return _show(request)

    @get("/password", opt={"right": "signed_in"})
    async def password(self, request: WebRequest) -> Response[Any]:
        """The form stands on the account's page; this is for whoever reloads a refused one."""
        return go(request, HOME)

    @post("/password", opt={"right": "signed_in"}, request_max_body_size=16_384)
    async def change_password(self, request: WebRequest) -> Response[Any]:
        form, user = await sent(request), user_of(request)
        problems = _problems(form, user)
        try:
            proven = await prove(request, user.email, form.get("current_password", ""))
        except TooMany as error:
            return _show(request, [Problem("current_password", error.message)], status=429)
        if proven is None:
            return _show(request, [*problems, wrong("current_password")], status=422)
        instance: File = request.app.state.instance
        await instance.write(limiter.succeeded, proven.attempts)  # whatever becomes of the new one
        if form.get("password") == form.get("current_password"):
            problems.append(Problem("password", Message(N_("This is the password you have already."))))
        if problems:
            return _show(request, problems, status=422)
        entered = await instance.write(
            entry.change_password, proven.verified, await passwords.hash_aside(form["password"]),
            browser_of(request), request.app.state.clock.now(),
        )  # fmt: skip
        if entered is None:
            return _show(request, [wrong("current_password")], status=422)
        return let_in(go(request, f"{HOME}?changed=password"), entered)


class OwnSessions(Controller):
    path = f"{HOME}/sessions"

    @post("/{session_id:int}/removal", opt={"right": "signed_in"})
    async def end(self, request: WebRequest, session_id: FromPath[int]) -> Response[Any]:
        actor, now = acting(request)
        await request.app.state.instance.write(
            sessions.end_one, user_of(request).id, session_id, actor=actor.id, at=stamp(now)
        )
        return go(request, HOME)

    @post("/removal", opt={"right": "signed_in"})
    async def end_others(self, request: WebRequest) -> Response[Any]:
        actor, now = acting(request)
        user = user_of(request)
        await request.app.state.instance.write(
            sessions.end_others, user.id, keep=user.session, actor=actor.id, at=stamp(now)
        )
        return go(request, HOME)


def _problems(form: dict[str, str], user: User) -> list[Problem]:
    """Of the new password."""
    password = form.get("password", "")
    problems = passwords.problems(password, own=(user.email, user.name))
    if password != form.get("password_again", ""):
        problems.append(Problem("password_again", Message(N_("Not the same as above."))))
    return problems


def _show(request: WebRequest, problems: list[Problem] | None = None, status: int = 200) -> Response[Any]:
    user, now = user_of(request), request.app.state.clock.now()
    instance: File = request.app.state.instance
    open_sessions = instance.read(sessions.of_staff, user.id, user.session, now)
    return page(
        request, "accounts/account.html", module="account", status=status, problems=problems or [],
        staff=instance.read(store.find, user.id), least=passwords.MIN_LENGTH,
        has_changed=request.query_params.get("changed") == "password",
        sessions=[(each, browser_name(each.agent)) for each in open_sessions],
    )  # fmt: skip
