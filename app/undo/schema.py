"""Operations that can be undone, and per client what was there before, sealed under the client's key."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("undo")


@migrations()
def v001_operation(db: Database) -> None:
    db.conn.execute(
        """CREATE TABLE operation (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL CHECK (kind IN ('import', 'mass', 'merge')),
            detail TEXT NOT NULL CHECK (json_valid(detail)),
            actor_id TEXT NOT NULL,
            actor_name TEXT NOT NULL,
            at TEXT NOT NULL,
            state TEXT NOT NULL DEFAULT 'under_way' CHECK (state IN ('under_way', 'done', 'undoing', 'undone')),
            clients INTEGER NOT NULL DEFAULT 0,
            undone_at TEXT NOT NULL DEFAULT '',
            undone_by TEXT NOT NULL DEFAULT ''
        ) STRICT"""
    )
    # No reference to the client: what an undone import had created is gone, its step stays.
    db.conn.execute(
        """CREATE TABLE operation_step (
            operation_id INTEGER NOT NULL REFERENCES operation(id),
            client_id INTEGER NOT NULL,
            owner TEXT NOT NULL,
            version INTEGER NOT NULL,
            changed_at TEXT NOT NULL,
            outcome TEXT NOT NULL DEFAULT '' CHECK (outcome IN ('', 'undone', 'kept')),
            sealed BLOB,
            PRIMARY KEY (operation_id, client_id)
        ) STRICT, WITHOUT ROWID"""
    )
    db.conn.execute("CREATE INDEX operation_step_client ON operation_step(client_id)")
    db.conn.execute(
        "CREATE INDEX operation_step_kept ON operation_step(operation_id, client_id) WHERE outcome = 'kept'"
    )


@migrations()
def v002_waiting(db: Database) -> None:
    # Undoing goes batch by batch: without this each would read all that are settled already.
    db.conn.execute(
        "CREATE INDEX operation_step_waiting ON operation_step(operation_id, client_id) WHERE outcome = ''"
    )


@migrations()
def v003_settled(db: Database) -> None:
    # An undoing that broke off kept what was before of all its clients; the rest of it looks at those that wait.
    db.conn.execute("UPDATE operation_step SET sealed = NULL WHERE outcome <> '' AND sealed IS NOT NULL")
