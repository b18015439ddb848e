"""Which clients somebody means: those of a list's address, or chosen ones."""

from __future__ import annotations

import json
from array import array
from datetime import UTC, tzinfo
from urllib.parse import parse_qsl

from app import sqlite
from app.clients.listing import every_id
from app.exports.model import Wanted
from app.groups.filters import CLIENT_LIST
from app.lists import ListState


def state_of(query: str, zone: tzinfo = UTC) -> ListState:
    """The list at "?country=AT&sort=-changed"; without its zone where nobody is looked for."""
    pairs = parse_qsl(query.removeprefix("?"))
    known = dict(pairs)
    known["columns"] = ",".join(value for name, value in pairs if name == "columns")
    return ListState.read(CLIENT_LIST, known, zone)


def ids_of(db: sqlite.Connection, wanted: Wanted, zone: tzinfo) -> array[int]:
    """In the order of the list; chosen ones in the order they were chosen in, without those that are no more."""
    if not wanted.ids:
        return every_id(db, state_of(wanted.query, zone))
    rows = db.execute(
        "SELECT id FROM client WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(wanted.ids),)
    )
    there = {row[0] for row in rows}
    return array("q", (each for each in dict.fromkeys(wanted.ids) if each in there))
