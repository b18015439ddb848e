"""A list on paper, to be shown: the columns of the list with what made it, page by page.

Laying out a page takes longer than writing all rows of a workbook, so a report holds the first clients
only and says so.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO

from app.clients.model import STATUSES
from app.errors import MasakuError
from app.exports import paper
from app.exports.formats.model import Context, Format
from app.exports.model import Row
from app.groups.filters import CLIENT_LIST
from app.i18n import N_
from app.settings import ROOT

MOST = 2_000
_TIMEOUT_SECONDS = 180
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
    style = _STYLE.read_bytes()
    try:
        done = subprocess.run(
            _printer(),
            input=b"%d\n%s%s" % (len(style), style, html.encode("utf-8", "replace")),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={"HOME": "/nonexistent", "LANG": "C.UTF-8"},
            timeout=_TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise MasakuError(N_("The report took too long to be laid out. Please take Excel or CSV.")) from error
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise MasakuError(N_("The report could not be laid out. Please take Excel or CSV."))
    return done.stdout


def _printer() -> list[str]:
    """The one binary starts itself under this word; a checkout runs the file alone."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "print-report"]
    return [sys.executable, "-I", str(Path(paper.__file__))]


FORMATS = (
    Format(
        "pdf", N_("PDF report"), N_("for showing: the columns of the list"), "pdf", "application/pdf",
        "file-type-pdf", write, most=MOST,
    ),
)  # fmt: skip
