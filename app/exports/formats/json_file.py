"""JSON: a list with one object per client, its fields by their own names and values as they are stored."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import IO, Any

from app.clients.model import FIELDS
from app.exports.formats.model import Context, Format
from app.exports.model import Row
from app.groups.carried import SEPARATOR
from app.i18n import N_


def write(file: IO[bytes], rows: Iterator[Row], context: Context) -> None:
    """One client a line, so that a large file can be read line by line too."""
    before = "[\n"
    for row in rows:
        text = json.dumps(_object(row), ensure_ascii=False, separators=(",", ":"))
        file.write(f"{before}{text}".encode())
        before = ",\n"
    file.write(b"[]\n" if before == "[\n" else b"\n]\n")


def _object(row: Row) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: getattr(row, name) for name in ("id", "uuid", *FIELDS, "added_at", "changed_at")
    }
    found["discount"] = row.discount / 100
    for name in ("tags", "groups"):
        found[name] = getattr(row, name).split(SEPARATOR) if getattr(row, name) else []
    people = [asdict(each) for each in row.people]
    found["contacts"] = [
        {name: each[name] for name in ("name", "position", "email", "phone", "main")} for each in people
    ]
    return found


FORMATS = (
    Format(
        "json",
        N_("JSON"),
        N_("for programs: fields by their names; not for importing again"),
        "json",
        "application/json",
        "file",
        write,
    ),
)
