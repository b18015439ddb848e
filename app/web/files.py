"""Files as answers: nothing that is sent out may run, load or be framed, whatever it is, and nobody keeps a copy."""

from __future__ import annotations

import re
from urllib.parse import quote

from litestar import Response

LOCKED = {"Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'"}
_UNKEPT = {**LOCKED, "Cache-Control": "private, no-store"}


def file_headers(filename: str, *, size: int, inline: bool = False) -> dict[str, str]:
    """For a file that is sent piece by piece; `size` in bytes."""
    return {
        **_UNKEPT,
        "Content-Disposition": disposition(filename, inline=inline),
        "Content-Length": str(size),
    }


def file_answer(content: bytes, media_type: str, filename: str = "") -> Response[bytes]:
    """Offered for saving under `filename`; shown in its place in a page without one."""
    named = {"Content-Disposition": disposition(filename)} if filename else {}
    return Response(content, media_type=media_type, headers={**_UNKEPT, **named})


def disposition(filename: str, *, inline: bool = False) -> str:
    """The Content-Disposition header: plain ASCII for old readers, the true name beside it (RFC 6266)."""
    plain = re.sub(r'[^ -~]|["%;\\\\]', "_", filename)
    return f"{'inline' if inline else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
