"""A first look at a file."""

from __future__ import annotations

from pathlib import Path

from app.imports.inspection import inspect
from app.imports.reading import Format
from app.imports.reading.confinement import run_confined
from tests.imports import workbooks

ROWS = [
    ["Nazwa", "Numer NIP", "Tel. komórkowy", "Dodatkowy opis"],
    ["Żółw sp. z o.o.", "525-224-84-81", "", "stały klient od 2019"],
    ["Ada s.c.", "1234563218", "601 222 333", ""],
    ["Żółw sp. z o.o.", "", "601 222 334", ""],
]


def test_a_file_is_described_column_by_column(tmp_path: Path) -> None:
    file = tmp_path / "klienci.csv"
    file.write_text("\n".join(";".join(row) for row in [*ROWS, ["Bo", "x"]]), encoding="cp1250")
    seen = inspect(file, Format())
    assert (seen.rows, seen.broken, seen.source) == (4, 1, "fakturownia")
    assert (seen.format.encoding, seen.format.delimiter, seen.format.header_line) == ("cp1250", ";", 1)
    assert seen.mapping == {0: "name", 1: "vat_id", 2: "phone", 3: "notes"}
    assert [column.filled for column in seen.columns] == [3, 2, 2, 1]
    assert seen.columns[0].samples == ("Żółw sp. z o.o.", "Ada s.c.")


def test_a_workbook_is_looked_at_in_a_process_of_its_own(tmp_path: Path) -> None:
    file = workbooks.write(tmp_path / "klienci.xlsx", workbooks.sheet_of(ROWS))
    seen = run_confined(inspect, file, Format(), "klienci.xlsx")
    assert (seen.rows, seen.source, seen.sheets) == (3, "fakturownia", ("Sheet 1",))
