"""What every region's file holds before any feature adds its tables."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("regions")


@migrations()
def v001_region(db: Database) -> None:
    db.conn.execute(
        """CREATE TABLE region (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            code TEXT NOT NULL CHECK (code GLOB '[a-z][a-z]*' AND length(code) BETWEEN 2 AND 8),
            change INTEGER NOT NULL DEFAULT 0,
            vault_mark INTEGER NOT NULL DEFAULT 0,
            made_at TEXT NOT NULL
        ) STRICT"""
    )
    # Written and then looked for in the replica: proof that replication works, not a promise.
    db.conn.execute(
        "CREATE TABLE canary (only INTEGER PRIMARY KEY CHECK (only = 1), at TEXT NOT NULL) STRICT"
    )
