"""Is a picture nothing but a picture? Walks its structure from the first to the last byte."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable

# Beginnings of other formats and of script, which a picture may carry to be two things at once.
_FOREIGN = re.compile(
    rb"<(?:!doctype|html|script|svg|body|head|iframe|\?php|\?xml)|%PDF-|PK\x03\x04|PK\x05\x06|javascript:",
    re.IGNORECASE,
)


def is_only_an_image(data: bytes, media_type: str) -> bool:
    """Complete, with nothing after its end, and free of markup that another reader could pick out."""
    walk = _WALKS.get(media_type)
    if walk is None or _FOREIGN.search(data):
        return False
    try:
        return walk(data)
    except (struct.error, IndexError):
        return False


def is_bitmap(data: bytes) -> bool:
    """BM alone could begin any text; the length in the header tells."""
    return (
        len(data) >= 26
        and struct.unpack_from("<I", data, 2)[0] in (0, len(data))
        and data[14] in (12, 40, 108, 124)
    )


def _png(data: bytes) -> bool:
    at = 8
    while at + 12 <= len(data):
        length: int
        length, name = struct.unpack_from(">I4s", data, at)
        at += 12 + length
        if name == b"IEND":
            return at == len(data)
    return False


def _jpeg(data: bytes) -> bool:
    """Segments up to the scan; inside a scan FF is always followed by 00 or a restart marker."""
    at = 2
    while data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xD9:
            return at + 2 == len(data)
        at += 2 + struct.unpack_from(">H", data, at + 2)[0]
        if marker == 0xDA:
            match = _SCAN_END.search(data, at)
            if match is None:
                return False
            at = match.start()
    return False


_SCAN_END = re.compile(rb"\xff(?![\x00\xd0-\xd7\xff])")


def _gif(data: bytes) -> bool:
    # "/*" as the width opens a comment: the known way to make a GIF that is a script as well.
    if data[6:8] == b"/*":
        return False
    at = 13 + _gif_palette(data[10])
    while data[at] != 0x3B:
        if data[at] == 0x2C:
            at += 10 + _gif_palette(data[at + 9]) + 1
        elif data[at] == 0x21:
            at += 2
        else:
            return False
        at = _after_gif_blocks(data, at)
    return at + 1 == len(data)


def _gif_palette(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_gif_blocks(data: bytes, at: int) -> int:
    while data[at]:
        at += 1 + data[at]
    return at + 1


def _webp(data: bytes) -> bool:
    length: int = struct.unpack_from("<I", data, 4)[0]
    return length + 8 == len(data)


_WALKS: dict[str, Callable[[bytes], bool]] = {
    "image/png": _png,
    "image/jpeg": _jpeg,
    "image/gif": _gif,
    "image/webp": _webp,
}
