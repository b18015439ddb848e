"""SQL of reminders. Each is made together with its letter, and stands in the client's history."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from app import sqlite
from app.actor import Actor
from app.clients import store as clients
from app.errors import Conflict
from app.history import store as history
from app.history.model import Change
from app.i18n import N_
from app.invoices import store as invoices
from app.invoices.drafts import subject
from app.invoices.model import Invoice
from app.letters import store as letters
from app.letters.model import Letter
from app.money import Money
from app.reminders.model import LAST, Reminder, why_not
from app.vault import Keyring

_FIND = (
    "SELECT r.id, r.invoice_id, r.level, r.made_on, r.due_on, r.fee, r.letter_id, r.made_at, r.made_by,"
    " CASE WHEN r.withdrawn THEN 'withdrawn' ELSE coalesce(l.state, '') END AS letter_state, r.withdrawn"
    " FROM reminder r LEFT JOIN letter l ON l.id = r.letter_id"
)

# What a letter names, it brings a copy of.
_OUTDATED = """SELECT DISTINCT l.id FROM letter l JOIN reminder r ON r.letter_id = l.id
    WHERE l.state IN ('waiting', 'failed') AND (SELECT count(*) FROM reminder WHERE letter_id = l.id) > 1
    AND r.withdrawn = EXISTS (SELECT 1 FROM json_each(l.attachments) WHERE value =
        'invoice:pdf' || CASE WHEN r.invoice_id = l.invoice_id THEN '' ELSE ':' || r.invoice_id END)"""


class NotReminded(Conflict):
    """What the form was opened for is no more; no letter was written."""


def of_invoice(db: sqlite.Connection, invoice_id: int) -> list[Reminder]:
    """In the order in which they were made, withdrawn ones too."""
    return [
        _reminder(row) for row in db.execute(f"{_FIND} WHERE r.invoice_id = ? ORDER BY r.id", (invoice_id,))
    ]


def of_letter(db: sqlite.Connection, letter_id: int) -> list[Reminder]:
    """What it reminds of as things are."""
    rows = db.execute(f"{_FIND} WHERE r.letter_id = ? AND r.withdrawn = 0 ORDER BY r.id", (letter_id,))
    return [_reminder(row) for row in rows]


def outdated(db: sqlite.Connection) -> list[int]:
    """Letters that wait and name what was paid, credited or cancelled since, or leave out what is open again."""
    return [row["id"] for row in db.execute(_OUTDATED)]


def last_ones(db: sqlite.Connection, invoice_ids: Sequence[int]) -> dict[int, Reminder]:
    """The last reminder of each of these invoices that has one which was not withdrawn."""
    rows = db.execute(
        f"{_FIND} WHERE r.invoice_id IN (SELECT value FROM json_each(?)) AND r.withdrawn = 0 ORDER BY r.level",
        (json.dumps([*invoice_ids]),),
    )
    return {row["invoice_id"]: _reminder(row) for row in rows}


def last_of(reminders: Sequence[Reminder]) -> Reminder | None:
    standing = [each for each in reminders if not each.withdrawn]
    return standing[-1] if standing else None


def next_level(reminders: Sequence[Reminder]) -> int:
    """0 after the last one."""
    last = last_of(reminders)
    level = last.level if last else 0
    return level + 1 if level < LAST else 0


def add(
    db: sqlite.Connection,
    keys: Keyring,
    reminder: Reminder,
    letter: Letter,
    actor: Actor,
    at: str,
    *,
    submission: str = "",
) -> Reminder:
    """The reminder with its letter in the outbox. A form sent twice (same `submission`) reminds once. Raises
    NotReminded."""
    done = made_by_form(db, submission)
    if done is not None:
        return done
    add_together(db, keys, {reminder: submission}, letter, actor, at)
    return of_invoice(db, reminder.invoice_id)[-1]


def add_together(
    db: sqlite.Connection,
    keys: Keyring,
    reminders: Mapping[Reminder, str],
    letter: Letter,
    actor: Actor,
    at: str,
) -> None:
    """All that one letter reminds of, each with the random key it is made under. Raises NotReminded."""
    of = {reminder: invoices.find(db, reminder.invoice_id) for reminder in reminders}
    for reminder, invoice in of.items():
        check(db, invoice, reminder)
    written = letters.add(db, keys, letter, actor, at)
    client = clients.find(db, letter.client_id)
    for reminder, invoice in of.items():
        _insert(db, reminder, written.id, actor, at, reminders[reminder])
        change = Change("reminder", "", _words(reminder, invoice))
        history.record(db, keys, subject(client.uuid, client.id, invoice.id), "change", [change], actor, at)


def check(db: sqlite.Connection, invoice: Invoice, reminder: Reminder) -> None:
    """Raises NotReminded where there is nothing to be reminded of any more, or somebody else was faster."""
    reason = why_not(invoice, reminder.made_on)
    if reason:
        raise NotReminded(reason)
    if next_level(of_invoice(db, invoice.id)) != reminder.level:
        raise NotReminded(N_("This reminder was sent meanwhile."))


def made_by_form(db: sqlite.Connection, submission: str) -> Reminder | None:
    """What a form with this random key has made before."""
    row = db.execute(f"{_FIND} WHERE r.submission = ?", (submission,)).fetchone() if submission else None
    return _reminder(row) if row else None


def _reminder(row: sqlite.Row) -> Reminder:
    return Reminder(**{**dict(row), "withdrawn": bool(row["withdrawn"])})


def _insert(
    db: sqlite.Connection, reminder: Reminder, letter_id: int, actor: Actor, at: str, submission: str
) -> None:
    db.execute(
        "INSERT INTO reminder (invoice_id, level, made_on, due_on, fee, letter_id, made_at, made_by, submission)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            reminder.invoice_id, reminder.level, reminder.made_on, reminder.due_on, reminder.fee, letter_id, at,
            actor.name, submission or None,
        ),
    )  # fmt: skip


def _words(reminder: Reminder, invoice: Invoice) -> str:
    text = f"{reminder.level}, {reminder.due_on}"
    fee = Money(reminder.fee, invoice.currency)
    return f"{text}, {fee.decimal} {fee.currency}" if fee else text
