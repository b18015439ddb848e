"""The outbox of a region."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("letters")


@migrations()
def v001_letters(db: Database) -> None:
    # `uuid` names the message to mail servers: one that gets it twice can tell. `submission` is the form's random key.
    db.conn.execute(
        """CREATE TABLE letter (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            uuid TEXT NOT NULL UNIQUE CHECK (length(uuid) = 36),
            client_id INTEGER NOT NULL REFERENCES client(id),
            recipient TEXT NOT NULL CHECK (recipient <> ''),
            subject TEXT NOT NULL CHECK (subject <> ''),
            body TEXT NOT NULL,
            language TEXT NOT NULL,
            attachments TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(attachments)),
            state TEXT NOT NULL DEFAULT 'waiting'
                CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'withdrawn')),
            tries INTEGER NOT NULL DEFAULT 0,
            next_try_at TEXT NOT NULL CHECK (next_try_at GLOB '????-??-??T??:??:??Z'),
            doubtful INTEGER NOT NULL DEFAULT 0 CHECK (doubtful IN (0, 1)),
            error TEXT NOT NULL DEFAULT '' CHECK (error = '' OR json_valid(error)),
            created_at TEXT NOT NULL,
            created_by_id TEXT NOT NULL,
            created_by_name TEXT NOT NULL,
            sent_at TEXT NOT NULL DEFAULT '',
            version INTEGER NOT NULL DEFAULT 1,
            submission TEXT UNIQUE CHECK (length(submission) BETWEEN 16 AND 64),
            CHECK ((state = 'sent') = (sent_at <> ''))
        ) STRICT"""
    )
    db.conn.execute("CREATE INDEX letter_client ON letter(client_id, id)")
    db.conn.execute("CREATE INDEX letter_state ON letter(state, id)")
    db.conn.execute("CREATE INDEX letter_due ON letter(next_try_at) WHERE state = 'waiting'")
    db.conn.execute(
        """CREATE TABLE outbox_pause (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            since TEXT NOT NULL,
            reason TEXT NOT NULL CHECK (reason IN ('restore', 'person'))
        ) STRICT"""
    )


@migrations()
def v002_of_an_invoice(db: Database) -> None:
    db.conn.execute("ALTER TABLE letter ADD COLUMN invoice_id INTEGER REFERENCES invoice(id)")
    db.conn.execute("CREATE INDEX letter_invoice ON letter(invoice_id, id) WHERE invoice_id IS NOT NULL")


@migrations()
def v003_originals(db: Database) -> None:
    # A letter with a document of the firm is a business letter, kept as long as the law wants those.
    db.conn.execute(
        """CREATE TABLE letter_original (
            letter_id INTEGER PRIMARY KEY REFERENCES letter(id),
            owner TEXT NOT NULL,
            sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
            retained_until TEXT NOT NULL CHECK (retained_until GLOB '????-12-31'),
            sealed BLOB NOT NULL
        ) STRICT"""
    )
    db.conn.execute("CREATE INDEX letter_original_retained ON letter_original(retained_until)")
    refuse = "BEGIN SELECT RAISE(ABORT, 'an original never changes'); END"
    db.conn.execute(f"CREATE TRIGGER letter_original_stays BEFORE UPDATE ON letter_original {refuse}")
    db.conn.execute(
        "CREATE TRIGGER letter_original_is_kept BEFORE DELETE ON letter_original"
        f" WHEN old.retained_until >= date('now') {refuse}"
    )
