"""Reminders: one row for each level of an invoice, never changed and never removed."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("reminders")
_DAY = "GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'"
# app.reminders.model.NOTHING_TO_PAY, ONE_OF_THEM and CREDITED as letters keep a message.
_NOTHING_TO_PAY = (
    '{"id": "The invoice was paid or cancelled before this reminder went out.", "params": {}, "plural": ""}'
)
_ONE_OF_THEM = (
    '{"id": "One of the invoices of this reminder was paid, credited or cancelled before it went out.",'
    ' "params": {}, "plural": ""}'
)
_CREDITED = '{"id": "The invoice was credited before this reminder went out.", "params": {}, "plural": ""}'


@migrations()
def v001_reminders(db: Database) -> None:
    # The letter is a client's and may be erased; that there was a reminder stays with the invoice.
    # `submission` is the form's random key: a form sent twice reminds once.
    db.conn.execute(
        f"""CREATE TABLE reminder (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            invoice_id INTEGER NOT NULL REFERENCES invoice(id),
            level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 3),
            made_on TEXT NOT NULL CHECK (made_on {_DAY}),
            due_on TEXT NOT NULL CHECK (due_on {_DAY} AND due_on > made_on),
            fee INTEGER NOT NULL DEFAULT 0 CHECK (fee BETWEEN 0 AND 10000000),
            letter_id INTEGER UNIQUE REFERENCES letter(id),
            made_at TEXT NOT NULL,
            made_by TEXT NOT NULL,
            submission TEXT UNIQUE CHECK (length(submission) BETWEEN 16 AND 64),
            UNIQUE (invoice_id, level)
        ) STRICT"""
    )
    # The state leaves out drafts, what is paid or cancelled, and what asks for no payment.
    db.conn.execute(
        """CREATE TRIGGER reminder_of_what_is_overdue BEFORE INSERT ON reminder WHEN NOT EXISTS (
            SELECT 1 FROM invoice WHERE id = new.invoice_id AND state IN ('open', 'partly_paid')
                AND due_on <> '' AND due_on < new.made_on
        ) BEGIN SELECT RAISE(ABORT, 'only what is overdue is reminded of'); END"""
    )
    db.conn.execute(
        """CREATE TRIGGER reminder_in_order BEFORE INSERT ON reminder WHEN new.level
            <> 1 + (SELECT coalesce(max(level), 0) FROM reminder WHERE invoice_id = new.invoice_id)
        BEGIN SELECT RAISE(ABORT, 'reminders follow one another'); END"""
    )
    refuse = "BEGIN SELECT RAISE(ABORT, 'a reminder is never changed'); END"
    fixed = ("id", "invoice_id", "level", "made_on", "due_on", "fee", "made_at", "made_by", "submission")
    differs = " OR ".join(f"new.{name} IS NOT old.{name}" for name in fixed)
    db.conn.execute(
        "CREATE TRIGGER reminder_stays BEFORE UPDATE ON reminder"
        f" WHEN {differs} OR new.letter_id IS NOT NULL {refuse}"
    )
    # INSERT OR REPLACE would take a row away without asking the trigger below.
    there = "EXISTS (SELECT 1 FROM reminder WHERE id = new.id)"
    db.conn.execute(f"CREATE TRIGGER reminder_once BEFORE INSERT ON reminder WHEN {there} {refuse}")
    db.conn.execute(f"CREATE TRIGGER reminder_is_kept BEFORE DELETE ON reminder {refuse}")


@migrations()
def v002_nothing_to_pay(db: Database) -> None:
    # Whoever has paid meanwhile is not reminded by a letter that still waits; payments know nothing of reminders.
    db.conn.execute(
        f"""CREATE TRIGGER reminder_is_withdrawn AFTER UPDATE OF paid, cancelled_by ON invoice
            WHEN new.state IN ('paid', 'cancelled') BEGIN
            UPDATE letter SET state = 'withdrawn', error = '{_NOTHING_TO_PAY}', version = version + 1
            WHERE state IN ('waiting', 'failed')
                AND id IN (SELECT letter_id FROM reminder WHERE invoice_id = new.id);
        END"""
    )


@migrations()
def v003_credited(db: Database) -> None:
    db.conn.execute("DROP TRIGGER reminder_is_withdrawn")
    db.conn.execute(
        f"""CREATE TRIGGER reminder_is_withdrawn AFTER UPDATE OF paid, credited, cancelled_by ON invoice
            WHEN new.state IN ('paid', 'cancelled') BEGIN
            UPDATE letter SET state = 'withdrawn', error = '{_NOTHING_TO_PAY}', version = version + 1
            WHERE state IN ('waiting', 'failed')
                AND id IN (SELECT letter_id FROM reminder WHERE invoice_id = new.id);
        END"""
    )
    db.conn.execute("UPDATE invoice SET credited = credited WHERE credited <> 0")


@migrations()
def v004_credited_as_a_whole(db: Database) -> None:
    db.conn.execute("DROP TRIGGER reminder_is_withdrawn")
    db.conn.execute(
        f"""CREATE TRIGGER reminder_is_withdrawn AFTER UPDATE OF paid, credited, cancelled_by ON invoice
            WHEN new.state IN ('paid', 'credited', 'cancelled') BEGIN
            UPDATE letter SET state = 'withdrawn', version = version + 1,
                error = CASE new.state WHEN 'credited' THEN '{_CREDITED}' ELSE '{_NOTHING_TO_PAY}' END
            WHERE state IN ('waiting', 'failed')
                AND id IN (SELECT letter_id FROM reminder WHERE invoice_id = new.id);
        END"""
    )


@migrations()
def v005_several_in_one_letter(db: Database) -> None:
    # A letter was UNIQUE here: the table is made anew, and its triggers with it.
    guards = db.conn.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%reminder%' ORDER BY rowid"
    ).fetchall()
    for name, _ in guards:
        db.conn.execute(f"DROP TRIGGER {name}")
    (table,) = db.conn.execute("SELECT sql FROM sqlite_master WHERE name = 'reminder'").fetchone()
    anew = table.replace("letter_id INTEGER UNIQUE", "letter_id INTEGER").replace(
        "TABLE reminder", "TABLE reminder_anew"
    )
    db.conn.execute(anew)
    db.conn.execute("INSERT INTO reminder_anew SELECT * FROM reminder")
    db.conn.execute("DROP TABLE reminder")
    db.conn.execute("ALTER TABLE reminder_anew RENAME TO reminder")
    db.conn.execute("CREATE INDEX reminder_letter ON reminder(letter_id) WHERE letter_id IS NOT NULL")
    for name, sql in guards:
        if name != "reminder_is_withdrawn":
            db.conn.execute(sql)
    db.conn.execute(
        f"""CREATE TRIGGER reminder_is_withdrawn AFTER UPDATE OF paid, credited, cancelled_by ON invoice
            WHEN new.state IN ('paid', 'credited', 'cancelled') BEGIN
            UPDATE letter SET state = 'withdrawn', version = version + 1, error = CASE
                WHEN (SELECT count(*) FROM reminder WHERE letter_id = letter.id) > 1 THEN '{_ONE_OF_THEM}'
                WHEN new.state = 'credited' THEN '{_CREDITED}' ELSE '{_NOTHING_TO_PAY}' END
            WHERE state IN ('waiting', 'failed')
                AND id IN (SELECT letter_id FROM reminder WHERE invoice_id = new.id);
        END"""
    )
    db.conn.execute(
        """CREATE TRIGGER reminder_in_letter_to_its_client BEFORE INSERT ON reminder WHEN new.letter_id IS NOT NULL
            AND (SELECT client_id FROM letter WHERE id = new.letter_id)
                IS NOT (SELECT client_id FROM invoice WHERE id = new.invoice_id)
        BEGIN SELECT RAISE(ABORT, 'a letter reminds one client'); END"""
    )
