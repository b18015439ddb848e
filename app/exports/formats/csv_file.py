"""CSV in the delimiter and encoding that another program wants; no cell of it is ever computed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import IO

from app.errors import Refused
from app.exports.formats.model import Context, Format
from app.exports.model import ENCODINGS, Row
from app.exports.table import COLUMNS, Table, Value
from app.formulas import MARKS, defused
from app.i18n import N_, Message

_BOM = "\ufeff".encode()
_AT_ONCE = 500  # rows that are encoded together, which takes half the time of one by one
_TERM, _DISCOUNT = COLUMNS.index("payment_term_days"), COLUMNS.index("discount")
_UNFIT = N_("“{character}” (in “{name}”) does not exist in {encoding}. Please choose UTF-8.")


def write(file: IO[bytes], rows: Iterator[Row], context: Context) -> None:
    """Raises Refused at the first character that the encoding does not have: none is ever replaced."""
    encoding = context.options.encoding
    table = _table(context.locale, encoding)
    point = "." if context.locale == "en" else ","
    if encoding == "utf-8-sig":
        file.write(_BOM)
    text = io.StringIO(newline="")
    out = csv.writer(text, delimiter=context.options.delimiter, lineterminator="\r\n")
    out.writerow(table.headings)
    while True:
        some = list(islice(rows, _AT_ONCE))
        out.writerows([_cells(table.values(row), point) for row in some])
        file.write(_encoded(text.getvalue(), encoding, some))
        text.seek(0)
        text.truncate()
        if not some:
            return


def _table(locale: str, encoding: str) -> Table:
    """In English where our own words do not fit: the clients' may all the same."""
    table = Table(locale)
    try:
        table.words.encode(encoding)
    except UnicodeEncodeError:
        return Table("en")
    return table


def _cells(values: list[Value], point: str) -> list[str]:
    values[_TERM], values[_DISCOUNT] = str(values[_TERM]), _percent(values[_DISCOUNT], point)
    return [defused(cell) if cell and cell[0] in MARKS else cell for cell in values]  # type: ignore[misc,index,arg-type]


@lru_cache(1_000)
def _percent(value: Value, point: str) -> str:
    return f"{value:g}".replace(".", point)


def _encoded(text: str, encoding: str, rows: Sequence[Row]) -> bytes:
    try:
        return text.encode(encoding.removesuffix("-sig"))
    except UnicodeEncodeError as error:
        character = text[error.start]
        name = next((row.name for row in rows if any(character in str(value) for value in row)), "")
        raise Refused(
            _UNFIT, character=character, name=name, encoding=Message(ENCODINGS[encoding])
        ) from error


FORMATS = (
    Format(
        "csv", N_("CSV"), N_("for another program: everything, and back again unchanged"), "csv",
        "text/csv", "file-text", write,
    ),
)  # fmt: skip
