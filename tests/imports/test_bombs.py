"""Files made to exhaust whoever opens them."""

from __future__ import annotations

import random
import resource
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import Refused
from app.imports import reading
from app.imports.reading import workbook_guard
from app.imports.reading.confinement import run_confined
from tests.imports import workbooks
from tests.imports.workbooks import sheet, sheet_of

CELL = '<c r="A1"><v>1</v></c>'


def far_cell(path: Path) -> Path:
    return workbooks.write(path, sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))


def two_cells_far_apart(path: Path) -> Path:
    return workbooks.write(
        path, sheet(f'<row r="1">{CELL}</row><row r="250000"><c r="GR250000"><v>1</v></c></row>')
    )


def row_beyond_every_sheet(path: Path) -> Path:
    return workbooks.write(path, sheet('<row r="1"><c r="A99999999999"><v>1</v></c></row>'))


def number_without_end(path: Path) -> Path:
    return workbooks.write(path, sheet(f'<row r="{"9" * 6000}"><c r="{"X" * 6000}1"><v>1</v></c></row>'))


def tag_without_end(path: Path) -> Path:
    """Made for a search that tries again: 100,000 references in one tag."""
    references = "".join(f' r="XFD{number}"' for number in range(100_000))
    return workbooks.write(path, sheet(f'<row r="1048576"><c{references}<v>1</v></c></row>'))


def utf16_sheet(path: Path) -> Path:
    text = sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>').replace("UTF-8", "UTF-16")
    return workbooks.write(path, sheet(CELL), more={"xl/worksheets/sheet1.xml": text.encode("utf-16-le")})


def wide_sheet(path: Path) -> Path:
    return workbooks.write(path, sheet_of([[1] * 201]))


def too_many_rows(path: Path) -> Path:
    return workbooks.write(path, sheet('<row r="260000"><c r="A260000"><v>1</v></c></row>'))


def million_rows(path: Path) -> Path:
    return workbooks.write(path, sheet("<row><c><v>1</v></c></row>" * 500_000))


def many_members(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as opened:
        for number in range(2_500):
            opened.writestr(zipfile.ZipInfo(f"xl/{number}"), b"")
    return path


def large_when_unpacked(path: Path) -> Path:
    return workbooks.write(path, sheet(CELL), more={"xl/media/image1.png": b"\0" * 20_000_000})


def overlapping_members(path: Path) -> Path:
    """Two directory entries for the same packed bytes."""
    workbooks.archive(path, {"xl/workbook.xml": "<a/>" * 500, "xl/worksheets/sheet1.xml": "<a/>" * 500})
    data = bytearray(path.read_bytes())
    second = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, second + 42, 0)
    path.write_bytes(data)
    return path


def larger_than_declared(path: Path) -> Path:
    """The directory says 100 bytes."""
    workbooks.write(path, sheet(CELL + " " * 3_000_000))
    data = bytearray(path.read_bytes())
    entry = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    while b"sheet1.xml" not in data[entry : entry + 80]:
        entry = data.index(b"PK\x01\x02", entry + 1)
    struct.pack_into("<I", data, entry + 24, 100)
    path.write_bytes(data)
    return path


def entities(member: str, declaration: str) -> Callable[[Path], Path]:
    def made(path: Path) -> Path:
        text = f'<?xml version="1.0"?><!DOCTYPE x [{declaration}]><x>&a;</x>'
        return workbooks.write(path, sheet(CELL), more={member: text})

    return made


LAUGHS = '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
OUTSIDE = '<!ENTITY a SYSTEM "file:///etc/passwd">'
REMOTE = '<!ENTITY % a SYSTEM "http://127.0.0.1:9/x.dtd"> %a;'

BOMBS: list[tuple[Callable[[Path], Path], str]] = [
    (far_cell, "16384 columns"),
    (two_cells_far_apart, "reaches over 50000000 cells"),
    (row_beyond_every_sheet, "more than 250000 rows"),
    (number_without_end, "columns"),
    (utf16_sheet, "damaged"),
    (wide_sheet, "201 columns"),
    (too_many_rows, "more than 250000 rows"),
    (million_rows, "unpacks to more"),
    (many_members, "unpacks to more"),
    (large_when_unpacked, "unpacks to more"),
    (overlapping_members, "damaged"),
    (larger_than_declared, "unpacks to more"),
    *(
        (entities(member, declaration), "XML entities")
        for member in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels")
        for declaration in (LAUGHS, OUTSIDE, REMOTE)
    ),
]


@pytest.mark.parametrize(("make", "reason"), BOMBS)
def test_bombs_are_refused_before_they_are_opened(
    tmp_path: Path, make: Callable[[Path], Path], reason: str
) -> None:
    path = make(tmp_path / "bomb.xlsx")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    with pytest.raises(Refused, match=reason):
        workbook_guard.check(path)
    assert time.process_time() - started < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 200_000


def all_rows(path: Path) -> list[reading.Row]:
    return list(reading.rows(path))


def long_strings_in_many_cells(path: Path) -> Path:
    """2 MB of text, told 100,000 times."""
    chosen = random.Random(1)
    strings = ["".join(chosen.choices("abcdefgh", k=20_000)) for _ in range(100)]
    cells = "".join(f'<row><c t="s"><v>{chosen.randrange(100)}</v></c></row>' for _ in range(100_000))
    return workbooks.write(path, sheet(cells), strings=strings)


def test_a_search_made_to_try_again_costs_no_time(tmp_path: Path) -> None:
    path = tag_without_end(tmp_path / "bomb.xlsx")
    started = time.process_time()
    workbook_guard.check(path)
    assert time.process_time() - started < 1


def test_what_gets_past_the_guard_ends_its_own_process_only(tmp_path: Path) -> None:
    path = long_strings_in_many_cells(tmp_path / "bomb.xlsx")
    workbook_guard.check(path)
    with pytest.raises(Refused, match="more memory or time"):
        run_confined(all_rows, path)


def test_a_confined_process_answers(tmp_path: Path) -> None:
    path = workbooks.write(tmp_path / "x.xlsx", sheet_of([["Nazwa"], ["Żółw"]]))
    assert run_confined(all_rows, path) == [reading.Row(2, ["Żółw"])]


def test_a_refusal_comes_out_of_a_confined_process_word_for_word(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        run_confined(all_rows, wide_sheet(tmp_path / "x.xlsx"))
    assert refusal.value.message.params["columns"] == 201
