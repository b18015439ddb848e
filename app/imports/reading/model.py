"""A file to import, as a table of texts; and how much of one is taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from app.errors import Refused
from app.i18n import N_, Message

MAX_FILE_BYTES = 25 * 1024 * 1024
MAX_ROWS = 250_000
MAX_COLUMNS = 200
# A workbook is unpacked in memory, about 120 bytes per cell: the largest takes 300 MB. CSV is read as it comes.
MAX_SPREADSHEET_CELLS = 2_500_000
# A longer cell is no client's data but a quotation mark that was never closed (Excel itself ends at 32,767).
MAX_CELL_CHARACTERS = 131_072

# Encodings that are found by themselves or can be chosen, with the name people know.
ENCODINGS = {
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "cp1250": "Windows-1250",
    "cp1252": "Windows-1252",
    "iso-8859-2": "ISO 8859-2",
    "cp852": "CP 852 (DOS)",
}
DELIMITERS = (";", ",", "\t", "|")


class FileKind(Enum):
    CSV = "csv"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    VCARD = "vcard"

    @property
    def is_workbook(self) -> bool:
        return self in (FileKind.XLSX, FileKind.XLS, FileKind.ODS)


@dataclass(frozen=True)
class Format:
    """How a file is read. What is left empty is found from its content.

    `header_line` is a line of the file, counted from 1 (in a spreadsheet: the row); 0 means that
    there is no header, None that it is to be found.
    """

    kind: FileKind | None = None
    encoding: str = ""
    delimiter: str = ""
    header_line: int | None = None
    sheet: str = ""


TO_BE_FOUND = Format()


class Row(NamedTuple):
    """One record; `line` is where it begins. A problem says why it cannot be used (a tuple: they come in 100,000s)."""

    line: int
    cells: list[str]
    problem: Message | None = None


@dataclass(frozen=True)
class Table:
    """The table in a file. `rows` can be walked once and leaves out empty rows."""

    format: Format
    headings: tuple[str, ...]
    rows: Iterator[Row]
    sheets: tuple[str, ...] = ()


def too_many_columns(columns: int) -> Refused:
    text = N_("The file has {columns} columns. At most {limit} can be imported.")
    return Refused(text, columns=columns, limit=MAX_COLUMNS)


def too_many_rows() -> Refused:
    return Refused(N_("The file has more than {limit} rows. Split it into several files."), limit=MAX_ROWS)
