"""CSV in the delimiter and encoding that another program wants; no cell of it is ever computed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import IO, Any

from app.errors import Refused
from app.exports.formats.model import Context, Format, Table, Value
from app.exports.model import ENCODINGS
from app.formulas import MARKS, defused
from app.i18n import N_, Message

_BOM = "\ufeff".encode()
_AT_ONCE = 500  # rows that are encoded together, which takes half the time of one by one
_UNFIT = N_("“{character}” (in “{name}”) does not exist in {encoding}. Please choose UTF-8.")


def write(file: IO[bytes], rows: Iterator[Any], context: Context) -> None:
    """Raises Refused at the first character that the encoding does not have: none is ever replaced."""
    encoding = context.options.encoding
    table = _table(context, encoding)
    point = "." if context.locale == "en" else ","
    if encoding == "utf-8-sig":
        file.write(_BOM)
    text = io.StringIO(newline="")
    out = csv.writer(text, delimiter=context.options.delimiter, lineterminator="\r\n")
    out.writerow(table.headings)
    while True:
        some = list(islice(rows, _AT_ONCE))
        out.writerows([_cells(table.values(row), table.numbers, point) for row in some])
        file.write(_encoded(text.getvalue(), encoding, table, some))
        text.seek(0)
        text.truncate()
        if not some:
            return


def _table(context: Context, encoding: str) -> Table:
    """In English where our own words do not fit: the clients' may all the same."""
    table = context.table(context.locale)
    try:
        table.words.encode(encoding)
    except UnicodeEncodeError:
        return context.table("en")
    return table


def _cells(values: list[Value], numbers: Sequence[int], point: str) -> list[str]:
    for place in numbers:
        value = values[place]
        values[place] = _exact(value, point) if isinstance(value, Decimal) else _short(value, point)
    return [defused(cell) if cell and cell[0] in MARKS else cell for cell in values]  # type: ignore[misc,index,arg-type]


def _exact(value: Decimal, point: str) -> str:
    return str(value).replace(".", point)


@lru_cache(1_000)
def _short(value: str | float, point: str) -> str:
    return f"{value:g}".replace(".", point) if isinstance(value, float) else str(value)


def _encoded(text: str, encoding: str, table: Table, rows: Sequence[Any]) -> bytes:
    try:
        return text.encode(encoding.removesuffix("-sig"))
    except UnicodeEncodeError as error:
        character = text[error.start]
        name = next((table.name(row) for row in rows if any(character in str(value) for value in row)), "")
        raise Refused(
            _UNFIT, character=character, name=name, encoding=Message(ENCODINGS[encoding])
        ) from error


FORMATS = (
    Format(
        "csv", N_("CSV"), N_("for another program: everything"), "csv",
        "text/csv", "file-text", write,
    ),
)  # fmt: skip
