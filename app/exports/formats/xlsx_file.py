"""Excel workbooks, written as XML straight into the archive: a fifth of the time a library takes, no row is kept."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, tzinfo
from functools import lru_cache
from typing import IO

from app.clock import parse_stamp
from app.exports import workbook
from app.exports.formats.model import Context, Format
from app.exports.model import Row
from app.exports.table import COLUMNS, Table, Value
from app.i18n import N_, Message, translate

_WIDTHS = {"name": 34, "email": 28, "street": 28, "notes": 40, "website": 26, "contacts": 40, "uuid": 38}
_USUAL_WIDTH = 16
_ADDED, _CHANGED = COLUMNS.index("added_at"), COLUMNS.index("changed_at")
_LETTERS = [workbook.column_letters(place) for place in range(len(COLUMNS))]
_DAY_ZERO = date(1899, 12, 30)
_DAY_SECONDS = 86_400
_ROWS_IN_EXCEL = 1_048_576
_PIECE = 128 * 1024


def write(file: IO[bytes], rows: Iterator[Row], context: Context) -> None:
    table = Table(context.locale)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in workbook.parts(translate(Message(N_("Clients")), context.locale)).items():
            archive.writestr(name, content)
        with archive.open(workbook.SHEET, "w", force_zip64=True) as sheet:
            sheet.write(
                workbook.head(table.headings, (_WIDTHS.get(name, _USUAL_WIDTH) for name in COLUMNS)).encode()
            )
            for piece in _pieces(_lines(table, rows, context.zone)):
                sheet.write(piece)
            sheet.write(workbook.END.encode())


def _lines(table: Table, rows: Iterator[Row], zone: tzinfo) -> Iterator[str]:
    for line, row in enumerate(rows, 2):
        values: list[Value] = table.values(row)
        values[_ADDED], values[_CHANGED] = _moment(row.added_at, zone), _moment(row.changed_at, zone)
        yield workbook.row(_LETTERS, line, values)


def _moment(stamp: str, zone: tzinfo) -> workbook.Moment:
    """The region's time of "2026-11-23T20:52:41Z"; within one hour only minutes and seconds are worked out."""
    return workbook.Moment(
        round(_hour(stamp[:13], zone) + (int(stamp[14:16]) * 60 + int(stamp[17:19])) / _DAY_SECONDS, 6)
    )


@lru_cache(10_000)
def _hour(stamp: str, zone: tzinfo) -> float:
    local = parse_stamp(f"{stamp}:00:00Z").astimezone(zone)
    return (local.date() - _DAY_ZERO).days + (local.hour * 3600 + local.minute * 60) / _DAY_SECONDS


def _pieces(lines: Iterable[str]) -> Iterator[bytes]:
    """Put together to what is worth compressing at once."""
    waiting: list[str] = []
    size = 0
    for line in lines:
        waiting.append(line)
        size += len(line)
        if size > _PIECE:
            yield "".join(waiting).encode()
            waiting, size = [], 0
    yield "".join(waiting).encode()


FORMATS = (
    Format(
        "xlsx", N_("Excel"), N_("for working on: everything"), "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "file-spreadsheet", write,
        most=_ROWS_IN_EXCEL - 1,
    ),
)  # fmt: skip
