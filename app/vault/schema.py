"""vault.db: wrapped keys, the last known end of each region's history chain, the highest number of each series."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("vault")


@migrations()
def v001_keys(db: Database) -> None:
    # A destroyed key keeps its row with wrapped = NULL, so that merging with an older copy cannot revive it.
    db.conn.execute(
        """CREATE TABLE data_key (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            owner TEXT NOT NULL UNIQUE CHECK (length(owner) BETWEEN 1 AND 64),
            region TEXT NOT NULL,
            wrapped BLOB,
            made_at TEXT NOT NULL
        ) STRICT"""
    )
    db.conn.execute("CREATE INDEX data_key_region ON data_key(region, seq)")
    db.conn.execute(
        """CREATE TABLE history_mark (
            region TEXT PRIMARY KEY,
            seq INTEGER NOT NULL,
            hash BLOB NOT NULL,
            at TEXT NOT NULL
        ) STRICT"""
    )
    db.conn.execute(
        "CREATE TABLE master_check (only INTEGER PRIMARY KEY CHECK (only = 1), sealed BLOB NOT NULL) STRICT"
    )


@migrations()
def v002_number_marks(db: Database) -> None:
    # What was given out is never given out again, whatever the region is restored to.
    db.conn.execute(
        """CREATE TABLE number_mark (
            region TEXT NOT NULL,
            series TEXT NOT NULL,
            year INTEGER NOT NULL,
            last INTEGER NOT NULL CHECK (last > 0),
            PRIMARY KEY (region, series, year)
        ) STRICT, WITHOUT ROWID"""
    )
