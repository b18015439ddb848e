"""The outermost layer: every request passes it, every answer leaves with the same headers."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from ipaddress import ip_address, ip_network

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from app.errors import MasakuError
from app.settings import Settings
from app.web.user import User

SESSION_COOKIE = "__Host-masaku"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
HEADERS = (
    (b"content-security-policy", CSP.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    (b"strict-transport-security", b"max-age=31536000"),
)
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# Raises MasakuError where nobody can tell: the guard says so to whoever would have to be known.
Identify = Callable[[str], User | None]


class Door:
    """Headers, transport, origin and identity, in this order."""

    def __init__(self, app: ASGIApp, settings: Settings, identify: Identify) -> None:
        self._app, self._identify = app, identify
        self._proxies = [ip_network(each, strict=False) for each in settings.trusted_proxies]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(each for each in HEADERS if each[0] not in own)]
            await send(message)

        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        address, secure = self._origin_of(scope, headers)
        refusal = _refusal(scope, headers, secure)
        if refusal:
            await _say(send_with_headers, refusal)
            return
        scope.setdefault("state", {})["address"] = address
        scope["state"]["secure"] = secure
        try:
            scope["user"] = self._user(headers.get(b"cookie", ""))
        except MasakuError as error:
            scope["user"], scope["state"]["unidentified"] = None, error
        await self._app(scope, receive, send_with_headers)

    def _origin_of(self, scope: Scope, headers: dict[bytes, str]) -> tuple[str, bool]:
        """(the client's address, whether nobody in between could read along)."""
        client = scope.get("client")
        address = client[0] if client else "127.0.0.1"
        forwarded_scheme = headers.get(b"x-forwarded-proto", "")
        if self._is_proxy(address):
            hops = [hop.strip() for hop in headers.get(b"x-forwarded-for", "").split(",") if hop.strip()]
            address = next((hop for hop in reversed(hops) if not self._is_proxy(hop)), address)
            return address, forwarded_scheme == "https" or scope["scheme"] == "https"
        # A proxy on this machine that says it was reached by plain http is believed too: it makes us stricter.
        return address, scope["scheme"] == "https" or (
            _is_loopback(address) and forwarded_scheme in ("", "https")
        )

    def _is_proxy(self, address: str) -> bool:
        try:
            return any(ip_address(address) in network for network in self._proxies)
        except ValueError:
            return False

    def _user(self, cookies: str) -> User | None:
        for part in cookies.split(";"):
            name, _, value = part.strip().partition("=")
            if name == SESSION_COOKIE:
                return self._identify(value)
        return None


def _refusal(scope: HTTPScope, headers: dict[bytes, str], secure: bool) -> str:
    if not secure and scope["path"] != "/health":
        return (
            "Masaku answers plain http only on this machine itself, because passwords and client data would travel"
            " readable. Put a proxy with TLS in front and set MASAKU_TRUSTED_PROXIES to its address."
        )
    if scope["method"] not in _SAFE and not _same_origin(scope, headers):
        return "This request was sent by another site, or by a program that does not say which site it comes from."
    return ""


def _same_origin(scope: HTTPScope, headers: dict[bytes, str]) -> bool:
    site = headers.get(b"sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin, host = headers.get(b"origin", ""), headers.get(b"host", "")
    return bool(host) and origin in (f"https://{host}", f"http://{host}")


@lru_cache(1024)
def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return address == "testclient"


async def _say(send: Send, text: str) -> None:
    body = text.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
