"""What was found out and decided about pairs of clients.

No row refers to a client: one that is erased or whose import is undone never has to wait for these, and pairs of which
one is gone are left out when they are read.
"""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("duplicates")


@migrations()
def v001_decision(db: Database) -> None:
    # `digest` is of what the two were: once they are others, the question is asked again.
    db.conn.execute(
        """CREATE TABLE duplicate_decision (
            first_id INTEGER NOT NULL,
            second_id INTEGER NOT NULL CHECK (second_id > first_id),
            digest TEXT NOT NULL CHECK (length(digest) = 32),
            decided_by_id TEXT NOT NULL,
            decided_by_name TEXT NOT NULL,
            decided_at TEXT NOT NULL,
            PRIMARY KEY (first_id, second_id)
        ) STRICT, WITHOUT ROWID"""
    )
    db.conn.execute("CREATE INDEX duplicate_decision_second ON duplicate_decision(second_id)")


@migrations()
def v002_scan(db: Database) -> None:
    db.conn.execute(
        """CREATE TABLE duplicate_scan (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            uuid TEXT NOT NULL UNIQUE CHECK (length(uuid) = 36),
            state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed', 'cancelled')),
            staff_id TEXT NOT NULL,
            staff_name TEXT NOT NULL,
            started_at TEXT NOT NULL,
            finished_at TEXT NOT NULL DEFAULT '',
            clients INTEGER NOT NULL DEFAULT 0,
            pairs INTEGER NOT NULL DEFAULT 0,
            error TEXT NOT NULL DEFAULT ''
        ) STRICT"""
    )
    db.conn.execute(
        "CREATE UNIQUE INDEX duplicate_scan_one_running ON duplicate_scan(state) WHERE state = 'running'"
    )
    # What the last scan has found and nobody has decided yet; `place` is that of the group of clients it belongs to.
    db.conn.execute(
        """CREATE TABLE duplicate_pair (
            first_id INTEGER NOT NULL,
            second_id INTEGER NOT NULL CHECK (second_id > first_id),
            score INTEGER NOT NULL CHECK (score BETWEEN 0 AND 100),
            reasons TEXT NOT NULL CHECK (json_valid(reasons)),
            place INTEGER NOT NULL CHECK (place >= 0),
            PRIMARY KEY (first_id, second_id)
        ) STRICT, WITHOUT ROWID"""
    )
    db.conn.execute("CREATE INDEX duplicate_pair_place ON duplicate_pair(place)")
    db.conn.execute("CREATE INDEX duplicate_pair_second ON duplicate_pair(second_id)")
