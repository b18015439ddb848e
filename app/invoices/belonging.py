"""What becomes of invoices when clients become one: they follow; what stands on an issued one stays as it was sent."""

from __future__ import annotations

from app import sqlite
from app.clients.belongings import Belonging, Moved, move_rows, return_rows
from app.i18n import Message, counted


def count(db: sqlite.Connection, client_id: int) -> int:
    return int(sqlite.one(db, "SELECT count(*) FROM invoice WHERE client_id = ?", client_id))


def reassign_client(db: sqlite.Connection, from_id: int, to_id: int) -> Moved:
    return {"rows": move_rows(db, "invoice", from_id, to_id)}


def give_back(db: sqlite.Connection, from_id: int, to_id: int, moved: Moved) -> int:
    return return_rows(db, "invoice", from_id, to_id, moved["rows"])


def _words(number: int) -> Message:
    return counted("{n} invoice", "{n} invoices", number)


BELONGING = Belonging("invoices", ("invoice",), reassign_client, give_back, count, _words)
