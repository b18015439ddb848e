"""Old addresses of clients that became part of another one."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from litestar import Response

from app.clients import merged
from app.errors import NotFound
from app.web.errors import known_error
from app.web.pages import go
from app.web.shell import current_region
from app.web.user import WebRequest


def not_found(request: WebRequest, error: NotFound) -> Response[Any]:
    """Asked only where nothing was found: whoever exists pays nothing for it."""
    region, client_id = current_region(request), request.path_params.get("client_id")
    survivor = region.read(merged.survivor_of, client_id) if region and isinstance(client_id, int) else 0
    if not (region and survivor):
        return known_error(request, error)
    base = f"/{region.code}/clients/"
    if request.method != "GET":
        return go(request, f"{base}{survivor}")
    rest = request.scope["path"].removeprefix(f"{base}{client_id}")
    query = request.scope["query_string"].decode("latin-1")
    return go(request, f"{base}{survivor}{quote(rest)}" + (f"?{query}" if query else ""))
