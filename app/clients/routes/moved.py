"""Old addresses of clients that became part of another one."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from litestar import Response
from litestar.response import Redirect

from app.clients import merged
from app.errors import NotFound
from app.web.errors import known_error
from app.web.pages import go
from app.web.shell import current_region
from app.web.user import WebRequest

# In the address of a form that was about a client which became part of this one.
MOVED = "moved"
# What brings something, or changes a thing that went along; a status was meant for the one that is no more.
_GOES_ALONG = re.compile("|/(notes|documents|contacts|letters)(/.*)?|/labels")


def not_found(request: WebRequest, error: NotFound) -> Response[Any]:
    """Asked only where nothing was found: whoever exists pays nothing for it."""
    region, client_id = current_region(request), request.path_params.get("client_id")
    survivor = region.read(merged.survivor_of, client_id) if region and isinstance(client_id, int) else 0
    if not (region and survivor):
        return known_error(request, error)
    base = f"/{region.code}/clients/"
    rest = request.scope["path"].removeprefix(f"{base}{client_id}")
    if request.method != "GET":
        return _sent_on(request, f"{base}{survivor}", rest)
    query = request.scope["query_string"].decode("latin-1")
    return go(request, f"{base}{survivor}{quote(rest)}" + (f"?{query}" if query else ""))


def _sent_on(request: WebRequest, there: str, rest: str) -> Response[Any]:
    """The browser sends what was typed once more, to the one that is there now."""
    if not _GOES_ALONG.fullmatch(rest):
        return go(request, there)
    return Redirect(f"{there}{quote(rest)}?{MOVED}=1", status_code=307)
