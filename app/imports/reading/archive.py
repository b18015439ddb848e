"""Opening a ZIP archive that a stranger made, before anything of it is unpacked."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from app.errors import Refused
from app.i18n import N_

# A large workbook has some hundred members and 60 MB of XML; XML shrinks to a tenth.
MAX_MEMBERS = 2_000
MAX_DIRECTORY_BYTES = 512 * 1024
MAX_UNPACKED_BYTES = 256 * 1024 * 1024
MAX_RATIO = 100
# Small members may shrink more: a page of blanks is no bomb.
_RATIO_MATTERS_FROM = 1024 * 1024

_END_RECORD = b"PK\x05\x06"
_END_RECORD_BYTES = 22
_LOCAL_HEADER_BYTES = 30
_MAX_COMMENT = 65_535
_PIECE = 1024 * 1024
_PACKED_PIECE = 64 * 1024

PROTECTED = N_("The workbook is protected with a password. Save it without one and import that file.")
DAMAGED = N_("The workbook is damaged. Open it in Excel, save it anew and import that file.")
_BOMB = N_("The workbook unpacks to more than an import may hold. Save it as CSV and import that file.")


def opened(path: Path) -> zipfile.ZipFile:
    """The archive, its directory checked. Raises Refused."""
    _check_end(path)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, RuntimeError, OSError, EOFError, struct.error) as error:
        raise Refused(DAMAGED) from error
    try:
        _check_members(archive.infolist(), path.stat().st_size)
    except Refused:
        archive.close()
        raise
    return archive


def _check_end(path: Path) -> None:
    """The directory's size is known before the directory is read."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _MAX_COMMENT - _END_RECORD_BYTES))
        tail = file.read()
    end = tail.rfind(_END_RECORD)
    if end < 0 or end + _END_RECORD_BYTES > len(tail):
        raise Refused(DAMAGED)
    members, directory_bytes = struct.unpack_from("<HI", tail, end + 10)
    if members > MAX_MEMBERS or directory_bytes > MAX_DIRECTORY_BYTES:
        raise Refused(_BOMB)


def _check_members(members: list[zipfile.ZipInfo], file_bytes: int) -> None:
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise Refused(_BOMB)
    if any(
        member.file_size > _RATIO_MATTERS_FROM and member.file_size > MAX_RATIO * member.compress_size
        for member in members
    ):
        raise Refused(_BOMB)
    ends = sorted((member.header_offset, member.header_offset + member.compress_size) for member in members)
    overlap = any(end + _LOCAL_HEADER_BYTES > begin for (_, end), (begin, _) in pairwise(ends))
    twice = len({member.filename for member in members}) < len(members)
    encrypted = any(member.flag_bits & 1 for member in members)
    if overlap or twice or encrypted or (ends and ends[-1][1] > file_bytes):
        raise Refused(DAMAGED)


def unpacked(path: Path, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member in pieces of at most 1 MB, made from the packed bytes themselves.

    `zipfile` stops silently at the declared size, other readers do not: more than declared is Refused here.
    """
    size = 0
    try:
        for piece in filter(None, _inflated(path, member)):
            size += len(piece)
            if size > member.file_size:
                raise Refused(_BOMB)
            yield piece
    except (zlib.error, struct.error, OSError) as error:
        raise Refused(DAMAGED) from error


def _inflated(path: Path, member: zipfile.ZipInfo) -> Iterator[bytes]:
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused(DAMAGED)
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    with path.open("rb") as file:
        file.seek(member.header_offset)
        name_bytes, extra_bytes = struct.unpack_from("<HH", file.read(_LOCAL_HEADER_BYTES), 26)
        file.seek(name_bytes + extra_bytes, 1)
        left = member.compress_size
        while left > 0 and (packed := file.read(min(left, _PACKED_PIECE))):
            left -= len(packed)
            if member.compress_type == zipfile.ZIP_STORED:
                yield packed
                continue
            while packed:
                yield inflater.decompress(packed, _PIECE)
                packed = inflater.unconsumed_tail
