"""The one exit for everything that goes wrong."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import quote, urlencode

from litestar import Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect

from app.errors import MasakuError, SignInNeeded, TooMany, Unavailable
from app.i18n import N_, Message
from app.web.addresses import came_from
from app.web.door import SESSION_COOKIE
from app.web.pages import page, wants_part
from app.web.user import WebRequest

log = logging.getLogger("masaku")
_BY_STATUS = {
    400: N_("The request could not be understood."),
    404: N_("This page does not exist."),
    405: N_("This address does not do that."),
    413: N_("That is too large to be taken in."),
}
_UNEXPECTED = N_("Something went wrong on our side. Nothing was saved; it has been written to the log.")


def known_error(request: WebRequest, error: MasakuError) -> Response[Any]:
    headers = {}
    if isinstance(error, SignInNeeded):
        return _to_sign_in(request)
    if isinstance(error, TooMany):
        headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, Unavailable):
        headers["Retry-After"] = "10"
    return _show(request, error.status, error.message, headers)


def http_error(request: WebRequest, error: HTTPException) -> Response[Any]:
    if error.status_code >= 500:
        return unexpected_error(request, error)
    text = _BY_STATUS.get(error.status_code, _BY_STATUS[400])
    return _show(request, error.status_code, Message(text), dict(error.headers or {}))


def unexpected_error(request: WebRequest, error: Exception) -> Response[Any]:
    # Paths name no person, query strings do: they stay out of the log, and so do addresses that are secrets.
    secret = getattr(request.scope.get("route_handler"), "opt", {}).get("secret_path")
    path = request.scope["path_template" if secret else "path"]
    log.error("%s %s failed", request.method, path, exc_info=error)
    return _show(request, 500, Message(_UNEXPECTED), {})


def _show(request: WebRequest, status: int, message: Message, headers: dict[str, str]) -> Response[Any]:
    answer = page(
        request, "errors/error.html", part="errors/_error.html", status=status, message=message, code=status
    )
    answer.headers.update(headers)
    return answer


def _to_sign_in(request: WebRequest) -> Response[Any]:
    """Back to where one was, after signing in; a form's text waits in the browser's draft."""
    then: dict[str, object] = {}
    if request.method == "GET" and not wants_part(request):
        query = request.scope["query_string"].decode("latin-1")
        then["next"] = request.scope["path"] + (f"?{query}" if query else "")
    elif SESSION_COOKIE in request.cookies:
        then |= {"next": came_from(request), "ended": 1}
    address = f"/login?{urlencode(then, safe='/', quote_via=quote)}" if then else "/login"
    if request.headers.get("hx-request") == "true":
        return Response(b"", status_code=401, headers={"HX-Redirect": address, "Cache-Control": "no-store"})
    return Redirect(address, status_code=303)


HANDLERS: dict[Any, Any] = {
    MasakuError: known_error,
    HTTPException: http_error,
    Exception: unexpected_error,
}
