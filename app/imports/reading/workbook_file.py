"""Workbooks of Excel and OpenDocument: the first sheet that holds something, every value as the text it stands for.

Formulas are not computed (their results are stored beside them), links are not followed, macros are refused earlier.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import python_calamine as calamine

from app.errors import NotFound, Refused
from app.i18n import N_
from app.imports.reading import confinement, layout, ods_guard, workbook_guard
from app.imports.reading.archive import DAMAGED, PROTECTED
from app.imports.reading.model import (
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_SPREADSHEET_CELLS,
    FileKind,
    Format,
    Row,
    Table,
    too_many_columns,
    too_many_rows,
)
from app.imports.reading.workbook_guard import TOO_MANY_CELLS

# What an old workbook (.xls) would cost shows only when it is opened: there the memory limit is the guard.
_GUARDS = {FileKind.XLSX: workbook_guard.check, FileKind.ODS: ods_guard.check}
# Excel keeps 15 digits of a number; more would be rounding noise.
_DIGITS = 15


def read(path: Path, wanted: Format) -> Table:
    """The sheet is held in memory: only in a confined process, see `confinement`."""
    if not confinement.is_confined():
        raise RuntimeError("workbooks are read in a confined process only")
    if wanted.kind in _GUARDS:
        _GUARDS[wanted.kind](path)
    try:
        sheet, names = _sheet(path, wanted.sheet)
    except calamine.PasswordError as error:
        raise Refused(PROTECTED) from error
    except calamine.CalamineError as error:
        raise Refused(DAMAGED) from error
    if sheet.height * sheet.width > MAX_SPREADSHEET_CELLS:
        raise Refused(TOO_MANY_CELLS, cells=sheet.height * sheet.width)
    format = Format(wanted.kind, header_line=wanted.header_line, sheet=sheet.name)
    if format.header_line is None:
        format = replace(format, header_line=layout.find_header(_sample(sheet, 1)))
    sample = _sample(sheet, format.header_line or 1)
    headings = layout.headings(sample, has_header=bool(format.header_line))
    if len(headings) > MAX_COLUMNS:
        raise too_many_columns(len(headings))
    if sample and format.header_line:
        format = replace(format, header_line=sample[0].line)
    return Table(format, headings, _rows(sheet, format, len(headings)), names)


def _sheet(path: Path, wanted: str) -> tuple[calamine.CalamineSheet, tuple[str, ...]]:
    """The wanted sheet or the first visible one that is not empty, and the names to choose from."""
    with calamine.load_workbook(path) as workbook:
        names = tuple(
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.typ == calamine.SheetTypeEnum.WorkSheet
            and sheet.visible == calamine.SheetVisibleEnum.Visible
        )
        if wanted and wanted not in names:
            raise NotFound(N_("The workbook has no sheet “{name}”."), name=wanted)
        sheets = (workbook.get_sheet_by_name(name) for name in ([wanted] if wanted else names))
        sheet = next((sheet for sheet in sheets if sheet.start is not None), None)
    if sheet is None:
        raise Refused(N_("The workbook is empty."))
    return sheet, names


def _sample(sheet: calamine.CalamineSheet, first_line: int) -> list[Row]:
    below = (row for row in _filled_rows(sheet) if row.line >= first_line)
    return list(islice(below, layout.SAMPLED_ROWS))


def _rows(sheet: calamine.CalamineSheet, format: Format, width: int) -> Iterator[Row]:
    below = (row for row in _filled_rows(sheet) if row.line > (format.header_line or 0))
    for count, row in enumerate(below, 1):
        if count > MAX_ROWS:
            raise too_many_rows()
        yield row if len(row.cells) == width else row._replace(cells=(row.cells + [""] * width)[:width])


def _filled_rows(sheet: calamine.CalamineSheet) -> Iterator[Row]:
    for line, values in enumerate(sheet.iter_rows(), 1):
        cells = [value if value.__class__ is str else _text(value) for value in values]
        if any(map(str.strip, cells)):
            yield Row(line, cells)


def _text(value: object) -> str:
    """5252248481.0 -> "5252248481", a date -> "2026-11-23"; what Excel rounded keeps its exponent and is seen."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return (
            str(int(value))
            if value.is_integer() and abs(value) < 10**_DIGITS
            else format(value, f".{_DIGITS}g")
        )
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(timespec="seconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)
