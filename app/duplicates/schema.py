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
