"""Address books in vCard 2.1, 3.0 and 4.0."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from app.imports import reading
from app.imports.conversion import convert
from app.imports.reading import FileKind, sniff
from app.imports.reading.vcard_lines import Property
from app.imports.recognition import recognise

V3 = """BEGIN:VCARD
VERSION:3.0
N:Kos;Jan;;dr;
FN:dr Jan Kos
ORG:Żółw sp. z o.o.;Sprzedaż
EMAIL;TYPE=INTERNET,WORK:jan@zolw.example
item1.EMAIL:biuro@zolw.example
TEL;TYPE=WORK,VOICE:+48 22 833 11 22
ADR;TYPE=HOME:;;Domowa 1;Kraków;;30-001;Polska
ADR;TYPE=WORK:;lok. 2;ul. Długa 5\\, oficyna;Warszawa;;00-111;Polska
URL:https://zolw.example
NOTE:Pierwsza linia\\nDruga\\; linia
CATEGORIES:vip,e-commerce
UID:urn:uuid:4fbe8971
END:VCARD
"""
V4 = """BEGIN:VCARD
VERSION:4.0
KIND:org
FN:Huber GmbH
TEL;VALUE=uri;TYPE="voice,work":tel:+43-1-5
 12-3456
EMAIL:office@huber.example
END:VCARD
"""
V21 = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6rg
ORG;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller =
& S=F6hne
TEL;WORK:0711 2041140
AGENT:
BEGIN:VCARD
VERSION:2.1
N:Inner;Agent
EMAIL:agent@inner.example
END:VCARD
END:VCARD
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kontakty.vcf"


def rows(file: Path, text: str, encoding: str = "utf-8") -> list[reading.Row]:
    file.write_bytes(text.replace("\n", "\r\n").encode(encoding))
    return list(reading.rows(file))


def client(row: reading.Row) -> dict[str, str]:
    headings = reading.vcard_file.HEADINGS
    return convert(row.cells, recognise(headings, []).mapping, {})


def test_an_address_book_is_known_by_its_beginning(file: Path) -> None:
    rows(file, V3)
    assert sniff(file, "klienci.csv") is FileKind.VCARD


def test_a_card_of_version_3(file: Path) -> None:
    assert client(rows(file, V3)[0]) == {
        "name": "Żółw sp. z o.o.",
        "contact_name": "dr Jan Kos",
        "email": "jan@zolw.example",
        "phone": "+48 22 833 11 22",
        "street": "ul. Długa 5, oficyna, lok. 2",
        "postal_code": "00-111",
        "city": "Warszawa",
        "country": "PL",
        "website": "https://zolw.example",
        "notes": "Pierwsza linia\nDruga; linia\nE-mail: biuro@zolw.example",
        "tags": "vip, e-commerce",
        "external_id": "4fbe8971",
    }


def test_a_card_of_version_4_with_a_folded_line(file: Path) -> None:
    assert client(rows(file, V4)[0]) == {
        "name": "Huber GmbH",
        "email": "office@huber.example",
        "phone": "+43-1-512-3456",
    }


def test_a_card_of_version_21_in_quoted_printable_with_another_inside(file: Path) -> None:
    found = rows(file, V21)
    assert len(found) == 1
    values = client(found[0])
    assert values == {"name": "Müller & Söhne", "contact_name": "Jörg Müller", "phone": "0711 2041140"}


def test_a_person_alone_is_a_private_client(file: Path) -> None:
    text = "BEGIN:VCARD\nVERSION:4.0\nFN:Jan Kos\nN:Kos;Jan;;;\nEND:VCARD\n"
    assert client(rows(file, text)[0]) == {"name": "Jan Kos", "kind": "person"}


def test_a_card_without_an_end_costs_itself_only(file: Path) -> None:
    found = rows(file, "BEGIN:VCARD\nFN:Broken\n" + V4 + "BEGIN:VCARD\nFN:Last\n")
    assert [(row.line, row.problem is None) for row in found] == [(1, False), (3, True), (11, False)]


def test_a_picture_of_megabytes_is_passed_over(file: Path) -> None:
    picture = "PHOTO;ENCODING=b;TYPE=JPEG:" + "".join(f"\n {'A' * 70}" for _ in range(40_000))
    found = rows(file, V4.replace("EMAIL", picture + "\nEMAIL"))
    assert client(found[0])["email"] == "office@huber.example"


def test_cards_within_cards_without_end_do_no_harm(file: Path) -> None:
    assert len(rows(file, "BEGIN:VCARD\nAGENT:\n" * 10_000)) == 1


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("Kos;Jan", ["Kos", "Jan", ""]),
        ("Kos;", ["Kos", ""]),
        ("", [""]),
        ("a\\;b\\\\;c\\,d", ["a;b\\", "c,d", ""]),
        ("Kos;C:\\", ["Kos", "C:\\", ""]),
        ("one\\ntwo\n;\\\n", ["one\ntwo", "", ""]),
    ],
)
def test_a_value_is_parted_where_no_backslash_stands_before_the_mark(value: str, parts: list[str]) -> None:
    assert Property(1, "N", "", value).parts(";") == parts


def test_a_backslash_at_the_end_of_a_long_value_costs_no_time(file: Path) -> None:
    began = time.process_time()
    found = rows(file, V4.replace("Huber GmbH", "Huber GmbH\nORG:" + "a" * 60_000 + "\\"))
    assert client(found[0])["name"].endswith("aa\\")
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1250"])
def test_cards_in_other_encodings(file: Path, encoding: str) -> None:
    assert client(rows(file, V3, encoding)[0])["name"] == "Żółw sp. z o.o."
