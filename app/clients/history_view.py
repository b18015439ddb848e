"""Entries of the change history as rows that a person reads."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import tzinfo

from app.clients.model import CONTACT_FIELDS, FIELDS
from app.clock import parse_stamp
from app.history.model import Entry
from app.i18n import N_, Message

_OBJECTS = {"contact": N_("Contact"), "note": N_("Timeline"), "document": N_("Document")}
_GONE = N_("erased")


@dataclass(frozen=True)
class HistoryRow:
    entry: Entry
    day: str
    label: Message
    before: Message | str
    after: Message | str
    restorable: bool


def history_rows(entries: Iterable[Entry], zone: tzinfo) -> list[HistoryRow]:
    return [_row(entry, parse_stamp(entry.at).astimezone(zone).date().isoformat()) for entry in entries]


def _row(entry: Entry, day: str) -> HistoryRow:
    if entry.old is None or entry.new is None:
        return HistoryRow(entry, day, _label(entry), Message(_GONE), Message(_GONE), False)
    restorable = entry.object == "client" and entry.action != "create" and entry.field in FIELDS
    return HistoryRow(
        entry, day, _label(entry), _shown(entry, entry.old), _shown(entry, entry.new), restorable
    )


def _label(entry: Entry) -> Message:
    kind = entry.object.partition(":")[0]
    if kind == "client":
        return Message(FIELDS[entry.field].label) if entry.field in FIELDS else Message(N_("Client added"))
    what = Message(_OBJECTS.get(kind, N_("Other")))
    field = CONTACT_FIELDS.get(entry.field) if kind == "contact" else None
    return Message("{what}: {field}", {"what": what, "field": Message(field.label)}) if field else what


def _shown(entry: Entry, value: str) -> Message | str:
    if entry.object == "client" and entry.field in FIELDS:
        return FIELDS[entry.field].shown(value)
    if entry.action == "create" and not entry.field and value.startswith("{"):
        return " · ".join(
            str(each)
            for name, each in json.loads(value).items()
            if name in ("name", "email", "vat_id", "city")
        )
    return value
