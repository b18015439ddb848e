"""What a workbook would cost, found before it is opened.

The reader keeps a sheet as one rectangle from its first to its last cell: two cells can ask for all
memory there is. So the XML is searched for how far it reaches and for declared entities (none belongs
into a workbook). What is hidden from this search meets the memory limit of the process.
"""

from __future__ import annotations

import re
import string
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.errors import Refused
from app.i18n import N_
from app.imports.reading import archive
from app.imports.reading.model import (
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_SPREADSHEET_CELLS,
    too_many_columns,
    too_many_rows,
)

_ENTITIES = N_("The workbook declares XML entities, which no spreadsheet program does. Save it as CSV.")
TOO_MANY_CELLS = N_("The sheet reaches over {cells} cells. Save it as CSV and import that file.")

_OVERLAP = 256  # bytes of the piece before that are searched again, so that nothing hides on a border
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_XML_BEGINNING = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<|\Z)")
_OTHER_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["'](?!utf-8["']|us-ascii["'])""", re.IGNORECASE)
_DIGITS = string.digits.encode()
_LETTERS = string.ascii_letters.encode()
_TITLE_ROWS = 100  # rows above the header, which do not count

# As Excel, LibreOffice and the usual libraries write references: the letters of the column and, where it is
# beyond every limit, the row (the others are known from the rows' own numbers).
_REFERENCE = re.compile(rb""" r ?= ?["']([A-Za-z]{0,8}(?:\d{7,18})?)""")
_ROW = re.compile(rb"""row r ?= ?["'](\d{1,18})""")
_ROW_ENDS = (b"/row>", b":row>")
# Only cells that hold something, as XML would have it: slower, for sheets that seem too large. Formatted
# empty cells may reach down to the last row; the reader leaves them out. Nothing in it is tried twice, or a
# tag made for that would take hours.
_FILLED_CELL = re.compile(
    rb"""<(?:\w++:)?c\b(?>[^<>]*?\br\s*+=\s*+["']([A-Za-z]{1,8})[A-Za-z]*+(\d{1,18})[^<>])?+[^<>]*+(?<!/)>(?!</)"""
)


@dataclass
class Extent:
    """How far one sheet reaches."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    row_ends: int = 0

    def reach(self, columns: set[bytes], rows: Iterable[bytes]) -> None:
        self.columns = max(self.columns, *map(_column_number, columns), 0)
        self.rows = max(self.rows, *map(int, rows), 0)

    def refusal(self) -> Refused | None:
        if self.columns > MAX_COLUMNS:
            return too_many_columns(self.columns)
        if self.rows > MAX_ROWS + _TITLE_ROWS:
            return too_many_rows()
        cells = max(self.cells, self.rows * self.columns)
        return Refused(TOO_MANY_CELLS, cells=cells) if cells > MAX_SPREADSHEET_CELLS else None


def check(path: Path) -> None:
    """Refuses a workbook that would take too much to read, or that no spreadsheet program made."""
    with archive.opened(path) as opened:
        members = opened.infolist()
    for member in members:
        if not member.filename.startswith("xl/worksheets/"):
            for _ in xml_pieces(path, member):
                pass
        elif _measure(path, member, _add_quickly) and (refusal := _measure(path, member, _add_exactly)):
            raise refusal


def _measure(
    path: Path, member: zipfile.ZipInfo, add: Callable[[Extent, bytes, bytes], None]
) -> Refused | None:
    extent = Extent()
    refusal = None
    for overlap, piece in xml_pieces(path, member):
        add(extent, overlap, piece)
        refusal = extent.refusal()
        if refusal:
            break
    return refusal


def _add_quickly(extent: Extent, overlap: bytes, piece: bytes) -> None:
    both = overlap + piece
    references = _REFERENCE.findall(both)
    distinct = set(references)
    extent.cells += len(references)
    extent.row_ends += sum(map(piece.count, _ROW_ENDS))
    extent.reach({reference.rstrip(_DIGITS) for reference in distinct}, _ROW.findall(both))
    extent.reach(set(), (reference.lstrip(_LETTERS) or b"0" for reference in distinct))
    extent.rows = max(extent.rows, extent.row_ends)


def _add_exactly(extent: Extent, overlap: bytes, piece: bytes) -> None:
    found = _FILLED_CELL.findall(overlap + piece)
    extent.cells += len(found)
    extent.reach({column for column, _ in found}, (row or b"0" for _, row in found))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def xml_pieces(path: Path, member: zipfile.ZipInfo) -> Iterator[tuple[bytes, bytes]]:
    """The pieces of an XML member, each with the end of the one before; a picture has none."""
    overlap = b""
    for piece in archive.unpacked(path, member):
        if not overlap:
            if not _XML_BEGINNING.match(piece):
                return
            if b"\0" in piece[:_OVERLAP] or _OTHER_ENCODING.search(piece[:_OVERLAP]):
                raise Refused(archive.DAMAGED)
        both = overlap + piece
        if any(declaration in both for declaration in _DECLARATIONS):
            raise Refused(_ENTITIES)
        yield overlap, piece
        overlap = both[-_OVERLAP:]
