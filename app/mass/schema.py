"""Mass actions: which clients are still to come, and that a form sent twice begins once."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("mass")


@migrations()
def v001_mass(db: Database) -> None:
    db.conn.execute(
        """CREATE TABLE mass_run (
            operation_id INTEGER PRIMARY KEY REFERENCES operation(id),
            submission TEXT NOT NULL UNIQUE CHECK (length(submission) BETWEEN 16 AND 64)
        ) STRICT"""
    )
    # No reference to the client: one that is erased meanwhile is passed over.
    db.conn.execute(
        """CREATE TABLE mass_target (
            operation_id INTEGER NOT NULL REFERENCES operation(id),
            client_id INTEGER NOT NULL,
            PRIMARY KEY (operation_id, client_id)
        ) STRICT, WITHOUT ROWID"""
    )
