"""What a file is comes from its bytes."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from PIL import Image

from app.documents.content import find_type, refusal
from app.documents.kinds import kind_of

HTML = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
MAIL = b"From: a@b.de\r\nTo: c@d.de\r\nSubject: x\r\nDate: Mon, 1 Jan 2026 10:00:00 +0000\r\n\r\nHallo"
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


def picture(kind: str, **options: object) -> bytes:
    output = io.BytesIO()
    Image.new("RGB", (8, 6), "red").save(output, kind, **options)
    return output.getvalue()


def archive(compression: int = zipfile.ZIP_STORED, /, **members: bytes) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", compression) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return output.getvalue()


def damaged(data: bytes) -> bytes:
    """The contents of the first member overwritten."""
    return data.replace(b"mimetype" + data[38:48], b"mimetype" + b"\xff" * 10, 1)


WORD = archive(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"})
EXCEL = archive(**{"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})
SLIDES = archive(**{"ppt/presentation.xml": b"<p/>"})
ODS_NAME = b"application/vnd.oasis.opendocument.spreadsheet"
ODS = archive(mimetype=ODS_NAME)
DEFLATED_ODS = archive(zipfile.ZIP_DEFLATED, mimetype=ODS_NAME)


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"%PDF-1.7\n...", "application/pdf"),
        (picture("PNG"), "image/png"),
        (picture("JPEG"), "image/jpeg"),
        (picture("GIF"), "image/gif"),
        (picture("WEBP"), "image/webp"),
        (picture("TIFF"), "image/tiff"),
        (picture("BMP"), "image/bmp"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "image/heic"),
        (WORD, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (EXCEL, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (SLIDES, "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        (ODS, "application/vnd.oasis.opendocument.spreadsheet"),
        (DEFLATED_ODS, "application/vnd.oasis.opendocument.spreadsheet"),
        (archive(readme=b"x"), "application/zip"),
        (OLE + "WordDocument".encode("utf-16-le"), "application/msword"),
        (OLE + "Workbook".encode("utf-16-le"), "application/vnd.ms-excel"),
        (OLE + "PowerPoint Document".encode("utf-16-le"), "application/vnd.ms-powerpoint"),
        (OLE + "__nameid_version1.0".encode("utf-16-le"), "application/vnd.ms-outlook"),
        (b"{\\rtf1\\ansi Hallo}", "application/rtf"),
        (MAIL, "message/rfc822"),
        (HTML, "text/html"),
        (b"\xef\xbb\xbf\n  " + HTML, "text/html"),
        (SVG, "image/svg+xml"),
        (b"<?xml version='1.0'?><Invoice/>", "application/xml"),
        (b"BEGIN:VCARD\r\nFN:Anna\r\nEND:VCARD", "text/vcard"),
        ("Grüße aus Łódź".encode(), "text/plain"),
        ("Grüße aus Köln, bis bald".encode("cp1252"), "text/plain"),
        ("Grüße".encode("utf-16"), "text/plain"),
        (bytes(range(256)), "application/octet-stream"),
        (b"", "text/plain"),
    ],
)
def test_type_is_found_by_content(data: bytes, media_type: str) -> None:
    assert find_type(data).media_type == media_type


def test_name_only_chooses_among_texts() -> None:
    assert find_type(b"a;b\n1;2", "liste.CSV").media_type == "text/csv"
    assert find_type(b"# Titel", "notiz.md").media_type == "text/markdown"
    assert find_type(HTML, "harmlos.csv").media_type == "text/html"
    assert find_type(picture("PNG"), "liste.csv").media_type == "image/png"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_clean_picture_may_be_shown_and_one_with_an_appendix_may_not(kind: str) -> None:
    assert find_type(picture(kind)).inline_safe
    assert not find_type(picture(kind) + b"<script>alert(1)</script>").inline_safe
    assert not find_type(picture(kind) + b"\0").inline_safe
    assert not find_type(picture(kind)[:-3]).inline_safe


def test_progressive_and_animated_pictures_are_pictures() -> None:
    noise = Image.effect_noise((64, 64), 80)
    progressive, animated = io.BytesIO(), io.BytesIO()
    noise.save(progressive, "JPEG", progressive=True)
    noise.save(animated, "GIF", save_all=True, append_images=[Image.effect_noise((64, 64), 80)])
    assert find_type(progressive.getvalue()).inline_safe
    assert find_type(animated.getvalue()).inline_safe


def test_files_that_are_two_things_are_only_downloaded() -> None:
    script = b"GIF89a/*\x01\x00\x00\x00\x00*/=1;alert(1);//\x3b"
    in_comment = picture("GIF", comment=b"<script>alert(1)</script>")
    pdf_in_png = picture("PNG") + b"%PDF-1.4"
    for data in (script, in_comment, pdf_in_png, b"%PDF-1.4\n" + HTML, HTML + b"%PDF-1.4", b"GIF89a" + HTML):
        assert not find_type(data).inline_safe
    assert find_type(HTML + b"%PDF-1.4").media_type == "text/html"


@pytest.mark.parametrize(
    "data",
    [HTML, SVG, MAIL, b"alert(1)", b"%PDF-1.7", WORD, b"hello <b>world", b"BEGIN:VCARD\n", b"<?xml?><a/>"],
)
def test_nothing_a_browser_could_run_is_served_under_a_type_it_runs(data: bytes) -> None:
    kind = find_type(data)
    assert kind.served_as not in {
        "text/html",
        "image/svg+xml",
        "application/xml",
        "text/javascript",
        "message/rfc822",
    }
    assert not kind.inline_safe or kind.served_as == "text/plain"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"MZ\x90\0", "rechnung.pdf"),
        (b"\x7fELF", "tool"),
        (b"#!/bin/sh\nrm -rf /", "lies mich.txt"),
        (OLE + bytes.fromhex("84100c0000000000c000000000000046"), "setup.doc"),
        (archive(**{"META-INF/MANIFEST.MF": b""}), "x.zip"),
        (b"alert(1)", "rechnung.pdf.JS"),
        (b"@echo off", "start.bat"),
        (b"[InternetShortcut]", "bank.url"),
    ],
)
def test_programs_are_refused(data: bytes, name: str) -> None:
    assert "program" in str(refusal(find_type(data, name), name))


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (HTML, "vertrag.pdf"),
        (HTML, "vertrag.PDF"),
        (b"just text", "foto.jpg"),
        (picture("PNG"), "tabelle.xlsx"),
        (WORD, "tabelle.xlsx"),
        (b"%PDF-1.4", "brief.docx"),
        (SVG, "logo.png"),
        (bytes(range(256)), "vertrag.pdf"),
    ],
)
def test_a_file_that_is_not_what_its_name_promises_is_refused(data: bytes, name: str) -> None:
    assert "its content is" in str(refusal(find_type(data, name), name))


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (picture("JPEG"), "foto.png"),
        (picture("PNG"), "foto.png"),
        (WORD, "alt.doc"),
        (HTML, "seite.html"),
        (b"x", "ohne-endung"),
        (b"x", "2026-11.meeting"),
        (bytes(range(256)), "plan.dwg"),
    ],
)
def test_other_files_are_taken(data: bytes, name: str) -> None:
    assert refusal(find_type(data, name), name) is None


def test_a_huge_zip_directory_is_not_read() -> None:
    end = b"PK\x05\x06" + bytes(8) + (2**31).to_bytes(4, "little") + bytes(6)
    assert find_type(WORD[:-22] + end).media_type == "application/zip"


@pytest.mark.parametrize(
    "compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_an_archive_whose_members_cannot_be_unpacked_is_an_archive(compression: int) -> None:
    data = damaged(archive(compression, mimetype=ODS_NAME, readme=b"x"))
    assert find_type(data).media_type == "application/zip"
    assert "its content is" in str(refusal(find_type(data), "tabelle.ods"))


def test_a_member_that_ends_too_early_is_no_error() -> None:
    data = bytearray(archive(mimetype=b"x"))
    sizes = data.index(b"PK\x01\x02") + 20
    data[sizes : sizes + 8] = struct.pack("<II", 10_000, 128)
    assert find_type(bytes(data)).media_type == "application/zip"


def test_broken_containers_are_no_errors() -> None:
    for data in (
        b"PK\x03\x04",
        WORD[:100],
        b"PK\x05\x06",
        OLE,
        b"RIFF\0\0\0\0WEBP",
        b"GIF89a",
        b"\xff\xd8\xff",
        b"BM\0",
    ):
        assert not find_type(data).inline_safe


def test_the_kind_comes_back_from_its_stored_media_type() -> None:
    for data in (b"%PDF-1.4", WORD, MAIL, picture("PNG"), b"hello", archive(a=b"")):
        assert kind_of(find_type(data).media_type).label == find_type(data).label
    assert kind_of("something/else").label == "File"
