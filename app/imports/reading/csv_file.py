"""CSV of any delimiter, encoding and line end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from app.errors import Refused
from app.i18n import N_, Message
from app.imports.reading import encodings, layout
from app.imports.reading.csv_records import records
from app.imports.reading.model import (
    DELIMITERS,
    ENCODINGS,
    MAX_COLUMNS,
    MAX_ROWS,
    FileKind,
    Format,
    Row,
    Table,
    too_many_columns,
    too_many_rows,
)

_EXCEL_HINT = "sep="  # Excel's own word on the delimiter, in the first line
_UNREADABLE = Message(N_("This row contains characters that cannot be read. Was another encoding meant?"))
_DAMAGED = ("\ufffd", "\0")


def read(path: Path, wanted: Format) -> Table:
    if wanted.encoding not in ("", *ENCODINGS) or wanted.delimiter not in ("", *DELIMITERS):
        raise Refused(N_("Files with this encoding or delimiter cannot be read."))
    encoding, is_clean = _find_encoding(path, wanted.encoding)
    format = replace(wanted, kind=FileKind.CSV, encoding=encoding, sheet="")
    format = replace(format, delimiter=wanted.delimiter or _find_delimiter(path, format))
    if format.header_line is None:
        format = replace(format, header_line=layout.find_header(_sample(path, format)))
    sample = _sample(path, format)
    headings = layout.headings(sample, has_header=bool(format.header_line))
    if len(headings) > MAX_COLUMNS:
        raise too_many_columns(len(headings))
    if sample and format.header_line:
        format = replace(format, header_line=sample[0].line)
    return Table(format, headings, _rows(path, format, headings, is_clean))


def _find_encoding(path: Path, wanted: str) -> tuple[str, bool]:
    """The encoding, and whether every character can be read with it."""
    data = path.read_bytes()
    encoding = wanted or encodings.find_encoding(data)
    return encoding, not any(mark in text for text in encodings.decoded(data, encoding) for mark in _DAMAGED)


def _find_delimiter(path: Path, format: Format) -> str:
    with path.open(encoding=format.encoding, errors="replace", newline="") as file:
        first = file.readline(len(_EXCEL_HINT) + 1)
    if first[:-1].lower() == _EXCEL_HINT and first[-1] in DELIMITERS:
        return first[-1]
    return layout.find_delimiter(
        {delimiter: _sample(path, replace(format, delimiter=delimiter)) for delimiter in DELIMITERS}
    )


def _sample(path: Path, format: Format) -> list[Row]:
    filled = (row for row in _records(path, format) if any(map(str.strip, row.cells)))
    return list(islice(filled, layout.SAMPLED_ROWS))


def _records(path: Path, format: Format, widths: range | None = None) -> Iterator[Row]:
    """From the header on, or from the beginning as long as the header is not known."""
    with path.open(encoding=format.encoding, errors="replace", newline="") as file:
        first_line = format.header_line or 1
        for _ in islice(file, first_line - 1):
            pass
        yield from records(file, format.delimiter, first_line, widths)


def _rows(path: Path, format: Format, headings: tuple[str, ...], is_clean: bool) -> Iterator[Row]:
    """The rows below the header, each with as many cells as there are headings, or with a problem."""
    width = len(headings)
    needed = max((number for number, heading in enumerate(headings, 1) if heading), default=width)
    count = 0
    for row in _records(path, format, range(needed, width + 1)):
        line, cells, problem = row
        if line <= (format.header_line or 0) or not (problem or any(map(str.strip, cells))):
            continue
        count += 1
        if count > MAX_ROWS:
            raise too_many_rows()
        if not is_clean and any(mark in cell for cell in cells for mark in _DAMAGED):
            yield row._replace(problem=_UNREADABLE)
        elif len(cells) == width or problem:
            yield row
        else:
            yield _fitted(row, needed, width)


def _fitted(row: Row, needed: int, width: int) -> Row:
    """Cells that only some programs write, empty ones at the end, may be missing or too many."""
    if len(row.cells) >= needed and not any(map(str.strip, row.cells[width:])):
        return row._replace(cells=(row.cells + [""] * width)[:width])
    text = N_("This row has {found} cells, the header has {expected}. Is a quotation mark missing?")
    return row._replace(problem=Message(text, {"found": len(row.cells), "expected": width}))
