"""What a file is, found from its bytes; its name only chooses among plain texts."""

from __future__ import annotations

import re
from dataclasses import replace

from app.documents import containers, images
from app.documents.kinds import (
    ARCHIVE,
    BMP,
    CALENDAR,
    CSV,
    EMAIL,
    GIF,
    HEIC,
    HTML,
    JPEG,
    MARKDOWN,
    OFFICE,
    PDF,
    PICTURES,
    PNG,
    PROGRAM,
    RTF,
    SVG,
    TEXT,
    TIFF,
    UNKNOWN,
    VCARD,
    WEBP,
    XML,
    ZIP,
    ContentType,
)
from app.i18n import N_, Message

SNIFFED = 4096

_BY_BEGINNING: tuple[tuple[bytes, ContentType], ...] = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"{\\rtf", RTF),
    (b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (b"Rar!\x1a\x07", ARCHIVE),
    (b"\x1f\x8b", ARCHIVE),
    (b"\xfd7zXZ\0", ARCHIVE),
    (b"MZ", PROGRAM),
    (b"\x7fELF", PROGRAM),
    (b"\xca\xfe\xba\xbe", PROGRAM),
    (b"\xcf\xfa\xed\xfe", PROGRAM),
    (b"\xce\xfa\xed\xfe", PROGRAM),
    (b"#!", PROGRAM),
    (b"L\0\0\0\x01\x14\x02\0", PROGRAM),
)
# What a browser would take for a page, wherever in the first bytes it stands (WHATWG MIME Sniffing, 7.1).
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|iframe|h1|div|font|table|a|style|title|b|br|p|img|form|svg|math|meta"
    rb"|object|embed|link|base)[\s/>]",
    re.IGNORECASE,
)
_SVG = re.compile(rb"<svg[\s>]", re.IGNORECASE)
_MAIL_HEADER = re.compile(
    rb"^(?:from|to|subject|date|mime-version|received|message-id|return-path|delivered-to|content-type|x-[\w-]+):",
    re.IGNORECASE | re.MULTILINE,
)
_TEXT_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# Systems start these at a double click, whatever they contain.
_STARTED_BY_NAME = frozenset(
    "app bat cmd com cpl desktop exe gadget hta inf jar js jse lnk msc msi msp pif ps1 reg scf scr sh url vb"
    " vbe vbs ws wsf wsh".split()
)


def find_type(data: bytes, filename: str = "") -> ContentType:
    """What the bytes are. Of a file that is two things at once the beginning decides."""
    found = _by_signature(data)
    if found is not None:
        safe = images.is_only_an_image(data, found.media_type)
        return replace(found, inline_safe=safe) if safe else found
    return _text_type(data, extension(filename)) if _is_text(data) else UNKNOWN


def refusal(kind: ContentType, filename: str) -> Message | None:
    """Why this file is not taken: it is a program, or its content is not what its name promises."""
    ending = extension(filename)
    if kind.refused or ending in _STARTED_BY_NAME:
        return Message(N_("“{name}” is a program. Programs cannot be attached."), {"name": filename})
    if ending in _PROMISED and ending not in kind.extensions and not _both_pictures(kind, ending):
        return Message(
            N_("“{name}” is not a .{ending} file: its content is “{found}”."),
            {"name": filename, "ending": ending, "found": Message(kind.label)},
        )
    return None


def extension(filename: str) -> str:
    _, dot, ending = filename.rpartition(".")
    return ending.strip().lower() if dot else ""


_PICTURE_ENDINGS = frozenset(ending for kind in PICTURES for ending in kind.extensions)
# Endings that promise a format which can be told from the bytes.
_PROMISED = _PICTURE_ENDINGS.union(*(kind.extensions for kind in (PDF, RTF, ZIP, *OFFICE.values())))


def _both_pictures(kind: ContentType, ending: str) -> bool:
    """A photo saved under another picture's ending is an everyday slip."""
    return bool(_PICTURE_ENDINGS.intersection(kind.extensions)) and ending in _PICTURE_ENDINGS


def _by_signature(data: bytes) -> ContentType | None:
    for beginning, kind in _BY_BEGINNING:
        if data.startswith(beginning):
            return kind
    if data.startswith(b"BM") and images.is_bitmap(data):
        return BMP
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"hevc"):
        return HEIC
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return OFFICE.get(containers.zip_kind(data), ZIP)
    if data.startswith(containers.OLE_BEGINNING):
        return OFFICE.get(containers.ole_kind(data), UNKNOWN)
    return None


def _is_text(data: bytes) -> bool:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decodes(data, "utf-16")
    if _TEXT_CONTROLS.search(data):
        return False
    if _decodes(data, "utf-8"):
        return True
    # An 8-bit code page decodes anything, so the share of its letters decides.
    return sum(byte >= 0x80 for byte in data[:65_536]) < 0.3 * min(len(data), 65_536)


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _text_type(data: bytes, ending: str) -> ContentType:
    plain = data.decode("utf-16").encode() if data.startswith((b"\xff\xfe", b"\xfe\xff")) else data
    begin = plain.removeprefix(b"\xef\xbb\xbf").lstrip()[:SNIFFED]
    if _is_mail(begin):
        return EMAIL
    if begin.startswith(b"<") and _MARKUP.search(begin):
        page = begin.lower().startswith((b"<!doctype html", b"<html")) or not _SVG.search(begin)
        return HTML if page else SVG
    if begin.startswith(b"<?xml"):
        return XML
    for start, kind in ((b"BEGIN:VCARD", VCARD), (b"BEGIN:VCALENDAR", CALENDAR)):
        if begin.upper().startswith(start):
            return kind
    kind = next((kind for kind in (CSV, MARKDOWN) if ending in kind.extensions), TEXT)
    return replace(kind, inline_safe=kind is TEXT and _decodes(data, "utf-8") and not _MARKUP.search(data))


def _is_mail(begin: bytes) -> bool:
    header = re.split(rb"\r?\n\r?\n", begin, maxsplit=1)[0]
    names = {match.lower() for match in _MAIL_HEADER.findall(header)}
    starts = _MAIL_HEADER.match(header) is not None
    return starts and len(names) >= 3 and bool(names & {b"from:", b"received:", b"return-path:"})
