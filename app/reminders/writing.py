"""Reminders with their letters, one or many, inside one transaction: amounts are those of that moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app import sqlite
from app.actor import Actor
from app.errors import Conflict
from app.i18n import N_
from app.invoices.store import find
from app.letters import store as letters
from app.letters.model import Letter
from app.reminders import store, texts, together
from app.reminders.forms import Typed
from app.reminders.model import Reminder, term
from app.reminders.planning import Together, letters_for, plan
from app.seller import store as sellers
from app.seller.model import Seller
from app.vault import Keyring

ATTACHED = ("invoice:pdf",)
_TYPED = ("recipient", "subject", "body", "attachments")


class Changed(Conflict):
    """Nothing was sent: what is due is not what the person was shown."""

    def __init__(self) -> None:
        super().__init__(N_("Something has changed meanwhile. Nothing was sent; please look again."))


def send_one(
    db: sqlite.Connection,
    keys: Keyring,
    typed: Typed,
    still_open: int,
    actor: Actor,
    at: str,
    *,
    submission: str,
) -> Reminder:
    """As typed, once however often the form is sent. Raises NotReminded, also where it comes again with something else
    in it, and Changed where another amount is open than the form has shown."""
    reminder, values = typed.reminder, typed.values
    invoice = find(db, reminder.invoice_id)
    between = texts.particulars(invoice, reminder, sellers.load(db))
    letter = Letter(
        invoice.client_id, values["recipient"], values["subject"],
        texts.body(values["opening"], between, values["closing"]), invoice.language, invoice.id,
        ATTACHED if typed.attached else (),
    )  # fmt: skip
    done = store.made_by_form(db, submission)
    if done is not None:
        if done.level == reminder.level and _says(db, done, letter):
            return done
        submission = ""
    store.check(db, invoice, reminder)
    if invoice.still_open != still_open:
        raise Changed
    return store.add(db, keys, reminder, letter, actor, at, submission=submission)


def send_many(
    db: sqlite.Connection,
    keys: Keyring,
    wanted: Sequence[str],
    days: Sequence[int],
    actor: Actor,
    today: str,
    at: str,
    *,
    submission: str,
) -> int:
    """How many invoices; those of one client go in one letter. `wanted` are the keys of what was shown (Planned.key).
    All or none, and once however often the form is sent: raises Changed where one of them is not as it was shown any
    more."""
    ids = [int(each.partition("-")[0]) for each in wanted]
    if submission and all(store.made_by_form(db, f"{submission}-{each}") for each in ids):
        return len(wanted)
    planned = plan(db, ids, today)
    if [each.key for each in planned if each.reason is None] != list(wanted):
        raise Changed
    firm = sellers.load(db)
    for each in letters_for(planned):
        reminders = {
            part.invoice.id: Reminder(part.invoice.id, part.level, today, term(today, part.level, days))
            for part in each.parts
        }
        own = {made: f"{submission}-{number}" if submission else "" for number, made in reminders.items()}
        store.add_together(db, keys, own, write(each, reminders, actor, firm), actor, at)
    return len(planned)


def write(letter: Together, reminders: Mapping[int, Reminder], actor: Actor, firm: Seller) -> Letter:
    """Of one invoice the letter that a person begins with, of several one that lists them."""
    first, *others = letter.parts
    invoice, level = first.invoice, first.level
    if others:
        subject, before = together.subject(letter), together.opening(letter)
        between = together.particulars(letter, reminders, firm)
        after = together.closing(letter, actor.name, firm)
    else:
        subject, before = texts.subject(invoice, level), texts.opening(invoice, first.client, level)
        between = texts.particulars(invoice, reminders[invoice.id], firm)
        after = texts.closing(invoice, level, actor.name, firm)
    copies = (*ATTACHED, *(f"{ATTACHED[0]}:{each.invoice.id}" for each in others))
    body = texts.body(before, between, after)
    return Letter(invoice.client_id, first.recipient, subject, body, invoice.language, invoice.id, copies)


def _says(db: sqlite.Connection, done: Reminder, letter: Letter) -> bool:
    """Whether its letter, where it is still there, is this one."""
    if done.letter_id is None:
        return True
    sent = letters.find(db, done.letter_id)
    return all(getattr(sent, name) == getattr(letter, name) for name in _TYPED)
