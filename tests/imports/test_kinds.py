"""What a file is, by its content."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from app.errors import Refused, TooLarge
from app.imports.reading import FileKind, sniff
from app.imports.reading.model import MAX_FILE_BYTES
from tests.imports import workbooks

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def file(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "upload"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("name", ["klienci.csv", "klienci.xlsx", "klienci.pdf", "", "../../x"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1250"])
def test_a_text_is_a_table_whatever_its_name(tmp_path: Path, name: str, encoding: str) -> None:
    assert sniff(file(tmp_path, "Nazwa;Miasto\nŻółw;Łódź\n".encode(encoding)), name) is FileKind.CSV


@pytest.mark.parametrize("text", ["[Name];[Ort]\n{Ada};Ulm\n", "{Name},Ort\n"])
def test_a_heading_in_brackets_is_no_json(tmp_path: Path, text: str) -> None:
    assert sniff(file(tmp_path, text.encode())) is FileKind.CSV


def test_a_workbook_is_a_workbook_whatever_its_name(tmp_path: Path) -> None:
    path = workbooks.write(tmp_path / "x", workbooks.sheet_of([["Nazwa"], ["Ada"]]))
    assert sniff(path, "klienci.csv") is FileKind.XLSX


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b" \r\n \n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"%PDF-1.7\n%\xe2\xe3", "is a PDF"),
        (OLE + b"\0" * 600 + "Workbook_VBA_PROJECT".encode("utf-16-le"), "macros"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        (OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le"), "no table"),
        (b"<!DOCTYPE html><table><tr><td>Nazwa</td></tr></table>", "web page"),
        (b"\xef\xbb\xbf\n <HTML><body>", "web page"),
        ("<html>".encode("utf-16"), "web page"),
        (b'<?xml version="1.0"?><Workbook/>', "no table"),
        (gzip.compress(b"Nazwa;Email", mtime=0), "archive"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "no table"),
        (b"\x7fELF" + bytes(range(32)) * 9, "no table"),
        (b"{\\rtf1 Nazwa}", "no table"),
        (b'[\n{"id":7,"name":"Bergmann GmbH"},\n{"id":8}\n]\n', "is JSON"),
        (b'\xef\xbb\xbf{ "clients": [] }', "is JSON"),
        (b"[]\n", "is JSON"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_way_out(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        sniff(file(tmp_path, content), "klienci.xlsx")


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"xl/vbaProject.bin": b"\xd0\xcf"}, "macros"),
        ({"xl/workbook.bin": b"\x83"}, "binary workbook"),
    ],
)
def test_workbooks_of_other_kinds_are_refused(tmp_path: Path, members: dict[str, bytes], reason: str) -> None:
    path = workbooks.write(tmp_path / "x.xlsx", workbooks.sheet_of([["Nazwa"]]), more=members)
    with pytest.raises(Refused, match=reason):
        sniff(path)


@pytest.mark.parametrize(
    ("member", "reason"),
    [
        ("mimetype", "no table"),
        ("word/document.xml", "no table"),
        ("klienci.csv", "archive"),
        ("klienci.xlsx", "archive"),
    ],
)
def test_other_archives_are_refused(tmp_path: Path, member: str, reason: str) -> None:
    path = workbooks.archive(tmp_path / "x.xlsx", {member: b"Nazwa;Email"})
    with pytest.raises(Refused, match=reason):
        sniff(path)


def test_the_refusal_names_the_file_as_it_was_uploaded(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"“oferta\.pdf” is a PDF"):
        sniff(file(tmp_path, b"%PDF-1.4"), "oferta.pdf")


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = file(tmp_path, b"")
    with path.open("wb") as opened:
        opened.truncate(MAX_FILE_BYTES + 1)
    with pytest.raises(TooLarge, match="25 MB"):
        sniff(path)
