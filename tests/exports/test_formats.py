"""Each kind of file, read by programs that are not ours; and nothing in any of them is ever computed or fetched."""

from __future__ import annotations

import csv
import http.server
import io
import json
import re
import threading
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
import python_calamine
from xlsx2csv import Xlsx2csv

from app.errors import MasakuError
from app.exports.formats import FORMATS, pdf_file
from app.exports.formats.pdf_file import MOST, _printed
from app.exports.model import Row
from app.exports.table import COLUMNS, Table
from app.formulas import defused, kept
from app.paper import Sheet
from tests.exports.rows import PAYLOADS, people, row, written
from tests.house import BERGMANN

HOSTILE = [
    *(row(name=each, contact_name=each, industry=each, notes=f"{each}\n\n{each}") for each in PAYLOADS),
    row(discount=250, payment_term_days=0, contacts=people(("Tom Ober", "", "tom@bergmann.example", "", 0))),
]
WORKBOOKS = ("xlsx", "ods")
_MOMENTS = [COLUMNS.index(name) for name in ("added_at", "changed_at")]
NUMBERS = [COLUMNS.index(name) for name in ("payment_term_days", "discount")]


def expected(rows: Sequence[Row]) -> list[list[object]]:
    """What a reader of the file should find, points in time left out."""
    found = [Table("en").values(each) for each in rows]
    return [
        [
            kept(value) if isinstance(value, str) else value
            for place, value in enumerate(values)
            if place not in _MOMENTS
        ]
        for values in found
    ]


def without_moments(values: Sequence[object]) -> list[object]:
    return [value for place, value in enumerate(values) if place not in _MOMENTS]


def test_openpyxl_finds_texts_as_texts_and_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "clients.xlsx"
    path.write_bytes(written("xlsx", HOSTILE))
    sheet = openpyxl.load_workbook(path).active
    head, *rows = sheet.iter_rows()
    assert [cell.value for cell in head] == Table("en").headings
    assert {cell.data_type for line in rows for cell in line} == {"s", "n", "d"}
    # What Excel reads as an escaped "_x0041_" this library shows as it is written.
    found = [[str(cell.value or "").replace("_x005F_", "_") for cell in line] for line in rows]
    assert [without_moments(line) for line in found] == [
        [str(value or "") for value in line] for line in expected(HOSTILE)
    ]
    assert {str(line[place].value) for line in rows for place in _MOMENTS} == {"2026-11-23 10:30:00"}
    quoted = [cell for line in rows for cell in line if cell.value == "=1+1"]
    assert quoted and all(cell.quotePrefix for cell in quoted), "it stays a text when somebody edits it"


@pytest.mark.parametrize("key", WORKBOOKS)
def test_calamine_finds_every_cell(key: str) -> None:
    [sheet] = python_calamine.load_workbook(io.BytesIO(written(key, HOSTILE))).sheet_names
    found = (
        python_calamine.load_workbook(io.BytesIO(written(key, HOSTILE))).get_sheet_by_name(sheet).to_python()
    )
    assert found[0] == Table("en").headings
    assert [without_moments(line) for line in found[1:]] == expected(HOSTILE)


def test_xlsx2csv_finds_every_text(tmp_path: Path) -> None:
    path = tmp_path / "clients.xlsx"
    path.write_bytes(written("xlsx", HOSTILE))
    found = io.StringIO()
    Xlsx2csv(str(path), delimiter=";").convert(found)
    names = [
        line[0].replace("_x005F_", "_") for line in csv.reader(io.StringIO(found.getvalue()), delimiter=";")
    ]
    assert names == ["Name", *(kept(each.name) for each in HOSTILE)]


@pytest.mark.parametrize("key", WORKBOOKS)
def test_a_workbook_holds_no_formula_link_or_macro(key: str) -> None:
    with zipfile.ZipFile(io.BytesIO(written(key, HOSTILE))) as archive:
        assert archive.testzip() is None
        whole = "".join(archive.read(name).decode() for name in archive.namelist())
        assert not [
            name for name in archive.namelist() if "vba" in name.lower() or "external" in name.lower()
        ]
    assert not re.search(
        r"<f[ >]|:formula=|<hyperlink|xlink:href|<script|<!ENTITY|<!DOCTYPE", whole, re.IGNORECASE
    )


def test_every_live_cell_of_a_csv_file_is_marked() -> None:
    text = written("csv", HOSTILE).decode("utf-8-sig")
    cells = [cell for line in csv.reader(io.StringIO(text), delimiter=";") for cell in line]
    assert [cell for cell in cells if cell != defused(cell) and not cell.startswith("'")] == []
    assert {line.count('"') % 2 for line in text.split("\r\n")} <= {0, 1} and "\r\n" in text
    assert len(list(csv.reader(io.StringIO(text), delimiter=";"))) == len(HOSTILE) + 1


@pytest.mark.parametrize("key", FORMATS)
@pytest.mark.parametrize("rows", [[], [row()]], ids=["no row", "one row"])
def test_few_rows_make_a_whole_file(key: str, rows: list[Row]) -> None:
    content = written(key, rows)
    beginnings = {"xlsx": b"PK", "ods": b"PK", "pdf": b"%PDF-", "json": b"[", "csv": b"\xef\xbb\xbfName;"}
    assert content.startswith(beginnings.get(key, b"BEGIN:VCARD" if rows else b""))
    if key == "json":
        assert len(json.loads(content)) == len(rows)
    if key in WORKBOOKS:
        sheet = python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0)
        assert len(sheet.to_python()) == len(rows) + 1


