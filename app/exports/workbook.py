"""The XML of a workbook with one sheet (ECMA-376): only what every spreadsheet program understands.

Texts stand in their cells, so that no table of all texts has to be kept; there is no formula and no link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import count
from string import ascii_uppercase

from app.formulas import MARKS, begins_live, kept

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Formats of cells by their place in the styles below. A quoted text stays one when somebody edits its cell.
_QUOTED, _MOMENT, _HEAD, _DAY, _AMOUNT = 1, 2, 3, 4, 5
_XFS = (
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
)
_FONT = '<sz val="11"/><name val="Calibri"/>'
_STYLES = (
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    f'<fonts count="2"><font>{_FONT}</font><font><b/>{_FONT}</font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    f'<cellXfs count="6">{_XFS}</cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
)
SHEET = "xl/worksheets/sheet1.xml"
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/{SHEET}" ContentType="{_TYPE}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">{_STYLES}</styleSheet>',
}
# A stray control character would make the whole file unreadable; "_x000D_" would be read as the character it names.
_SPECIAL = re.compile("[&<>]|[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|_(?=x[0-9a-fA-F]{4}_)")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "_": "_x005F_"}


class Moment(float):
    """A point in time as spreadsheets count it: days since the end of 1899."""


class Day(int):
    """A day as spreadsheets count it."""


Cell = str | int | float | Decimal
_CENTS = -2


def _style(value: Cell) -> str:
    if isinstance(value, Decimal):
        return f' s="{_AMOUNT}"' if value.as_tuple().exponent == _CENTS else ""
    style = {Moment: _MOMENT, Day: _DAY}.get(value.__class__)
    return f' s="{style}"' if style else ""


def parts(title: str) -> dict[str, str]:
    """Every member of the archive but the sheet, by its name."""
    workbook = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{_escaped(title)}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    return {name: _XML + text for name, text in {**_PARTS, "xl/workbook.xml": workbook}.items()}


def head(headings: Sequence[str], widths: Iterable[int]) -> str:
    """The sheet up to its first row of data: the headings stay in view."""
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
        for place, width in enumerate(widths, 1)
    )
    cells = "".join(
        f'<c r="{letters}1" s="{_HEAD}" t="inlineStr"><is><t>{_escaped(heading)}</t></is></c>'
        for letters, heading in zip(map(column_letters, count()), headings, strict=False)
    )
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<cols>{columns}</cols><sheetData><row r="1">{cells}</row>'
    )


END = "</sheetData></worksheet>"


def row(letters: Sequence[str], line: int, values: Sequence[Cell]) -> str:
    """Empty cells are left out."""
    cells = [
        _text(f"{place}{line}", value)
        if isinstance(value, str)
        else f'<c r="{place}{line}"{_style(value)}><v>{value}</v></c>'
        for place, value in zip(letters, values, strict=True)
        if value != ""
    ]
    return f'<row r="{line}">{"".join(cells)}</row>'


def column_letters(place: int) -> str:
    """0 -> "A", 26 -> "AA"; more than 702 columns are never written."""
    before, last = divmod(place, 26)
    return (ascii_uppercase[before - 1] if before else "") + ascii_uppercase[last]


def _text(place: str, text: str) -> str:
    style = ""
    if text[0] in MARKS:
        style = f' s="{_QUOTED}"' if begins_live(text) else ""
        text = kept(text)
    if not text.isprintable() or "&" in text or "<" in text or ">" in text or "_x" in text:
        text = _escaped(text)
    space = (
        ' xml:space="preserve"' if "  " in text or "\n" in text or text[0] == " " or text[-1] == " " else ""
    )
    return f'<c r="{place}"{style} t="inlineStr"><is><t{space}>{text}</t></is></c>'


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: _ESCAPES.get(found[0], ""), text).replace('"', "&quot;")
