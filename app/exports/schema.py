"""Exports: one row each, kept as the record of what left the house. The file itself lies in its folder for a day."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("exports")


@migrations()
def v001_export(db: Database) -> None:
    # AUTOINCREMENT: the access log names exports by their number for ever.
    db.conn.execute(
        """CREATE TABLE export (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            uuid TEXT NOT NULL UNIQUE CHECK (length(uuid) = 36),
            state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed', 'cancelled')),
            format TEXT NOT NULL CHECK (length(format) BETWEEN 1 AND 20),
            options TEXT NOT NULL CHECK (json_valid(options)),
            scope TEXT NOT NULL CHECK (scope IN ('list', 'selection', 'client')),
            query TEXT NOT NULL CHECK (length(query) <= 20000),
            purpose TEXT NOT NULL CHECK (length(purpose) BETWEEN 1 AND 200),
            staff_id TEXT NOT NULL,
            staff_name TEXT NOT NULL,
            asked_at TEXT NOT NULL,
            finished_at TEXT NOT NULL DEFAULT '',
            total INTEGER NOT NULL DEFAULT 0,
            rows INTEGER NOT NULL DEFAULT 0,
            error TEXT NOT NULL DEFAULT ''
        ) STRICT"""
    )
    db.conn.execute("CREATE INDEX export_staff ON export(staff_id, id)")


@migrations()
def v002_subject(db: Database) -> None:
    db.conn.execute(
        "ALTER TABLE export ADD COLUMN subject TEXT NOT NULL DEFAULT 'clients' CHECK (length(subject) BETWEEN 1 AND 20)"
    )
