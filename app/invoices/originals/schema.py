"""Originals, and which of the issued documents still wait to be sealed."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("invoice_originals")


@migrations()
def v001_originals(db: Database) -> None:
    db.conn.execute(
        """CREATE TABLE invoice_original (
            invoice_id INTEGER NOT NULL REFERENCES invoice(id),
            kind TEXT NOT NULL CHECK (kind IN ('pdf', 'xml', 'xrechnung')),
            owner TEXT NOT NULL,
            sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
            bytes INTEGER NOT NULL CHECK (bytes > 0),
            retained_until TEXT NOT NULL CHECK (retained_until GLOB '????-12-31'),
            made_at TEXT NOT NULL,
            sealed BLOB NOT NULL,
            PRIMARY KEY (invoice_id, kind)
        ) STRICT"""
    )
    db.conn.execute("CREATE INDEX invoice_original_retained ON invoice_original(retained_until)")
    # Written by the transaction that issues, whoever runs it: what is issued and not sealed is never forgotten.
    db.conn.execute(
        "CREATE TABLE invoice_unsealed (invoice_id INTEGER PRIMARY KEY REFERENCES invoice(id)) STRICT"
    )
    db.conn.execute(
        "CREATE TRIGGER invoice_waits_for_its_seal AFTER UPDATE OF number ON invoice"
        " WHEN old.number IS NULL AND new.number IS NOT NULL"
        " BEGIN INSERT INTO invoice_unsealed (invoice_id) VALUES (new.id); END"
    )
    refuse = "BEGIN SELECT RAISE(ABORT, 'an original never changes'); END"
    db.conn.execute(f"CREATE TRIGGER invoice_original_stays BEFORE UPDATE ON invoice_original {refuse}")
    db.conn.execute(
        "CREATE TRIGGER invoice_original_is_kept BEFORE DELETE ON invoice_original"
        f" WHEN old.retained_until >= date('now') {refuse}"
    )
