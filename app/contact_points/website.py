"""Websites: only http and https, and the host that is shown is the host that is opened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from app.contact_points.email import FREEMAIL
from app.errors import Problem
from app.i18n import N_, Message

MAX_LENGTH = 500

_SCHEME = re.compile("([A-Za-z][A-Za-z0-9+.-]*):(?![0-9])")
_NEVER_IN_ADDRESSES = re.compile("[\\s\\\\<>\"'`{}|^\x00-\x1f\x7f-\x9f]")
# As nearly all are written: nothing to change, nothing to doubt. Whatever is outside is taken apart.
_PLAIN_ADDRESS = re.compile("https?://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,24}")
_PLAIN_HOST = re.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,24}")
# Under these, pages of many firms live: the host does not tell whose it is.
_SHARED_HOSTS = frozenset(
    "facebook.com m.facebook.com de-de.facebook.com pl-pl.facebook.com instagram.com linkedin.com at.linkedin.com "
    "de.linkedin.com pl.linkedin.com xing.com twitter.com x.com youtube.com tiktok.com allegro.pl olx.pl etsy.com "
    "ebay.de amazon.de amazon.com google.com sites.google.com maps.google.com goo.gl linktr.ee wixsite.com".split()
)


@dataclass(frozen=True, slots=True)
class Website:
    """`normal` is stored: "https://www.bergmann.de/kontakt"."""

    normal: str
    problems: tuple[Problem, ...] = ()

    @property
    def host(self) -> str:
        return host_of(self.normal)


def check_website(raw: str) -> Website:
    """Reads one address, https:// added where nothing stands; the problems are of the field `website`."""
    text = raw.strip()
    if not text:
        return Website("")
    if _PLAIN_ADDRESS.fullmatch(text) and "xn--" not in text and len(text) <= MAX_LENGTH:
        return Website(text)
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() not in {"http", "https"}:
        return _refused(text, N_("Only addresses with http:// or https:// are accepted."))
    if _NEVER_IN_ADDRESSES.search(text):
        return _refused(text, N_("There are characters in this address that no website has."))
    parts = _split(text if scheme else f"https://{text.removeprefix('//')}")
    if parts is None or not parts.hostname:
        return _refused(text, N_("This is no address of a website."))
    if "@" in parts.netloc:
        return _refused(
            text, N_("An address with a name before the host ({host}) is not accepted."), parts.hostname
        )
    host = _host(parts.hostname)
    if not host:
        return _refused(text, N_("“{host}” cannot be a domain."), parts.hostname)
    normal = _address(parts, host)
    if len(normal) > MAX_LENGTH:
        return _refused(text, N_("This address is too long."))
    return Website(normal)


def host_of(website: str) -> str:
    """The host of a website as stored, without "www."."""
    parts = _split(website) if website else None
    return (parts.hostname or "").removeprefix("www.") if parts else ""


def domain_of(email: str, website: str) -> str:
    """The domain that tells whose client it is: of the email address, else of the website; "" when shared."""
    domain = email.rpartition("@")[2].lower()
    if domain and domain not in FREEMAIL:
        return domain
    host = host_of(website)
    return "" if host in _SHARED_HOSTS or host in FREEMAIL else host


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        return parts if parts.port is None or parts.port > 0 else None
    except ValueError:
        return None


@lru_cache(maxsize=16_384)
def _host(host: str) -> str:
    """The host in small letters, international ones in their own; "" when it cannot be one."""
    if _PLAIN_HOST.fullmatch(host) and "xn--" not in host:
        return host
    import idna

    try:
        ascii_host = idna.encode(host, uts46=True, std3_rules=True).decode("ascii").rstrip(".")
        own = idna.decode(ascii_host)
    except (idna.IDNAError, UnicodeError):
        return ""
    ending = ascii_host.rpartition(".")[2]
    return own if "." in ascii_host and not ending.isdecimal() else ""


def _address(parts: SplitResult, host: str) -> str:
    port = f":{parts.port}" if parts.port else ""
    path = "" if parts.path == "/" and not parts.query and not parts.fragment else parts.path
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{parts.scheme}://{host}{port}{path}{query}{fragment}"


def _refused(text: str, reason: str, host: str = "") -> Website:
    return Website(text, (Problem("website", Message(reason, {"host": host} if host else {})),))
