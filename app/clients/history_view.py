"""Entries of the change history as rows that a person reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from functools import partial

from app import sqlite
from app.actor import Actor
from app.clients.model import CONTACT_FIELDS, FIELDS
from app.clock import parse_stamp
from app.history.model import Entry
from app.i18n import N_, Message
from app.vault import Keyring

_OBJECTS = {
    "contact": N_("Contact"),
    "note": N_("Timeline"),
    "document": N_("Document"),
    "letter": N_("Letter"),
    "duplicate": N_("Not a duplicate"),
    "merge": N_("Merged with"),
    "order": N_("Order"),
    "invoice": N_("Invoice"),
    "confirmation": N_("Confirmed as still right"),
}
_GONE = N_("erased")
_DAMAGED = N_("damaged, cannot be read")


@dataclass(frozen=True)
class Attribute:
    """What another feature keeps of a client and records as one field of it. `restore` brings an earlier value back:
    (db, keys, client id, the value as it was recorded, actor, at)."""

    label: str
    restore: Callable[[sqlite.Connection, Keyring, int, str, Actor, str], object]


Attributes = Mapping[str, Attribute]
# How another feature's values read, which the history keeps as codes: by the kind of object and the field.
Read = Callable[[str], Message | str]
Readings = Mapping[tuple[str, str], Read]


def of_codes(labels: Mapping[str, str]) -> Read:
    return lambda value: Message(labels[value]) if value in labels else value


@dataclass(frozen=True)
class HistoryRow:
    entry: Entry
    day: str
    label: Message
    before: Message | str
    after: Message | str
    restorable: bool


def history_rows(
    entries: Iterable[Entry],
    zone: tzinfo,
    attributes: Attributes,
    readings: Readings,
    client_id: int,
    names: Mapping[str, str],
) -> list[HistoryRow]:
    """Those of clients that became part of this one stand among its own: their values come back with them only.
    `names` are of the objects that are there still, such as "contact:7"."""
    return [
        _row(
            entry,
            parse_stamp(entry.at).astimezone(zone).date().isoformat(),
            _label(entry, attributes, names.get(entry.object, "")),
            readings,
            restorable=entry.client_id == client_id and (entry.field in FIELDS or entry.field in attributes),
        )
        for entry in entries
    ]


def _row(entry: Entry, day: str, label: Message, readings: Readings, *, restorable: bool) -> HistoryRow:
    if entry.old is None or entry.new is None:
        gone = Message(_DAMAGED if entry.damaged else _GONE)
        return HistoryRow(entry, day, label, gone, gone, False)
    restorable = restorable and entry.object == "client" and entry.action != "create"
    read = readings.get((entry.object.partition(":")[0], entry.field), partial(_shown, entry))
    return HistoryRow(entry, day, label, read(entry.old), read(entry.new), restorable)


def _label(entry: Entry, attributes: Attributes, name: str) -> Message:
    kind = entry.object.partition(":")[0]
    if kind == "client" and entry.field in attributes:
        return Message(attributes[entry.field].label)
    if kind == "client":
        return Message(FIELDS[entry.field].label) if entry.field in FIELDS else Message(N_("Client added"))
    what = Message(_OBJECTS.get(kind, N_("Other")))
    what = Message("{what} {name}", {"what": what, "name": name}) if name else what
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
