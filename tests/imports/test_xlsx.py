"""Workbooks, read into the same rows as CSV."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import NotFound, Refused
from app.imports import reading
from app.imports.reading import FileKind, Format
from app.imports.reading.confinement import MEMORY_BYTES
from tests.imports import workbooks
from tests.imports.workbooks import Cell, sheet, sheet_of

HEADER = ["Nazwa", "NIP", "Telefon"]


@pytest.fixture(autouse=True)
def _confined() -> Iterator[None]:
    """As in a confined process, but lifted afterwards."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (16 * MEMORY_BYTES, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_AS, before)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "klienci.xlsx"


def read(file: Path, *rows: list[Cell], wanted: Format | None = None) -> reading.Table:
    return reading.read(workbooks.write(file, sheet_of(rows)), wanted or Format())


def test_outside_a_confined_process_no_workbook_is_opened(file: Path) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    with pytest.raises(RuntimeError, match="confined"):
        read(file, HEADER)


def test_a_sheet_is_a_table(file: Path) -> None:
    found = read(file, HEADER, ["Żółw", "525-224-84-81", None], [None, None, None], ["Ada", None, "601"])
    assert found.format == Format(FileKind.XLSX, header_line=1, sheet="Sheet 1")
    assert found.headings == tuple(HEADER)
    assert [(row.line, row.cells) for row in found.rows] == [
        (2, ["Żółw", "525-224-84-81", ""]),
        (4, ["Ada", "", "601"]),
    ]


def test_titles_and_empty_rows_above_the_header_are_passed_over(file: Path) -> None:
    found = read(file, [None], ["Lista klientów"], [None], [None, *HEADER], [None, "Ada", "1", "2"])
    assert found.headings == ("", *HEADER) and found.format.header_line == 4
    assert [row.cells for row in found.rows] == [["", "Ada", "1", "2"]]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5252248481.0, "5252248481"),
        (5252248481, "5252248481"),
        ("0012345678", "0012345678"),
        (491234567890.0, "491234567890"),
        (4.91e25, "4.91e+25"),
        (0.1 + 0.2, "0.3"),
        (-3.5, "-3.5"),
        (True, "true"),
        ("=1+1", "=1+1"),
        ("a\nb", "a\nb"),
    ],
)
def test_values_are_the_texts_they_stand_for(file: Path, value: Cell, text: str) -> None:
    assert next(read(file, HEADER, [value, "x", "y"]).rows).cells[0] == text


@pytest.mark.parametrize(
    ("style", "number", "text"),
    [(1, "46349", "2026-11-23"), (2, "46349.5", "2026-11-23T12:00:00"), (3, "0.25", "06:00:00")],
)
def test_dates_are_written_as_iso_has_them(file: Path, style: int, number: str, text: str) -> None:
    body = f'<row r="1"><c r="A1" s="{style}"><v>{number}</v></c></row>'
    found = reading.read(workbooks.write(file, sheet(body)), Format(header_line=0))
    assert next(found.rows).cells == [text]


def test_a_formula_counts_as_what_excel_stored_for_it(file: Path) -> None:
    body = '<row r="1"><c r="A1" t="str"><f>WEBSERVICE("http://127.0.0.1:9/")</f><v>stored</v></c></row>'
    found = reading.read(workbooks.write(file, sheet(body)), Format(header_line=0))
    assert next(found.rows).cells == ["stored"]


def test_the_first_visible_sheet_with_something_in_it_is_read(file: Path) -> None:
    sheets = [
        sheet_of([["hidden"]]),
        sheet_of([]),
        sheet_of([HEADER, ["Ada", "1", "2"]]),
        sheet_of([["Notes"]]),
    ]
    found = reading.read(workbooks.write(file, *sheets, hidden=[1]))
    assert found.format.sheet == "Sheet 3" and found.sheets == ("Sheet 2", "Sheet 3", "Sheet 4")
    assert reading.read(file, Format(sheet="Sheet 4")).headings == ("Notes",)
    with pytest.raises(NotFound):
        reading.read(file, Format(sheet="Sheet 1"))


def test_an_empty_workbook_says_so(file: Path) -> None:
    with pytest.raises(Refused, match="empty"):
        reading.read(workbooks.write(file, sheet_of([])))


def test_shared_strings_are_looked_up(file: Path) -> None:
    body = '<row r="1"><c r="A1" t="s"><v>1</v></c></row>'
    found = reading.read(workbooks.write(file, sheet(body), strings=["Ada", "Żółw"]))
    assert found.headings == ("Żółw",)


def test_other_ways_to_write_the_same_sheet(file: Path) -> None:
    prefixed = sheet("<row><c><v>1</v></c><c><v>2</v></c></row>").replace("<", "<x:").replace("<x:/", "</x:")
    prefixed = prefixed.replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")
    found = reading.read(workbooks.write(file, prefixed), Format(header_line=0))
    assert next(found.rows).cells == ["1", "2"]


def test_formatted_but_empty_cells_down_to_the_last_row_do_not_count(file: Path) -> None:
    body = '<row r="1"><c r="A1"><v>7</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    workbooks.write(file, sheet(body, '<dimension ref="A1:XFD1048576"/>'))
    found = reading.read(file, Format(header_line=0))
    assert [row.cells for row in found.rows] == [["7"]]


@pytest.mark.parametrize("member", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"])
def test_a_damaged_workbook_says_so(file: Path, member: str) -> None:
    with pytest.raises(Refused, match="damaged"):
        reading.read(workbooks.write(file, sheet_of([HEADER]), more={member: "<broken"}))
