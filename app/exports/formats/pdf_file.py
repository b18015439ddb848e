"""On paper, to be shown: what is printed of it is laid out page by page.

Laying out a page takes longer than writing all rows of a workbook, so a report holds the first clients
only and says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import IO, Any

from app.errors import MasakuError
from app.exports.formats.model import Context, Format
from app.i18n import N_
from app.paper import NotPrinted, Press, Sheet

MOST = 2_000


def write(file: IO[bytes], rows: Iterator[Any], context: Context) -> None:
    file.write(_printed(context.paper(list(islice(rows, MOST)), context)))


def _printed(sheet: Sheet) -> bytes:
    with Press() as press:
        try:
            return press.print(sheet)
        except NotPrinted as error:
            raise MasakuError(N_("The report could not be laid out. Please take Excel or CSV.")) from error


FORMATS = (
    Format(
        "pdf", N_("PDF report"), N_("for showing and printing"), "pdf", "application/pdf",
        "file-type-pdf", write, most=MOST,
    ),
)  # fmt: skip
