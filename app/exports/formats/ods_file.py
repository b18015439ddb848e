"""OpenDocument spreadsheets, written as XML straight into the archive like the workbooks of Excel."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

from app.exports.formats.model import Context, Format, Value
from app.formulas import kept
from app.i18n import N_

_MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<manifest:manifest xmlns:manifest="{_NAMES}manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_MEDIA_TYPE}" manifest:version="1.3"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
_BEGIN = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content xmlns:office="{_NAMES}office:1.0"'
    f' xmlns:table="{_NAMES}table:1.0" xmlns:text="{_NAMES}text:1.0" office:version="1.3"><office:body>'
    '<office:spreadsheet><table:table table:name="{title}">'
)
_END = "</table:table></office:spreadsheet></office:body></office:document-content>"
_SPECIAL = re.compile('[&<>"]|[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|(?<= ) |\t')
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", " ": "<text:s/>", "\t": "<text:tab/>"}
_ROWS_IN_CALC = 1_048_576


def write(file: IO[bytes], rows: Iterator[Any], context: Context) -> None:
    table = context.table(context.locale)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        # First and not compressed: by it the file is recognised.
        archive.writestr(zipfile.ZipInfo("mimetype"), _MEDIA_TYPE, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        title = _escaped(table.title)
        with archive.open("content.xml", "w", force_zip64=True) as content:
            content.write(_BEGIN.format(title=title).encode())
            content.write(_row(table.headings).encode())
            for row in rows:
                content.write(_row(table.values(row)).encode())
            content.write(_END.encode())


def _row(values: Iterable[Value]) -> str:
    return f"<table:table-row>{''.join(map(_cell, values))}</table:table-row>"


def _cell(value: Value) -> str:
    if value == "":
        return "<table:table-cell/>"
    if not isinstance(value, str):
        kind = f'office:value-type="float" office:value="{value}"'
        return f"<table:table-cell {kind}><text:p>{value}</text:p></table:table-cell>"
    lines = "".join(f"<text:p>{_escaped(line)}</text:p>" for line in kept(value).split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: _ESCAPES.get(found[0], ""), text)


FORMATS = (
    Format(
        "ods", N_("OpenDocument"), N_("for LibreOffice: everything"), "ods", _MEDIA_TYPE, "file-spreadsheet", write,
        most=_ROWS_IN_CALC - 1,
    ),
)  # fmt: skip
