"""The two cookies: the session's, gone with the browser, and the device's, which only the limiter reads."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.datastructures import Cookie, MutableScopeHeaders
from litestar.types import Message, Scope

from app.accounts.entry import Browser, Entry
from app.accounts.model import DEVICE
from app.web.door import SESSION_COOKIE
from app.web.user import WebRequest

DEVICE_COOKIE = "__Host-masaku-device"
RENEWED = "renewed_session"


def let_in(answer: Response[Any], entry: Entry) -> Response[Any]:
    answer.set_cookie(_cookie(SESSION_COOKIE, entry.session))
    answer.set_cookie(_cookie(DEVICE_COOKIE, entry.device, int(DEVICE.total_seconds())))
    return answer


def end_cookie() -> Cookie:
    return _cookie(SESSION_COOKIE, "", 0)


def browser_of(request: WebRequest) -> Browser:
    return Browser(
        request.headers.get("user-agent", ""),
        request.scope["state"]["address"],
        request.cookies.get(DEVICE_COOKIE, ""),
        request.user.session if request.user else b"",
    )


async def send_renewed(message: Message, scope: Scope) -> None:
    """For sessions that got a new token on the way to their handler (see admission)."""
    token = scope.get("state", {}).get(RENEWED)
    if token and message["type"] == "http.response.start":
        header = _cookie(SESSION_COOKIE, token).to_header(header="")
        MutableScopeHeaders.from_message(message).add("set-cookie", header)


def _cookie(name: str, value: str, max_age: int | None = None) -> Cookie:
    return Cookie(name, value=value, path="/", secure=True, httponly=True, samesite="lax", max_age=max_age)
