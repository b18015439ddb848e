"""The change history: an append-only chain, its values apart and sealed so that they can be erased."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("history")


@migrations()
def v001_history(db: Database) -> None:
    db.conn.execute(
        """CREATE TABLE history (
            seq INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            actor_id TEXT NOT NULL,
            actor_name TEXT NOT NULL,
            source TEXT NOT NULL,
            action TEXT NOT NULL CHECK (action IN ('create', 'change', 'remove', 'restore')),
            client_id INTEGER NOT NULL,
            object TEXT NOT NULL,
            field TEXT NOT NULL,
            commitment BLOB NOT NULL CHECK (length(commitment) = 32),
            hash BLOB NOT NULL CHECK (length(hash) = 32)
        ) STRICT"""
    )
    db.conn.execute("CREATE INDEX history_client ON history(client_id, seq)")
    db.conn.execute(
        """CREATE TABLE history_value (
            seq INTEGER PRIMARY KEY REFERENCES history(seq),
            owner TEXT NOT NULL,
            sealed BLOB NOT NULL
        ) STRICT"""
    )
    db.conn.execute("CREATE INDEX history_value_owner ON history_value(owner)")
    for event in ("UPDATE", "DELETE"):
        db.conn.execute(
            f"""CREATE TRIGGER history_no_{event.lower()} BEFORE {event} ON history
                BEGIN SELECT RAISE(ABORT, 'the change history is append-only'); END"""
        )
    db.conn.execute(
        """CREATE TRIGGER history_in_order BEFORE INSERT ON history
            WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM history)
            BEGIN SELECT RAISE(ABORT, 'the change history has no gaps'); END"""
    )
    db.conn.execute(
        """CREATE TRIGGER history_value_no_update BEFORE UPDATE ON history_value
            BEGIN SELECT RAISE(ABORT, 'a recorded value never changes'); END"""
    )


@migrations()
def v002_no_index_of_owners(db: Database) -> None:
    # Nobody asks for it: an owner's values stop being readable with their key, and are found by their client's entries.
    db.conn.execute("DROP INDEX history_value_owner")
