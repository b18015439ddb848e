"""How static files are answered."""

from __future__ import annotations

from litestar import Response, get
from litestar.params import FromPath

from app.errors import NotFound
from app.web.assets import by_url
from app.web.files import LOCKED
from app.web.user import WebRequest


@get("/static/{path:path}", opt={"right": "public"}, sync_to_thread=False)
def static_file(request: WebRequest, path: FromPath[str]) -> Response[bytes]:
    found = by_url().get(f"/static/{path.lstrip('/')}")
    if found is None:
        raise NotFound()
    accepted = request.headers.get("accept-encoding", "")
    headers = {**LOCKED, "Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
    if "br" in accepted:
        headers["Content-Encoding"], content = "br", found.brotli
    elif "gzip" in accepted:
        headers["Content-Encoding"], content = "gzip", found.gzip
    else:
        content = found.plain
    return Response(content, media_type=found.media_type, headers=headers)
