"""Old Excel workbooks (.xls) and OpenDocument spreadsheets (.ods) become the same rows as .xlsx.

The two .xls files were written by a spreadsheet library: an ordinary one, and one whose second cell is its last.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from litestar.testing import TestClient

from app.errors import Refused
from app.imports import reading
from app.imports.reading import FileKind, Row, ods_guard, sniff
from app.imports.reading.confinement import MEMORY_BYTES, run_confined
from tests.imports.journey import text_of, upload, uploaded
from tests.imports.workbooks import archive

FILES = Path(__file__).parent / "files"
NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
# As LibreOffice ends a sheet: the rest of it, empty.
REST = (
    '<table:table-row table:number-rows-repeated="1048573">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)
FULL = (
    '<table:table-row{rows}><table:table-cell office:value-type="string"{cells}>'
    "<text:p>x</text:p></table:table-cell>"
)


@pytest.fixture
def _confined() -> Iterator[None]:
    """As in a confined process, but lifted afterwards."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (16 * MEMORY_BYTES, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_AS, before)


def text(value: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'


def number(value: str) -> str:
    shown = f"<text:p>{value}</text:p></table:table-cell>"
    return f'<table:table-cell office:value-type="float" office:value="{value}">{shown}'


def row(*cells: str) -> str:
    rest = '<table:table-cell table:number-columns-repeated="16380"/>'
    return f"<table:table-row>{''.join(cells)}{rest}</table:table-row>"


def ods(path: Path, body: str, before: str = "", more: dict[str, str | bytes] | None = None) -> Path:
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content {NAMESPACES} office:version="1.2">'
        f'<office:body><office:spreadsheet><table:table table:name="Klienci">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:m"/>'
    return archive(
        path,
        {"mimetype": MIMETYPE, "META-INF/manifest.xml": manifest, "content.xml": content, **(more or {})},
    )


CLIENTS = row(text("Nazwa"), text("NIP"), text("Kod pocztowy")) + row(
    text("Łódź & Söhne"), number("5252248481"), number("70173")
)


@pytest.mark.usefixtures("_confined")
class TestOpenDocument:
    def test_a_spreadsheet_is_a_table(self, tmp_path: Path) -> None:
        path = ods(tmp_path / "file", CLIENTS + REST)
        assert sniff(path) is FileKind.ODS
        found = reading.read(path)
        assert found.headings == ("Nazwa", "NIP", "Kod pocztowy") and found.sheets == ("Klienci",)
        assert [*found.rows] == [Row(2, ["Łódź & Söhne", "5252248481", "70173"])]

    def test_what_stands_below_the_header_line_that_was_chosen(self, tmp_path: Path) -> None:
        path = ods(tmp_path / "file", row(text("Lista klientów")) + CLIENTS)
        assert [each.cells[0] for each in reading.read(path).rows] == ["Łódź & Söhne"]


@pytest.mark.usefixtures("_confined")
def test_an_old_workbook_is_a_table() -> None:
    path = FILES / "klienci.xls"
    assert sniff(path) is FileKind.XLS
    found = reading.read(path)
    assert found.headings == ("Nazwa", "NIP", "Kod pocztowy", "Miasto", "Kraj", "Od")
    assert [each.cells for each in found.rows] == [
        ["Źródło Smaku Sp. z o.o.", "5252248481", "90-562", "Łódź", "Polska", "2026-11-23"],
        ["Müller & Söhne GmbH", "DE136695976", "70173", "Stuttgart", "Niemcy", "2025-01-02"],
    ]


def repeated_cell(path: Path) -> Path:
    cell = FULL.format(rows="", cells=' table:number-columns-repeated="16384"')
    return ods(path, CLIENTS + cell + "</table:table-row>")


def repeated_row(path: Path) -> Path:
    line = FULL.format(rows=' table:number-rows-repeated="1048576"', cells="")
    return ods(path, CLIENTS + line + "</table:table-row>")


def far_cell(path: Path) -> Path:
    rest = REST.replace("1048573", "240000")
    return ods(path, row(*[text("x")] * 100) + rest + row(text("far")))


def entities(path: Path) -> Path:
    return ods(path, CLIENTS, before='<!DOCTYPE x [<!ENTITY a "aaaa">]>')


def no_number(path: Path) -> Path:
    return ods(path, CLIENTS + FULL.format(rows=' table:number-rows-repeated="99999999999"', cells=""))


@pytest.mark.parametrize("make", [repeated_cell, repeated_row, far_cell, entities, no_number])
def test_a_spreadsheet_that_asks_for_too_much_is_refused_unopened(tmp_path: Path, make: object) -> None:
    assert callable(make)
    path = make(tmp_path / "file")
    began = time.monotonic()
    with pytest.raises(Refused):
        ods_guard.check(path)
    assert time.monotonic() - began < 2


def test_what_is_repeated_in_another_sheet_does_not_add_up(tmp_path: Path) -> None:
    sheet = f"{CLIENTS}{REST}</table:table><table:table table:name='Zwei'>{CLIENTS}{REST}"
    ods_guard.check(ods(tmp_path / "file", sheet))


def test_an_old_workbook_that_asks_for_too_much_ends_its_own_process_only() -> None:
    with pytest.raises(Refused, match="more memory"):
        run_confined(reading.read, FILES / "far.xls")


def test_a_protected_spreadsheet_is_refused_with_a_way_out(tmp_path: Path) -> None:
    manifest = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    path = ods(tmp_path / "file", CLIENTS, more={"META-INF/manifest.xml": manifest})
    with pytest.raises(Refused, match="password"):
        sniff(path, "klienci.ods")


def test_other_open_documents_are_no_table(tmp_path: Path) -> None:
    path = ods(tmp_path / "file", CLIENTS, more={"mimetype": "application/vnd.oasis.opendocument.text"})
    with pytest.raises(Refused, match="no table"):
        sniff(path, "brief.odt")


class TestInTheBrowser:
    @pytest.mark.parametrize("name", ["klienci.xls", "klienci.csv"])
    def test_an_old_workbook_is_taken_whatever_its_name(self, anna: TestClient, name: str) -> None:
        address = uploaded(anna, (FILES / "klienci.xls").read_bytes(), name)
        page = text_of(anna.get(address))
        assert "sheet “Klienci”" in page and "Źródło Smaku" in page

    def test_a_spreadsheet_is_taken(self, anna: TestClient, tmp_path: Path) -> None:
        address = uploaded(anna, ods(tmp_path / "file", CLIENTS + REST).read_bytes(), "klienci.ods")
        assert "Łódź & Söhne" in text_of(anna.get(address))

    def test_one_that_asks_for_too_much_is_told_at_its_field(self, anna: TestClient) -> None:
        answer = upload(anna, (FILES / "far.xls").read_bytes(), "klienci.xls")
        assert answer.status_code == 422 and "more memory or time" in text_of(answer)
