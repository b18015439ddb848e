"""Pages that are asked for all day, kept as they were sent: whoever asks again while nothing has changed gets the same,
or a 304, before any routing. Each time the look is noted like the first one."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from litestar import Response
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send

from app.access.log import AccessLog
from app.clock import Clock
from app.errors import MasakuError
from app.regions import Region, Regions
from app.web.context import region_of, user_of
from app.web.pages import PERSONAL, VARY, state
from app.web.user import User, WebRequest

_MOST_BYTES = 8_000_000
_UNCHANGED = ((b"cache-control", PERSONAL.encode()), (b"vary", VARY.encode()))
_Key = tuple[str, bool]


@dataclass(frozen=True)
class _Kept:
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    act: str
    client_ids: tuple[int, ...]
    detail: str


class Shelf:
    """The answer under an ETag is that of one person with these rights, at one address, on one state of the region
    (`pages.state`): an equal ETag needs no second look at any of them."""

    def __init__(self, regions: Regions, access: AccessLog, clock: Clock) -> None:
        self._regions, self._access, self._clock = regions, access, clock
        self._kept: OrderedDict[_Key, _Kept] = OrderedDict()
        self._bytes = 0

    def before(self, app: ASGIApp) -> Shelf:
        """From now on it answers in front of `app`."""
        self.app = app
        return self

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or not await self._answered(scope, send):
            await self.app(scope, receive, send)

    def keep(
        self,
        request: WebRequest,
        answer: Response[bytes],
        act: str,
        client_ids: Sequence[int],
        detail: str = "",
    ) -> Response[bytes]:
        """Notes the look at this page, and keeps it for the next one. The page must have an ETag."""
        self._access.note(region_of(request), user_of(request), act, client_ids, detail)
        if answer.status_code != 200 or request.method != "GET":
            return answer
        headers = {"content-type": "text/html; charset=utf-8", **answer.headers}
        raw = tuple((name.lower().encode(), value.encode()) for name, value in headers.items())
        key = (headers["ETag"], _takes_brotli(request.headers.get("accept-encoding", "")))
        self._put(key, _Kept(raw, answer.content, act, tuple(client_ids), detail))
        return answer

    def _put(self, key: _Key, kept: _Kept) -> None:
        before = self._kept.pop(key, None)
        self._kept[key] = kept
        self._bytes += len(kept.body) - (len(before.body) if before else 0)
        while self._bytes > _MOST_BYTES:
            self._bytes -= len(self._kept.popitem(last=False)[1].body)

    async def _answered(self, scope: HTTPScope, send: Send) -> bool:
        user: User | None = scope.get("user")
        if scope["method"] != "GET" or user is None or not self._kept:
            return False
        region = self._region(scope["path"].split("/", 2)[1], user)
        if region is None:
            return False
        headers = dict(scope["headers"])
        partial = headers.get(b"hx-request-type") == b"partial"
        etag = state(region, user, user.locale, self._clock, scope, partial=partial)
        key = (etag, _takes_brotli(headers.get(b"accept-encoding", b"").decode("latin-1")))
        kept = self._kept.get(key)
        if kept is None:
            return False
        self._kept.move_to_end(key)
        self._access.note(region, user, kept.act, kept.client_ids, kept.detail)
        if headers.get(b"if-none-match") == etag.encode():
            await _send(send, 304, ((b"etag", etag.encode()), *_UNCHANGED), b"")
        else:
            await _send(send, 200, kept.headers, kept.body)
        return True

    def _region(self, code: str, user: User) -> Region | None:
        try:
            return self._regions.find(code) if user.role(code) else None
        except MasakuError:
            return None  # what is wrong with it, the guard says


def _takes_brotli(accepted: str) -> bool:
    return "br" in accepted


async def _send(send: Send, status: int, headers: Sequence[tuple[bytes, bytes]], body: bytes) -> None:
    length = (b"content-length", str(len(body)).encode())
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [*headers, length] if body else [*headers],
        }
    )
    await send({"type": "http.response.body", "body": body, "more_body": False})
