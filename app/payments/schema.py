"""Payments: one row each, never changed and never removed."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("payments")


@migrations()
def v001_payments(db: Database) -> None:
    # `submission` is the form's random key: a form sent twice books once.
    db.conn.execute(
        """CREATE TABLE payment (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            invoice_id INTEGER NOT NULL REFERENCES invoice(id),
            amount INTEGER NOT NULL CHECK (amount <> 0 AND amount BETWEEN -1000000000000 AND 1000000000000),
            paid_on TEXT NOT NULL CHECK (paid_on GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
            method TEXT NOT NULL CHECK (method IN ('transfer', 'direct_debit', 'card', 'cash', 'online', 'offset')),
            note TEXT NOT NULL DEFAULT '' CHECK (length(note) <= 200),
            reverses INTEGER UNIQUE REFERENCES payment(id),
            made_at TEXT NOT NULL,
            made_by TEXT NOT NULL,
            submission TEXT UNIQUE CHECK (length(submission) BETWEEN 16 AND 64)
        ) STRICT"""
    )
    db.conn.execute("CREATE INDEX payment_invoice ON payment(invoice_id, id)")
    for act in ("UPDATE", "DELETE"):
        db.conn.execute(
            f"CREATE TRIGGER payment_{act.lower()} BEFORE {act} ON payment"
            " BEGIN SELECT RAISE(ABORT, 'a payment is never changed, only reversed'); END"
        )
    # INSERT OR REPLACE would take a row away without asking the trigger above.
    db.conn.execute(
        "CREATE TRIGGER payment_once BEFORE INSERT ON payment WHEN EXISTS (SELECT 1 FROM payment WHERE id = new.id)"
        " BEGIN SELECT RAISE(ABORT, 'a payment is never changed, only reversed'); END"
    )


@migrations()
def v002_no_other_in_its_place(db: Database) -> None:
    # Each of the three is UNIQUE: a REPLACE would take away the payment that has it.
    db.conn.execute("DROP TRIGGER payment_once")
    db.conn.execute(
        "CREATE TRIGGER payment_once BEFORE INSERT ON payment WHEN EXISTS (SELECT 1 FROM payment"
        " WHERE id = new.id OR submission = new.submission OR reverses = new.reverses)"
        " BEGIN SELECT RAISE(ABORT, 'a payment is never changed, only reversed'); END"
    )
