"""Where to go on: only ever inside this instance."""

from __future__ import annotations

from urllib.parse import urlsplit

from app.web.user import WebRequest


def local_address(text: str) -> str:
    safe = (
        text.startswith("/")
        and not text.startswith(("//", "/\\"))
        and text.isprintable()
        and "\\" not in text
    )
    return text if safe else "/"


def came_from(request: WebRequest) -> str:
    """The page of ours that the browser was on; "/" where it does not say."""
    try:
        found = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return "/"
    if found.netloc != request.headers.get("host", ""):
        return "/"
    return local_address(f"{found.path}?{found.query}" if found.query else found.path)


def own_origin(request: WebRequest) -> str:
    """How the browser itself calls this instance, from the header that pages cannot forge; may be empty."""
    origin = request.headers.get("origin", "")
    try:
        netloc = urlsplit(origin).netloc
    except ValueError:
        return ""
    return origin if netloc and netloc == request.headers.get("host", "") else ""
