"""Static files: read once, compressed once, named by their content and cached for a year."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import brotli

from app.settings import ROOT

STATIC = ROOT / "static"
# One script instead of three requests on the first visit.
BUNDLES = {"masaku.js": ("vendor/htmx-4.0.1.min.js", "app.js")}
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class Asset:
    url: str
    media_type: str
    plain: bytes

    @cached_property
    def brotli(self) -> bytes:
        compressed: bytes = brotli.compress(self.plain, quality=11)
        return compressed

    @cached_property
    def gzip(self) -> bytes:
        return gzip.compress(self.plain, 9)


@cache
def asset(name: str) -> Asset:
    """The file or bundle under `static/` of this name. Raises KeyError for any other."""
    content = _content(name)
    path = Path(name)
    digest = hashlib.sha256(content).hexdigest()[:10]
    guessed = _TYPES.get(path.suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    url = f"/static/{path.with_name(f'{path.stem}.{digest}{path.suffix}').as_posix()}"
    return Asset(url, guessed, content)


def asset_url(name: str) -> str:
    return asset(name).url


@cache
def by_url() -> dict[str, Asset]:
    names = [*BUNDLES, *(path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file())]
    return {each.url: each for each in map(asset, names)}


def _content(name: str) -> bytes:
    if name in BUNDLES:
        return b"\n;\n".join(_content(part) for part in BUNDLES[name])
    return _slim(name, (STATIC / name).read_bytes())


def _slim(name: str, content: bytes) -> bytes:
    """Our own sources without comments and indentation: a fifth of what the first visit would otherwise carry."""
    if name.startswith("vendor/"):
        return content
    if name.endswith(".css"):
        bare = re.sub(rb"\s*([{};,])\s*", rb"\1", re.sub(rb"/\*.*?\*/", b"", content, flags=re.DOTALL))
        return bare.replace(b": ", b":").replace(b";}", b"}").replace(b" > ", b">")
    if name.endswith(".js"):
        return re.sub(rb"^\s*(?://.*)?\n|^ +", b"", content, flags=re.MULTILINE)
    return content
