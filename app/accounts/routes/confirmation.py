"""Asking for the password again before a dangerous act.

What was sent is kept as hidden fields, and the form goes to the same address once more, with the password: nothing is
redirected, and nothing that was typed is lost. A page that wants confirming is asked for through /account/confirmation.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from litestar import Controller, Response, get, post
from litestar.response import Redirect

from app.accounts.admission import CONFIRM_FIELD, PasswordNeeded, confirm
from app.accounts.proof import wrong
from app.errors import Problem
from app.web.addresses import came_from, local_address
from app.web.forms import sent
from app.web.pages import go, page
from app.web.user import WebRequest

ADDRESS = "/account/confirmation"


class Confirmation(Controller):
    path = ADDRESS

    @get(opt={"right": "signed_in"})
    async def show(self, request: WebRequest) -> Response[Any]:
        return _ask(request, ADDRESS, [("next", local_address(request.query_params.get("next", "/")))])

    @post(opt={"right": "signed_in"}, request_max_body_size=16_384)
    async def confirm(self, request: WebRequest) -> Response[Any]:
        form = await sent(request)
        there = local_address(form.get("next", "/"))
        if not await confirm(request, form.get(CONFIRM_FIELD, "")):
            return _ask(request, ADDRESS, [("next", there)], [wrong(CONFIRM_FIELD)])
        return go(request, there)


def ask_password(request: WebRequest, error: PasswordNeeded) -> Response[Any]:
    """The answer to what `admission.admit` has stopped."""
    query = request.scope["query_string"].decode("latin-1")
    here = local_address(request.scope["path"] + (f"?{query}" if query else ""))
    if request.method != "POST":
        return Redirect(f"{ADDRESS}?next={quote(here)}", status_code=303)
    return _ask(request, here, error.fields, error.problems)


def _ask(
    request: WebRequest, action: str, fields: list[tuple[str, str]], problems: list[Problem] | None = None
) -> Response[Any]:
    status = 422 if problems else 200 if request.method == "GET" else PasswordNeeded.status
    return page(
        request, "accounts/confirmation.html", part="accounts/_confirmation.html", status=status, action=action,
        fields=fields, field=CONFIRM_FIELD, problems=problems or [], back=came_from(request),
    )  # fmt: skip
