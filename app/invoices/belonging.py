"""What becomes of invoices when clients become one: they follow; what stands on an issued one stays as it was sent."""

from __future__ import annotations

import json

from app import sqlite
from app.clients.belongings import Belonging, Moved, move_rows, return_rows
from app.i18n import Message, counted


def count(db: sqlite.Connection, client_id: int) -> int:
    return int(sqlite.one(db, "SELECT count(*) FROM invoice WHERE client_id = ?", client_id))


def reassign_client(db: sqlite.Connection, from_id: int, to_id: int) -> Moved:
    return {"rows": move_rows(db, "invoice", from_id, to_id)}


def give_back(db: sqlite.Connection, from_id: int, to_id: int, moved: Moved) -> int:
    """What was begun meanwhile about one of them goes along while it is a draft."""
    begun = db.execute(
        "SELECT id FROM invoice WHERE client_id = ? AND number IS NULL"
        " AND reference_id IN (SELECT value FROM json_each(?))",
        (to_id, json.dumps([*moved["rows"]])),
    )
    ids = [row["id"] for row in begun if row["id"] not in moved["rows"]]
    gone = return_rows(db, "invoice", from_id, to_id, moved["rows"])
    return_rows(db, "invoice", from_id, to_id, ids)
    return gone


def _words(number: int) -> Message:
    return counted("{n} invoice", "{n} invoices", number)


BELONGING = Belonging("invoices", ("invoice",), reassign_client, give_back, count, _words)
