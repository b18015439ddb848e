"""Notes of every kind: plain notes, calls, meetings and emails."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("notes")


@migrations()
def v001_notes(db: Database) -> None:
    # AUTOINCREMENT: a removed note's number never names another one in the change history.
    # `submission` is the form's random key: a form sent twice makes one note.
    db.conn.execute(
        """CREATE TABLE note (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            client_id INTEGER NOT NULL REFERENCES client(id),
            kind TEXT NOT NULL CHECK (kind IN ('note', 'call', 'meeting', 'email')),
            subject TEXT NOT NULL DEFAULT '',
            body TEXT NOT NULL,
            people TEXT NOT NULL DEFAULT '',
            minutes INTEGER CHECK (minutes BETWEEN 0 AND 10080),
            folded TEXT NOT NULL,
            at TEXT NOT NULL CHECK (at GLOB '????-??-??T??:??:??Z'),
            author_id TEXT NOT NULL,
            author_name TEXT NOT NULL,
            created_at TEXT NOT NULL,
            edited_at TEXT,
            pinned INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1)),
            version INTEGER NOT NULL DEFAULT 1,
            submission TEXT UNIQUE CHECK (length(submission) BETWEEN 16 AND 64),
            CHECK (body <> '' OR subject <> '')
        ) STRICT"""
    )
    db.conn.execute("CREATE INDEX note_client ON note(client_id, at, id)")
    db.conn.execute("CREATE INDEX note_pinned ON note(client_id, at) WHERE pinned = 1")


@migrations()
def v002_whose_note(db: Database) -> None:
    # From the number of a note that a search has found to its client, without reading the note.
    db.conn.execute("CREATE INDEX note_whose ON note(id, client_id)")


@migrations()
def v003_how_many(db: Database) -> None:
    # Every card says how many there are, by kind, and reads none of them for it.
    db.conn.execute("CREATE INDEX note_client_kind ON note(client_id, kind)")
