"""instance.db: staff accounts, sessions, invitations, failed sign-ins. No client data."""

from __future__ import annotations

import unicodedata

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("accounts")


@migrations()
def v001_accounts(db: Database) -> None:
    for statement in (
        """CREATE TABLE staff (
            id INTEGER PRIMARY KEY,
            email TEXT NOT NULL,
            email_key TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            password_hash TEXT,
            admin INTEGER NOT NULL DEFAULT 0 CHECK (admin IN (0, 1)),
            active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
            locale TEXT NOT NULL DEFAULT 'en' CHECK (locale IN ('en', 'de', 'pl')),
            theme TEXT NOT NULL DEFAULT '' CHECK (theme IN ('', 'light', 'dark')),
            density TEXT NOT NULL DEFAULT 'compact' CHECK (density IN ('compact', 'normal')),
            version INTEGER NOT NULL DEFAULT 1,
            made_at TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE staff_role (
            staff_id INTEGER NOT NULL REFERENCES staff(id),
            region TEXT NOT NULL,
            role TEXT NOT NULL CHECK (role IN ('viewer', 'editor', 'manager')),
            privacy INTEGER NOT NULL DEFAULT 0 CHECK (privacy IN (0, 1)),
            archive INTEGER NOT NULL DEFAULT 0 CHECK (archive IN (0, 1)),
            PRIMARY KEY (staff_id, region)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE session (
            id INTEGER PRIMARY KEY,
            token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
            staff_id INTEGER NOT NULL REFERENCES staff(id),
            agent TEXT NOT NULL,
            address TEXT NOT NULL,
            made_at TEXT NOT NULL,
            seen_at TEXT NOT NULL,
            confirmed_at TEXT NOT NULL DEFAULT ''
        ) STRICT""",
        "CREATE INDEX session_staff ON session(staff_id)",
        """CREATE TABLE invitation (
            token_hash BLOB PRIMARY KEY CHECK (length(token_hash) = 32),
            staff_id INTEGER NOT NULL UNIQUE REFERENCES staff(id),
            expires_at TEXT NOT NULL
        ) STRICT""",
        # One row per failure: `bucket` is an account or an address, hashed, so that the file names nobody who guessed.
        """CREATE TABLE sign_in_failure (
            id INTEGER PRIMARY KEY,
            bucket BLOB NOT NULL,
            at TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX sign_in_failure_bucket ON sign_in_failure(bucket, at)",
        """CREATE TABLE staff_event (
            id INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            actor TEXT NOT NULL,
            staff_id INTEGER,
            event TEXT NOT NULL,
            detail TEXT NOT NULL DEFAULT ''
        ) STRICT""",
    ):
        db.conn.execute(statement)


@migrations()
def v002_devices_and_events(db: Database) -> None:
    for statement in (
        "ALTER TABLE staff ADD COLUMN seen_at TEXT NOT NULL DEFAULT ''",
        """CREATE TABLE device (
            token_hash BLOB NOT NULL CHECK (length(token_hash) = 32),
            staff_id INTEGER NOT NULL REFERENCES staff(id),
            seen_at TEXT NOT NULL,
            PRIMARY KEY (token_hash, staff_id)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX staff_event_staff ON staff_event(staff_id, id)",
        """CREATE TRIGGER staff_event_unchanged BEFORE UPDATE ON staff_event
            BEGIN SELECT RAISE(ABORT, 'what happened to accounts is never changed'); END""",
        # Who signed in from where is personal and wanted for a while only.
        """CREATE TRIGGER staff_event_kept BEFORE DELETE ON staff_event WHEN old.event <> 'signed_in'
            BEGIN SELECT RAISE(ABORT, 'what happened to accounts is never removed'); END""",
    ):
        db.conn.execute(statement)


@migrations()
def v003_composed_email_keys(db: Database) -> None:
    # The command line took addresses as a terminal typed them. Where the same one has two accounts, both stay as found.
    for staff_id, email in db.conn.execute("SELECT id, email FROM staff").fetchall():
        if not unicodedata.is_normalized("NFC", email):
            key = unicodedata.normalize("NFC", email).strip().casefold()
            db.conn.execute("UPDATE OR IGNORE staff SET email_key = ? WHERE id = ?", (key, staff_id))
