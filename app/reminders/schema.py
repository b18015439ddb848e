"""Reminders: one row for each level of an invoice, never changed and never removed."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("reminders")
_DAY = "GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'"
# app.reminders.model.NOTHING_TO_PAY, NONE_LEFT, ONE_OF_THEM and CREDITED as letters keep a message.
_NOTHING_TO_PAY = (
    '{"id": "The invoice was paid or cancelled before this reminder went out.", "params": {}, "plural": ""}'
)
_ONE_OF_THEM = (
    '{"id": "One of the invoices of this reminder was paid, credited or cancelled before it went out.",'
    ' "params": {}, "plural": ""}'
)
_NONE_LEFT = (
    '{"id": "All invoices of this reminder were paid, credited or cancelled before it went out.",'
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


_OPEN = "(SELECT state FROM invoice WHERE id = {0}.invoice_id) IN ('open', 'partly_paid')"
_NONE_STANDS = "NOT EXISTS (SELECT 1 FROM reminder WHERE letter_id = letter.id AND withdrawn = 0)"


@migrations()
def v006_withdrawn_ones_do_not_count(db: Database) -> None:
    # The levels were UNIQUE with the withdrawn ones among them: the table is made anew, and its triggers with it.
    guards = db.conn.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%reminder%' ORDER BY rowid"
    ).fetchall()
    for name, _ in guards:
        db.conn.execute(f"DROP TRIGGER {name}")
    db.conn.execute(
        f"""CREATE TABLE reminder_anew (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            invoice_id INTEGER NOT NULL REFERENCES invoice(id),
            level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 3),
            made_on TEXT NOT NULL CHECK (made_on {_DAY}),
            due_on TEXT NOT NULL CHECK (due_on {_DAY} AND due_on > made_on),
            fee INTEGER NOT NULL DEFAULT 0 CHECK (fee BETWEEN 0 AND 10000000),
            letter_id INTEGER REFERENCES letter(id),
            made_at TEXT NOT NULL,
            made_by TEXT NOT NULL,
            submission TEXT UNIQUE CHECK (length(submission) BETWEEN 16 AND 64),
            withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1))
        ) STRICT"""
    )
    db.conn.execute(
        "INSERT INTO reminder_anew SELECT r.id, r.invoice_id, r.level, r.made_on, r.due_on, r.fee, r.letter_id,"
        " r.made_at, r.made_by, r.submission, coalesce(l.state = 'withdrawn', 0)"
        " FROM reminder r LEFT JOIN letter l ON l.id = r.letter_id"
    )
    db.conn.execute("DROP TABLE reminder")
    db.conn.execute("ALTER TABLE reminder_anew RENAME TO reminder")
    for index in (
        "UNIQUE INDEX reminder_level ON reminder(invoice_id, level) WHERE withdrawn = 0",
        "INDEX reminder_invoice ON reminder(invoice_id)",
        "INDEX reminder_letter ON reminder(letter_id) WHERE letter_id IS NOT NULL",
    ):
        db.conn.execute(f"CREATE {index}")
    anew = ("reminder_is_withdrawn", "reminder_in_order", "reminder_stays")
    for name, sql in guards:
        if name not in anew:
            db.conn.execute(sql)
    _in_order(db)
    _with_its_letter(db)


def _in_order(db: Database) -> None:
    db.conn.execute(
        """CREATE TRIGGER reminder_in_order BEFORE INSERT ON reminder WHEN new.level
            <> 1 + (SELECT coalesce(max(level), 0) FROM reminder WHERE invoice_id = new.invoice_id AND withdrawn = 0)
        BEGIN SELECT RAISE(ABORT, 'reminders follow one another'); END"""
    )
    fixed = ("id", "invoice_id", "level", "made_on", "due_on", "fee", "made_at", "made_by", "submission")
    differs = " OR ".join(f"new.{name} IS NOT old.{name}" for name in fixed)
    db.conn.execute(
        f"CREATE TRIGGER reminder_stays BEFORE UPDATE ON reminder WHEN {differs}"
        " OR (new.letter_id IS NOT old.letter_id AND new.letter_id IS NOT NULL)"
        " BEGIN SELECT RAISE(ABORT, 'a reminder is never changed'); END"
    )


def _with_its_letter(db: Database) -> None:
    # What is paid leaves the letter, and the letter goes on with the rest (app.reminders.rewording): its new version
    # keeps what was put together before from going out.
    db.conn.execute(
        f"""CREATE TRIGGER reminder_is_withdrawn AFTER UPDATE OF paid, credited, cancelled_by ON invoice
            WHEN new.state IN ('paid', 'credited', 'cancelled') BEGIN
            UPDATE reminder SET withdrawn = 1 WHERE invoice_id = new.id AND withdrawn = 0
                AND (SELECT state FROM letter WHERE id = letter_id) IN ('waiting', 'failed');
            UPDATE letter SET version = version + 1,
                state = CASE WHEN {_NONE_STANDS} THEN 'withdrawn' ELSE state END,
                error = CASE WHEN NOT ({_NONE_STANDS}) THEN error
                    WHEN (SELECT count(*) FROM reminder WHERE letter_id = letter.id) > 1 THEN '{_NONE_LEFT}'
                    WHEN new.state = 'credited' THEN '{_CREDITED}' ELSE '{_NOTHING_TO_PAY}' END
            WHERE state IN ('waiting', 'failed')
                AND id IN (SELECT letter_id FROM reminder WHERE invoice_id = new.id);
        END"""
    )
    db.conn.execute(
        """CREATE TRIGGER reminder_goes_with_its_letter AFTER UPDATE OF state ON letter
            WHEN new.state = 'withdrawn' AND old.state <> 'withdrawn' BEGIN
            UPDATE reminder SET withdrawn = 1 WHERE letter_id = new.id AND withdrawn = 0;
        END"""
    )
    # Of a letter that a person lets go after all, what is open still and was not asked for again by another.
    again = (
        f"{_OPEN.format('reminder')} AND NOT EXISTS (SELECT 1 FROM reminder r WHERE r.withdrawn = 0"
        " AND r.invoice_id = reminder.invoice_id AND r.level >= reminder.level)"
    )
    db.conn.execute(
        f"""CREATE TRIGGER reminder_comes_with_its_letter BEFORE UPDATE OF state ON letter
            WHEN old.state = 'withdrawn' AND new.state <> 'withdrawn'
                AND EXISTS (SELECT 1 FROM reminder WHERE letter_id = old.id) BEGIN
            SELECT RAISE(ABORT, 'the letter reminds of nothing')
                WHERE NOT EXISTS (SELECT 1 FROM reminder WHERE letter_id = old.id AND {again});
            UPDATE reminder SET withdrawn = 0 WHERE letter_id = old.id AND {again};
        END"""
    )
    # What was put together before an invoice left it does not go: a letter brings a copy of each that it names.
    outdated = """SELECT 1 FROM reminder r WHERE r.letter_id = new.id
        AND (SELECT count(*) FROM reminder WHERE letter_id = new.id) > 1
        AND r.withdrawn = EXISTS (SELECT 1 FROM json_each(new.attachments) WHERE value =
            'invoice:pdf' || CASE WHEN r.invoice_id = new.invoice_id THEN '' ELSE ':' || r.invoice_id END)"""
    db.conn.execute(
        f"""CREATE TRIGGER reminder_goes_as_things_are BEFORE UPDATE OF state ON letter
            WHEN new.state = 'sending' AND EXISTS ({outdated}) BEGIN SELECT RAISE(IGNORE); END"""
    )
    # Paid while the mail server had the letter and did not take it.
    db.conn.execute(
        f"""CREATE TRIGGER reminder_after_a_try AFTER UPDATE OF state ON letter
            WHEN old.state = 'sending' AND new.state IN ('waiting', 'failed')
                AND EXISTS (SELECT 1 FROM reminder WHERE letter_id = new.id) BEGIN
            UPDATE reminder SET withdrawn = 1 WHERE letter_id = new.id AND NOT {_OPEN.format("reminder")};
            UPDATE letter SET state = 'withdrawn', version = version + 1,
                error = '{_NOTHING_TO_PAY}' WHERE id = new.id AND {_NONE_STANDS};
        END"""
    )
