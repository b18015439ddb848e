"""A picture of a document's first page, made in a process of its own. No picture is no error."""

from __future__ import annotations

import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore

from app.documents import render
from app.documents.kinds import PDF, ContentType

TIMEOUT_SECONDS = 15
AT_ONCE = 2
MAX_PICTURE_BYTES = 6 * 1024 * 1024
MEDIA_TYPE = "image/png"

_PNG_BEGINNING = b"\x89PNG\r\n\x1a\n"
_slots = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Picture:
    png: bytes
    width: int
    height: int


def picture(data: bytes, kind: ContentType) -> Picture | None:
    """Blocks for up to TIMEOUT_SECONDS: call it on a worker thread, never on the event loop."""
    if not kind.previewable:
        return None
    with _slots:
        return _checked(_rendered(data, "pdf" if kind.media_type == PDF.media_type else "image"))


def _rendered(data: bytes, what: str) -> bytes:
    try:
        done = subprocess.run(
            [*_renderer(), what],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={},
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError):
        return b""
    return done.stdout if done.returncode == 0 else b""


def _renderer() -> list[str]:
    """The one binary starts itself under this word; a checkout runs the file alone."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "render-preview"]
    return [sys.executable, "-I", str(Path(render.__file__))]


def _checked(png: bytes) -> Picture | None:
    """What a broken child sent is not trusted either: it must be a PNG of the agreed size."""
    if not png.startswith(_PNG_BEGINNING) or not 24 < len(png) <= MAX_PICTURE_BYTES:
        return None
    width, height = struct.unpack_from(">II", png, 16)
    return Picture(png, width, height) if 0 < width <= render.WIDTH and 0 < height <= render.HEIGHT else None
