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


@migrations()
def v002_changed_clients(db: Database) -> None:
    # Counts of the rows whose client was there already; the operation is what undoing goes by (app/undo).
    for column in ("updated", "unchanged", "operation_id"):
        db.conn.execute(f"ALTER TABLE import_batch ADD COLUMN {column} INTEGER NOT NULL DEFAULT 0")
    db.conn.execute("ALTER TABLE import_batch ADD COLUMN undone_at TEXT NOT NULL DEFAULT ''")


@migrations()
def v003_client_source_id(db: Database) -> None:
    # What other programs call a client: so its persons find it, and a later file of theirs.
    db.conn.execute(
        """CREATE TABLE client_source_id (
            source TEXT NOT NULL CHECK (length(source) BETWEEN 1 AND 40),
            external_id TEXT NOT NULL CHECK (length(external_id) BETWEEN 1 AND 100),
            client_id INTEGER NOT NULL REFERENCES client(id),
            PRIMARY KEY (source, external_id)
        ) STRICT, WITHOUT ROWID"""
    )
    db.conn.execute("CREATE INDEX client_source_id_client ON client_source_id(client_id)")


@migrations()
def v004_import_mapping(db: Database) -> None:
    # What was chosen for a table, found again by a digest of its headings or by the program that wrote it.
    db.conn.execute(
        """CREATE TABLE import_mapping (
            headings TEXT PRIMARY KEY CHECK (length(headings) = 64),
            source TEXT NOT NULL,
            chosen TEXT NOT NULL CHECK (json_valid(chosen)),
            staff_name TEXT NOT NULL,
            at TEXT NOT NULL
        ) STRICT, WITHOUT ROWID"""
    )
    db.conn.execute("CREATE INDEX import_mapping_source ON import_mapping(source, at) WHERE source <> ''")


@migrations()
def v005_alike_rows(db: Database) -> None:
    # How many rows of a file looked like a client of the region and were taken for a new one, or left out.
    db.conn.execute("ALTER TABLE import_batch ADD COLUMN alike INTEGER NOT NULL DEFAULT 0")
