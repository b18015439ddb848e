"""Answers: a whole page, the part of it that was asked for, a redirect, or "unchanged"."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

import brotli
from litestar import Response
from litestar.response import Redirect
from litestar.types import HTTPScope

from app.clock import Clock
from app.regions import Region
from app.web.shell import current_region, locale_of, shell
from app.web.templates import render, render_kept
from app.web.user import User, WebRequest

HTML = "text/html"
# Personal: kept by the browser only, and asked about each time (a 304 is the fastest answer we have).
PERSONAL = "private, no-cache"
VARY = "HX-Request-Type, Accept-Encoding"
_COMPRESS_FROM_BYTES = 1024
_QUALITY = 6
# Templates, texts, code and definitions of regions are read once: with a new start any of them may be another.
_START = secrets.token_hex(8)


def wants_part(request: WebRequest) -> bool:
    """Whether htmx asks for a fragment. The one place that decides."""
    return request.headers.get("hx-request-type") == "partial"


def page(
    request: WebRequest,
    template: str,
    *,
    part: str = "",
    module: str = "",
    status: int = 200,
    etag: str = "",
    rendered_once: bool = False,
    **context: Any,
) -> Response[bytes]:
    """`template` inside the shell, or only `part` when htmx asked for a part.

    `rendered_once` is for pages that are asked for all day (see render_kept).
    """
    made = render_kept if rendered_once else render
    locale, partial = locale_of(request), bool(part) and wants_part(request)
    if partial:
        region = current_region(request)
        context.setdefault("zone", region.definition.timezone if region else None)
        html = made(part, locale, region=region, **context)
    else:
        html = made(template, locale, **shell(request, module), **context)
    headers = {"Cache-Control": PERSONAL, "Vary": VARY}
    if etag:
        headers["ETag"] = etag
    content = html.encode("utf-8", "replace")
    if len(content) > _COMPRESS_FROM_BYTES and "br" in request.headers.get("accept-encoding", ""):
        content = brotli.compress(content, quality=_QUALITY)
        headers["Content-Encoding"] = "br"
    return Response(content, media_type=HTML, status_code=status, headers=headers)


def state_of(request: WebRequest) -> str:
    """The ETag of what this person would see at this address now: equal means nothing to send."""
    clock: Clock = request.app.state.clock
    return state(
        current_region(request),
        request.user,
        locale_of(request),
        clock,
        request.scope,
        partial=wants_part(request),
    )


def state(
    region: Region | None, user: User | None, locale: str, clock: Clock, scope: HTTPScope, *, partial: bool
) -> str:
    """Covers data (the region's change counter), person, rights and preferences (version), language, program, day and
    address."""
    parts = (
        region.code if region else "", region.change() if region else 0, user.id if user else 0,
        user.version if user else 0, locale, _START,
        clock.now().astimezone(region.definition.timezone if region else None).date(),
        partial, scope["path"], scope["query_string"],
    )  # fmt: skip
    return f'W/"{hashlib.blake2b(repr(parts).encode(), digest_size=12).hexdigest()}"'


def unchanged(request: WebRequest, etag: str) -> Response[bytes] | None:
    """The 304, where the browser holds what it would get."""
    if request.headers.get("if-none-match") != etag:
        return None
    return Response(
        b"", status_code=304, media_type=HTML, headers={"ETag": etag, "Cache-Control": PERSONAL, "Vary": VARY}
    )


def go(request: WebRequest, address: str) -> Response[Any]:
    """After a change: a redirect without htmx, a visit of the new page with it."""
    if request.headers.get("hx-request") == "true":
        return Response(
            b"", status_code=200, media_type=HTML, headers={"HX-Redirect": address, "Cache-Control": PERSONAL}
        )
    return Redirect(address, status_code=303)
