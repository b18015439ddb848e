"""What was found and decided about a client that becomes part of another one: it goes, and comes back with it."""

from __future__ import annotations

from app import sqlite
from app.clients.belongings import Belonging, Moved

_TABLES = ("duplicate_decision", "duplicate_pair")


def reassign_client(db: sqlite.Connection, from_id: int, to_id: int) -> Moved:
    """The two are no pair any more, and what was said of the others was said of somebody who has changed."""
    moved = {}
    for table in _TABLES:
        rows = db.execute(f"SELECT * FROM {table} WHERE first_id = :id OR second_id = :id", {"id": from_id})
        moved[table] = [dict(row) for row in rows]
        db.execute(f"DELETE FROM {table} WHERE first_id = :id OR second_id = :id", {"id": from_id})
    return moved


def give_back(db: sqlite.Connection, from_id: int, to_id: int, moved: Moved) -> int:
    for table in _TABLES:
        for row in moved[table]:
            marks = ", ".join("?" * len(row))
            db.execute(
                f"INSERT OR IGNORE INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values())
            )
    return 0


BELONGING = Belonging("duplicates", _TABLES, reassign_client, give_back)
