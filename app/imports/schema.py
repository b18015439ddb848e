"""Imports: one row per file somebody brought. The file itself lies in the staging folder for a day."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("imports")


@migrations()
def v001_import_batch(db: Database) -> None:
    # AUTOINCREMENT: the change history names imports by their number for ever.
    db.conn.execute(
        """CREATE TABLE import_batch (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            uuid TEXT NOT NULL UNIQUE CHECK (length(uuid) = 36),
            state TEXT NOT NULL CHECK (state IN ('uploaded', 'checked', 'running', 'done', 'failed', 'cancelled')),
            filename TEXT NOT NULL CHECK (length(filename) BETWEEN 1 AND 255),
            file_sha256 TEXT NOT NULL CHECK (length(file_sha256) = 64),
            source TEXT NOT NULL DEFAULT '',
            staff_id TEXT NOT NULL,
            staff_name TEXT NOT NULL,
            uploaded_at TEXT NOT NULL,
            started_at TEXT NOT NULL DEFAULT '',
            finished_at TEXT NOT NULL DEFAULT '',
            options TEXT NOT NULL,
            rows INTEGER NOT NULL DEFAULT 0,
            created INTEGER NOT NULL DEFAULT 0,
            skipped INTEGER NOT NULL DEFAULT 0,
            refused INTEGER NOT NULL DEFAULT 0,
            error TEXT NOT NULL DEFAULT ''
        ) STRICT"""
    )
    # One at a time: two imports of one region would each take the other's rows for new.
    db.conn.execute(
        "CREATE UNIQUE INDEX import_batch_one_running ON import_batch(state) WHERE state = 'running'"
    )
