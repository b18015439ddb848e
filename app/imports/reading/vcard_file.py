"""Address books in vCard files: each card a row, with our own names for the columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.i18n import N_, Message
from app.imports.reading import encodings
from app.imports.reading.model import MAX_ROWS, FileKind, Format, Row, Table, too_many_rows
from app.imports.reading.vcard_lines import Property, properties

HEADINGS = (
    "name", "contact_name", "first_name", "last_name", "email", "phone", "street", "postal_code", "city", "country",
    "website", "vat_id", "notes", "tags", "external_id", "position", "organization_id",
)  # fmt: skip
# Properties of one text each; several of one kind stand in one cell, one per line.
_TEXTS = {
    "FN": "contact_name",
    "EMAIL": "email",
    "TEL": "phone",
    "URL": "website",
    "NOTE": "notes",
    "TITLE": "position",
    "UID": "external_id",
    "X-ORGANIZATION-UID": "organization_id",  # our own: whose contact person somebody is
    "X-VAT-ID": "vat_id",
    "X-NIP": "vat_id",
}
# How 4.0 and the address books of Apple say that a card is no person's.
_FIRM = frozenset({("KIND", "org"), ("X-ABSHOWAS", "company")})
_SCHEME = re.compile("^(?:tel|mailto|urn:uuid):")
_UNFINISHED = Message(N_("This card has no end."))


def read(path: Path, wanted: Format) -> Table:
    encoding = wanted.encoding or encodings.find_encoding(path.read_bytes())
    return Table(Format(FileKind.VCARD, encoding, header_line=0), HEADINGS, _rows(path, encoding))


def _rows(path: Path, encoding: str) -> Iterator[Row]:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        for count, row in enumerate(_cards(properties(file)), 1):
            if count > MAX_ROWS:
                raise too_many_rows()
            yield row


def _cards(found: Iterable[Property]) -> Iterator[Row]:
    """A card without an end costs itself only; a card inside another (2.1: AGENT) is left out."""
    card: list[Property] = []
    inside = 0
    for item in found:
        mark = (item.name, item.text.upper())
        if mark == ("BEGIN", "VCARD"):
            if inside or (card and card[-1].name == "AGENT"):
                inside += 1
                continue
            if card:
                yield _row(card, _UNFINISHED)
            card = [item]
        elif mark == ("END", "VCARD"):
            if inside:
                inside -= 1
            elif card:
                yield _row(card, None)
                card = []
        elif card and not inside:
            card.append(item)
    if card:
        yield _row(card, _UNFINISHED)


def _row(card: list[Property], problem: Message | None) -> Row:
    cells: dict[str, list[str]] = {}
    for item in card:
        for field, text in _texts(item):
            cells.setdefault(field, []).append(text)
    if any((item.name, item.text.lower()) in _FIRM for item in card):
        called = cells.pop("contact_name", [])
        cells.setdefault("name", called)
    for field, text in _address(card).items():
        cells[field] = [text]
    lines = ["\n".join(dict.fromkeys(filter(None, cells.get(heading, ())))) for heading in HEADINGS]
    return Row(card[0].line, lines, problem)


def _texts(item: Property) -> Iterator[tuple[str, str]]:
    if item.name in _TEXTS:
        yield _TEXTS[item.name], _SCHEME.sub("", item.text, 1)
    elif item.name == "ORG":
        yield "name", item.parts(";")[0]
    elif item.name == "N":
        yield from zip(("last_name", "first_name"), item.parts(";"), strict=False)
    elif item.name == "CATEGORIES":
        yield "tags", ";".join(item.parts(","))


def _address(card: list[Property]) -> dict[str, str]:
    """The address at work, else the first one."""
    addresses = sorted(
        (item for item in card if item.name == "ADR"), key=lambda item: "WORK" not in item.parameters
    )
    if not addresses:
        return {}
    box, more, street, city, _, code, country, *_ = [*addresses[0].parts(";"), *[""] * 7]
    street = ", ".join(filter(None, (street, more))) or box
    return {"street": street, "city": city, "postal_code": code, "country": country}
