"""What a file is: its content says it, its name is only quoted. What cannot be read is refused with a way out."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from app.errors import Refused, TooLarge
from app.i18n import N_
from app.imports.reading import archive, encodings
from app.imports.reading.model import MAX_FILE_BYTES, FileKind

_HEAD_BYTES = 8192
# A text may hold a few control characters by accident, a program or picture has many.
_FEW_CONTROLS = 8
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\x0b\x0c\r\x1a"))

_EMPTY = N_("“{name}” is empty.")
_PROTECTED = N_("“{name}” is protected with a password. Save it without one and import that file.")
_MACROS = N_("“{name}” is a workbook with macros. Save it as .xlsx or CSV and import that file.")
_BINARY_EXCEL = N_("“{name}” is a binary workbook (.xlsb). Save it as .xlsx or CSV and import that file.")
_ARCHIVE = N_("“{name}” is an archive. Unpack it and import the files one by one.")
_PDF = N_("“{name}” is a PDF. Export the table it was made from as .xlsx or CSV and import that file.")
_WEB_PAGE = N_(
    "“{name}” is a web page, whatever its name says. Save it as .xlsx or CSV and import that file."
)
_JSON = N_(
    "“{name}” is JSON, which cannot be imported. Export the clients as Excel or CSV and import that file."
)
_NO_TABLE = N_("“{name}” is no table. Excel and OpenDocument workbooks, CSV and vCard files can be imported.")

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_LOCKED = b"encryption-data"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_BEGINNINGS = (
    (b"%PDF-", _PDF),
    (b"\x1f\x8b", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"Rar!\x1a\x07", _ARCHIVE),
    (b"BZh9", _ARCHIVE),
    (b"\xfd7zXZ\0", _ARCHIVE),
    (b"{\\rtf", _NO_TABLE),
    (b"\x89PNG", _NO_TABLE),
    (b"\xff\xd8\xff", _NO_TABLE),
)
_MARKUP = (
    ("<?xml", _NO_TABLE),
    ("<svg", _NO_TABLE),
    ("<!doctype", _WEB_PAGE),
    ("<html", _WEB_PAGE),
    ("<head", _WEB_PAGE),
    ("<body", _WEB_PAGE),
    ("<table", _WEB_PAGE),
    ("<meta", _WEB_PAGE),
    ("<!--", _WEB_PAGE),
)
# A heading of a table may stand in brackets; objects or nothing in them are none.
_OBJECTS = re.compile(r"""(?:\[\s*)?\{\s*["}]|\[\s*\]""")
# Which member of a ZIP archive gives it away, in this order.
_MEMBERS = (
    ("xl/workbook.bin", _BINARY_EXCEL),
    ("xl/vbaProject.bin", _MACROS),
    ("xl/macrosheets/", _MACROS),
    ("xl/workbook", ""),
    ("word/", _NO_TABLE),
    ("ppt/", _NO_TABLE),
    ("mimetype", _NO_TABLE),
    ("", _ARCHIVE),
)


def sniff(path: Path, filename: str = "") -> FileKind:
    """The kind of a file that can be imported; anything else is Refused."""
    name = filename or path.name
    if path.stat().st_size > MAX_FILE_BYTES:
        text = N_("“{name}” is larger than {limit} MB. Split it into several files.")
        raise TooLarge(text, name=name, limit=MAX_FILE_BYTES // 1024**2)
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if head.startswith(_ZIP):
        kind, refusal = _kind_and_refusal_of_archive(path)
    elif head.startswith(_OLE):
        kind, refusal = FileKind.XLS, _refusal_of_container(path)
    else:
        kind, refusal = _kind_and_refusal_of_text(head)
    if refusal:
        raise Refused(refusal, name=name)
    return kind


def _kind_and_refusal_of_archive(path: Path) -> tuple[FileKind, str]:
    with archive.opened(path) as opened:
        members = {member.filename: member for member in opened.infolist()}
    if "mimetype" in members and _begins_with(path, members["mimetype"], _SPREADSHEET):
        manifest = members.get("META-INF/manifest.xml")
        is_locked = manifest is not None and any(_LOCKED in part for part in archive.unpacked(path, manifest))
        return FileKind.ODS, _PROTECTED if is_locked else ""
    found = (refusal for beginning, refusal in _MEMBERS if any(n.startswith(beginning) for n in members))
    return FileKind.XLSX, next(found, _ARCHIVE)


def _begins_with(path: Path, member: zipfile.ZipInfo, beginning: bytes) -> bool:
    return next(archive.unpacked(path, member), b"").startswith(beginning)


def _refusal_of_container(path: Path) -> str:
    """Workbooks of Excel 97-2003, and protected ones of any age, are OLE containers."""
    data = path.read_bytes()
    names = (("EncryptedPackage", _PROTECTED), ("_VBA_PROJECT", _MACROS), ("Book", ""), ("book", ""))
    return next((refusal for name, refusal in names if name.encode("utf-16-le") in data), _NO_TABLE)


def _kind_and_refusal_of_text(head: bytes) -> tuple[FileKind, str]:
    kind = FileKind.CSV
    for beginning, refusal in _BEGINNINGS:
        if head.startswith(beginning):
            return kind, refusal
    encoding = encodings.find_encoding(head)
    text = head.decode(encoding, "replace").lstrip("\ufeff \t\r\n").lower()
    if not text:
        return kind, _EMPTY
    if not encoding.startswith("utf-16") and len(head) - len(head.translate(None, _CONTROLS)) > _FEW_CONTROLS:
        return kind, _NO_TABLE
    if text.startswith("begin:vcard"):
        kind = FileKind.VCARD
    if _OBJECTS.match(text):
        return kind, _JSON
    return kind, next((refusal for beginning, refusal in _MARKUP if text.startswith(beginning)), "")
