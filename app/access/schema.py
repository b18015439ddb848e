"""The access log: who looked at whose data, and when."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("access")


@migrations()
def v001_access(db: Database) -> None:
    # A page of fifty clients is one row with fifty ids: written on every look, read on request.
    db.conn.execute(
        """CREATE TABLE access (
            id INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            actor_id TEXT NOT NULL,
            actor_name TEXT NOT NULL,
            act TEXT NOT NULL CHECK (act IN ('list', 'card', 'document', 'export', 'search')),
            client_ids TEXT NOT NULL CHECK (json_valid(client_ids)),
            detail TEXT NOT NULL,
            times INTEGER NOT NULL DEFAULT 1
        ) STRICT"""
    )
    db.conn.execute("CREATE INDEX access_at ON access(at)")


@migrations()
def v002_append_only(db: Database) -> None:
    for event in ("UPDATE", "DELETE"):
        db.conn.execute(
            f"""CREATE TRIGGER access_no_{event.lower()} BEFORE {event} ON access
                BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END"""
        )
