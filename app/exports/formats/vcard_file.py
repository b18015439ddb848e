"""vCards 3.0 (RFC 2426, read by every address book) and 4.0 (RFC 6350): one for each client, one for each further
contact person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import IO

from app.clients.model import ContactPerson
from app.countries import name as country_name
from app.exports.formats.model import Context, Format
from app.exports.model import Row
from app.formulas import kept
from app.groups.carried import SEPARATOR
from app.i18n import N_

_FOLD_BYTES = 75
_ESCAPED = re.compile(r"[\\,;]|\r\n|\r|\n")
_NEWLINES = frozenset({"\r\n", "\r", "\n"})


def write(file: IO[bytes], rows: Iterator[Row], context: Context, version: str) -> None:
    for row in rows:
        file.write(_card(_of_client(row, context.locale, version), version))
        for person in row.people:
            if not person.main or {person.email, person.phone} - {"", row.email, row.phone}:
                file.write(_card(_of_person(row, person, context.locale, version), version))


def _of_client(row: Row, locale: str, version: str) -> list[str]:
    """With the main contact person's name, by which people look for it."""
    person = row.contact_name or (row.name if row.kind == "person" else "")
    lines = [f"FN:{_text(person or row.name)}", _name(person)]
    if row.kind != "person" or row.contact_name:
        lines.append(f"ORG:{_text(row.name)}")
    if not person:
        lines.append("KIND:org" if version == "4.0" else "X-ABSHOWAS:COMPANY")
    return [
        *lines,
        *_line("TITLE", next((each.position for each in row.people if each.main), "")),
        *_reached(row.email, row.phone, version),
        *_address(row, locale, version),
        *_line("URL", row.website),
        *_line("X-VAT-ID", row.vat_id),
        *_line("NOTE", row.notes),
        *_categories(row.tags),
        f"UID:{'urn:uuid:' if version == '4.0' else ''}{row.uuid}",
        f"REV:{row.changed_at}",
    ]


def _of_person(row: Row, person: ContactPerson, locale: str, version: str) -> list[str]:
    """With the firm's number, by which an import brings them back as its contact person, and its address."""
    return [
        f"FN:{_text(person.name)}",
        _name(person.name),
        f"ORG:{_text(row.name)}",
        *_line("TITLE", person.position),
        *_reached(person.email, person.phone, version),
        *_address(row, locale, version),
        *_line("X-VAT-ID", row.vat_id),
        f"X-ORGANIZATION-UID:{row.uuid}",
    ]


def _reached(email: str, phone: str, version: str) -> list[str]:
    return [
        *_line(_typed("EMAIL", "INTERNET", version), email),
        *_line(_typed("TEL", "WORK", version), phone),
    ]


def _name(person: str) -> str:
    """Family name first; a firm has none. Nobody can tell double names apart: the last word is taken."""
    given, _, family = person.rpartition(" ")
    return f"N:{_text(family)};{_text(given)};;;"


def _address(row: Row, locale: str, version: str) -> list[str]:
    if not (row.street or row.postal_code or row.city or row.country):
        return []
    parts = (
        row.street,
        row.city,
        "",
        row.postal_code,
        country_name(row.country, locale) if row.country else "",
    )
    return [f"{_typed('ADR', 'WORK', version)}:;;{';'.join(map(_text, parts))}"]


def _categories(tags: str) -> list[str]:
    return [f"CATEGORIES:{','.join(map(_text, tags.split(SEPARATOR)))}"] if tags else []


def _typed(name: str, kind: str, version: str) -> str:
    return f"{name};TYPE={'work' if version == '4.0' else kind}"


def _line(name: str, text: str) -> list[str]:
    return [f"{name}:{_text(text)}"] if text else []


def _text(text: str) -> str:
    """No character of a value can end it or begin another property."""
    return _ESCAPED.sub(lambda match: "\\n" if match[0] in _NEWLINES else f"\\{match[0]}", kept(text))


def _card(lines: list[str], version: str) -> bytes:
    whole = ("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD")
    return b"".join(map(_folded, whole))


def _folded(line: str) -> bytes:
    """At most 75 bytes a line, no character cut in two."""
    rest = line.encode()
    parts, room = [], _FOLD_BYTES
    while len(rest) > room:
        end = room
        while rest[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(rest[:end])
        rest, room = rest[end:], _FOLD_BYTES - 1
    return b"\r\n ".join([*parts, rest]) + b"\r\n"


_HINT = N_("contacts for address books and phones")
FORMATS = (
    Format(
        "vcf",
        N_("vCard 3.0"),
        _HINT,
        "vcf",
        "text/vcard",
        "users",
        partial(write, version="3.0"),
    ),
    Format(
        "vcf4",
        N_("vCard 4.0"),
        _HINT,
        "vcf",
        "text/vcard",
        "users",
        partial(write, version="4.0"),
    ),
)
