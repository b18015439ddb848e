"""Reading a file to import: from bytes of unknown make to rows of texts. Nothing here knows what a client is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from app.imports.reading import csv_file, vcard_file, workbook_file
from app.imports.reading.kinds import sniff
from app.imports.reading.model import ENCODINGS, TO_BE_FOUND, FileKind, Format, Row, Table

__all__ = ["ENCODINGS", "TO_BE_FOUND", "FileKind", "Format", "Row", "Table", "read", "rows", "sniff"]


def read(path: Path, wanted: Format = TO_BE_FOUND, filename: str = "") -> Table:
    """The table in the file, with the whole format it was read with. Raises Refused with what to do instead.

    Workbooks only inside `confinement.run_confined` (or after `confinement.confine`).
    """
    kind = wanted.kind or sniff(path, filename)
    if kind.is_workbook:
        return workbook_file.read(path, replace(wanted, kind=kind))
    return vcard_file.read(path, wanted) if kind is FileKind.VCARD else csv_file.read(path, wanted)


def rows(path: Path, wanted: Format = TO_BE_FOUND) -> Iterator[Row]:
    return read(path, wanted).rows
