"""Workbooks as spreadsheet programs write them, and as nobody should."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8"?>'

# Cell formats by their index: 0 general, 1 date, 2 date and time, 3 time.
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/>'
    '<xf numFmtId="20"/></cellXfs></styleSheet>'
)

Cell = str | int | float | bool | None


def sheet(body: str, before: str = "") -> str:
    return f'{_XML}<worksheet xmlns="{_MAIN}">{before}<sheetData>{body}</sheetData></worksheet>'


def sheet_of(rows: Iterable[Sequence[Cell]]) -> str:
    return sheet("".join(f'<row r="{line}">{_cells(row, line)}</row>' for line, row in enumerate(rows, 1)))


def _cells(row: Sequence[Cell], line: int) -> str:
    return "".join(_cell(value, f"{letters(column)}{line}") for column, value in enumerate(row, 1))


def _cell(value: Cell, place: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, str):
        text = escape(value)
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def letters(column: int) -> str:
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def write(
    path: Path,
    *sheets: str,
    strings: Sequence[str] = (),
    hidden: Sequence[int] = (),
    more: Mapping[str, str | bytes] | None = None,
) -> Path:
    """Sheets are named "Sheet 1", "Sheet 2", ...; `more` adds or replaces members."""
    numbers = range(1, len(sheets) + 1)
    states = {number: ' state="hidden"' if number in hidden else "" for number in numbers}
    listed = "".join(f'<sheet name="Sheet {n}" sheetId="{n}" r:id="rId{n}"{states[n]}/>' for n in numbers)
    links = "".join(_link(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers)
    links += _link("rIdA", "sharedStrings", "sharedStrings.xml") + _link("rIdB", "styles", "styles.xml")
    root = _link("rId1", "officeDocument", "xl/workbook.xml")
    texts = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{root}</Relationships>',
        "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": (
            f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'
        ),
        "xl/styles.xml": _STYLES,
        "xl/sharedStrings.xml": f'{_XML}<sst xmlns="{_MAIN}">{texts}</sst>',
        **{f"xl/worksheets/sheet{number}.xml": text for number, text in enumerate(sheets, 1)},
        **(more or {}),
    }
    return archive(path, members)


def archive(path: Path, members: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members.items():
            opened.writestr(name, content)
    return path


def _link(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
