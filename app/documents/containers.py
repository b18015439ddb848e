"""Which office file a ZIP or an OLE container holds. Reads the directory only."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

OLE_BEGINNING = bytes.fromhex("d0cf11e0a1b11ae1")
# A directory larger than this belongs to no office file; reading it would cost seconds.
MAX_ZIP_DIRECTORY = 2 * 1024 * 1024
MAX_MIMETYPE = 128

_ZIP_MEMBERS = {
    "word/document.xml": "word",
    "xl/workbook.xml": "excel",
    "xl/workbook.bin": "excel",
    "ppt/presentation.xml": "powerpoint",
    "META-INF/MANIFEST.MF": "java",
}
_ODF_KINDS = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}
_ODF_COMPRESSION = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# Names of the streams as the OLE directory holds them; the installer is known by its class id.
_OLE_STREAMS = (
    (bytes.fromhex("84100c0000000000c000000000000046"), "installer"),
    ("__nameid_version1.0".encode("utf-16-le"), "outlook"),
    ("WordDocument".encode("utf-16-le"), "old word"),
    ("Workbook".encode("utf-16-le"), "old excel"),
    ("Book\0".encode("utf-16-le"), "old excel"),
    ("PowerPoint Document".encode("utf-16-le"), "old powerpoint"),
)


def zip_kind(data: bytes) -> str:
    """A key of `content.OFFICE`, or "" for any other archive."""
    if not _directory_is_small(data):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            kind = next((kind for member, kind in _ZIP_MEMBERS.items() if member in names), "")
            return kind or _odf_kind(archive, names)
    except (zipfile.BadZipFile, zlib.error, ValueError, RuntimeError, struct.error, OSError, EOFError):
        return ""


def ole_kind(data: bytes) -> str:
    return next((kind for stream, kind in _OLE_STREAMS if stream in data), "")


def _directory_is_small(data: bytes) -> bool:
    end = data.rfind(b"PK\x05\x06", -(65_535 + 22))
    if end < 0 or end + 22 > len(data):
        return False
    size: int = struct.unpack_from("<I", data, end + 12)[0]
    return size <= MAX_ZIP_DIRECTORY


def _odf_kind(archive: zipfile.ZipFile, names: set[str]) -> str:
    """OpenDocument names itself in an uncompressed first member; other programs deflate that too, but no more."""
    if "mimetype" not in names:
        return ""
    described = archive.getinfo("mimetype")
    if described.file_size > MAX_MIMETYPE or described.compress_type not in _ODF_COMPRESSION:
        return ""
    with archive.open(described) as member:
        name = member.read(MAX_MIMETYPE).decode("ascii", "replace").strip()
    prefix = "application/vnd.oasis.opendocument."
    return (
        _ODF_KINDS.get(name.removeprefix(prefix).removesuffix("-template"), "")
        if name.startswith(prefix)
        else ""
    )
