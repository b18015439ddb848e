"""A list on paper, to be shown: the columns of the list with what made it, page by page.

Laying out a page takes longer than writing all rows of a workbook, so a report holds the first clients
only and says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO

from app.clients.model import STATUSES
from app.errors import MasakuError
from app.exports.formats.model import Context, Format
from app.exports.model import Row
from app.groups.filters import CLIENT_LIST
from app.i18n import N_
from app.paper import NotPrinted, Press, Sheet
from app.settings import ROOT

MOST = 2_000
_STYLE = ROOT / "templates" / "exports" / "report.css"
_FIELDS = {"contact": "contact_name", "added": "added_at", "changed": "changed_at"}
_USUAL = ("name", "vat_id", "contact", "email", "phone", "city", "country", "status")


@dataclass(frozen=True)
class Column:
    key: str
    label: str


def write(file: IO[bytes], rows: Iterator[Row], context: Context) -> None:
    # Templates bring the whole web layer: the other kinds start without it, in a third of the time.
    from app.web.templates import render

    shown = list(islice(rows, MOST))
    wanted = context.columns or _USUAL
    columns = [
        Column(_FIELDS.get(each.key, each.key), each.label)
        for each in CLIENT_LIST.columns
        if each.key in wanted
    ]
    html = render(
        "exports/report.html", context.locale, columns=columns, rows=shown, context=context, zone=context.zone,
        statuses=STATUSES,
    )  # fmt: skip
    file.write(_printed(html))


def _printed(html: str) -> bytes:
    with Press() as press:
        try:
            return press.print(Sheet(html, _STYLE.read_bytes()))
        except NotPrinted as error:
            raise MasakuError(N_("The report could not be laid out. Please take Excel or CSV.")) from error


FORMATS = (
    Format(
        "pdf", N_("PDF report"), N_("for showing: the columns of the list"), "pdf", "application/pdf",
        "file-type-pdf", write, most=MOST,
    ),
)  # fmt: skip