def test_json_has_every_field_by_its_name_and_stored_value() -> None:
    given = row(discount=250, tags="VIP, Messe", contacts=people(("Tom", "Einkauf", "t@x.example", "", 0)))
    [found] = json.loads(written("json", [given], "pl"))
    assert (found["kind"], found["name"], found["discount"], found["tags"]) == (
        "company", BERGMANN.name, 2.5, ["VIP", "Messe"],
    )  # fmt: skip
    assert found["contacts"] == [
        {"name": "Tom", "position": "Einkauf", "email": "t@x.example", "phone": "", "main": False}
    ]
    assert set(Row._fields) == found.keys()


def properties(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


@pytest.mark.parametrize(("key", "version"), [("vcf", "3.0"), ("vcf4", "4.0")])
def test_no_value_adds_a_property_to_a_card(key: str, version: str) -> None:
    evil = "Ada\r\nTEL:+49 1\nEND:VCARD\rBEGIN:VCARD"
    found = properties(
        written(key, [row(name=evil, contact_name=evil, city=evil, notes=evil, email="a@x\r\nX:1")])
    )
    assert found[:2] == ["BEGIN:VCARD", f"VERSION:{version}"] and found[-2:] == ["END:VCARD", ""]
    names = [re.split("[:;]", line)[0] for line in found[2:-2]]
    assert sorted(names) == sorted(
        {"FN", "N", "ORG", "EMAIL", "TEL", "ADR", "URL", "X-VAT-ID", "NOTE", "UID", "REV"}
    )


@pytest.mark.parametrize("key", ["vcf", "vcf4"])
def test_lines_of_a_card_have_at_most_75_bytes_and_whole_characters(key: str) -> None:
    content = written(key, [row(notes="Zażółć gęślą jaźń 日本 " * 40, name="ß" * 200)])
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()


def text_of(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def test_a_report_says_what_it_is_of_and_numbers_its_pages() -> None:
    rows = [row(name=f"Firma {number}") for number in range(120)]
    pages = text_of(written("pdf", rows, "de", filters=[("Land", "Österreich")], columns=("name", "city")))
    assert len(pages) > 2
    assert "Kunden: Deutschland" in pages[0] and "Land: Österreich" in pages[0]
    assert "120 Kunden" in pages[0] and "Weihnachtskarten" in pages[0]
    for number, page in enumerate(pages, 1):
        assert f"Seite {number} / {len(pages)}" in page and "23.11.2026, 10:30" in page and "Name" in page
    assert "Firma 119" in pages[-1] and "Stuttgart" in pages[-1] and "Heilbronner" not in "".join(pages)


def test_markup_in_a_report_is_text() -> None:
    evil = '<img src=x><b>fett</b> {{7*7}} & "'
    [page] = text_of(written("pdf", [row(name=evil)], purpose="<i>Zweck</i>"))
    # A long word may be broken anywhere.
    assert evil.replace(" ", "") in page.replace(" ", "") and "<i>Zweck</i>" in page


def test_a_report_of_too_many_clients_says_on_paper_that_it_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_file, "MOST", 3)
    pages = text_of(written("pdf", [row(name=f"Firma {number}") for number in range(3)], total=2_500))
    assert "the first 3 of 2,500 clients" in pages[0] and MOST == 2_000


class Counting(http.server.BaseHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012 (one server, one list)

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def outside() -> Iterator[str]:
    """The address of a server that nobody may ask."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Counting) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def _printed_page(html: str) -> bytes:
    return _printed(Sheet(html, b""))


def test_whatever_stands_in_the_paper_nothing_is_fetched_and_no_file_is_read(
    outside: str, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Geheimnis")
    pdf = _printed_page(
        f'''<base href="{outside}/"><link rel="stylesheet" href="{outside}/a.css">
        <link rel="attachment" href="file://{secret}">
        <style>@import url({outside}/b.css); body {{ background: url({outside}/d.png) }}</style>
        <img src="{outside}/e.png"><img src="file://{secret}"><object data="file://{secret}"></object>
        <svg><image href="{outside}/f.png"/><use href="{outside}/g.svg#x"/></svg><p>Text</p>'''
    )
    with pytest.raises(
        MasakuError
    ):  # a font would have to be written to the disk, which is not allowed either
        _printed_page(f"<style>@font-face {{ font-family: x; src: url({outside}/c.woff) }}</style>")
    assert Counting.asked == []
    assert text_of(pdf) == ["Text"]
    assert b"Geheimnis" not in pdf and b"EmbeddedFile" not in pdf and str(tmp_path).encode() not in pdf


def test_a_report_names_nobody_in_what_is_not_seen() -> None:
    with pypdfium2.PdfDocument(written("pdf", [row()])) as document:
        told = document.get_metadata_dict(skip_empty=True)
    assert (
        told.keys() <= {"Title", "Producer", "CreationDate", "ModDate"}
        and told["Title"] == "Clients of Deutschland"
    )
