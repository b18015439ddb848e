"""SQL of payments. What an invoice has been paid is kept with every one of them, in the same transaction."""

from __future__ import annotations

from dataclasses import replace

from app import sqlite
from app.actor import Actor
from app.clients import store as clients
from app.errors import Conflict, MasakuError, NotFound
from app.history import store as history
from app.history.model import Change
from app.i18n import N_
from app.invoices import store as invoices
from app.invoices.drafts import subject
from app.invoices.model import Invoice
from app.money import MAX_MINOR, Money
from app.payments.model import Payment, is_payable, least_paid
from app.vault import Keyring

_FIND = (
    "SELECT p.id, p.invoice_id, p.amount, p.paid_on, p.method, p.note, p.reverses, p.made_at, p.made_by,"
    " (SELECT r.id FROM payment r WHERE r.reverses = p.id) AS reversed_by FROM payment p"
)


class NotBooked(MasakuError):
    """This document takes no such payment; nothing was booked."""

    status = 422


class PaidTwice(Conflict):
    """The same amount is there for the same day already; `earlier` is it. Meant all the same, it is booked."""

    def __init__(self, earlier: Payment) -> None:
        super().__init__(N_("The same amount is booked for this day already."))
        self.earlier = earlier


class Reversed(Conflict):
    def __init__(self) -> None:
        super().__init__(N_("This payment was reversed before, or is a reversal itself."))


def of_invoice(db: sqlite.Connection, invoice_id: int) -> list[Payment]:
    """In the order in which they were booked."""
    rows = db.execute(f"{_FIND} WHERE p.invoice_id = ? ORDER BY p.id", (invoice_id,))
    return [Payment(**dict(row)) for row in rows]


def find(db: sqlite.Connection, invoice_id: int, payment_id: int) -> Payment:
    row = db.execute(f"{_FIND} WHERE p.id = ? AND p.invoice_id = ?", (payment_id, invoice_id)).fetchone()
    if row is None:
        raise NotFound()
    return Payment(**dict(row))


def add(
    db: sqlite.Connection,
    keys: Keyring,
    payment: Payment,
    actor: Actor,
    at: str,
    *,
    submission: str = "",
    again: bool = False,
) -> Payment:
    """A form sent twice (same `submission`, same payment) books once; one that comes from the browser's memory with
    something else in it books another. Raises NotBooked, and PaidTwice unless it is meant `again`."""
    first = _booked_by(db, submission)
    if first is not None:
        if _content(first) == _content(payment):
            return first
        submission = ""
    invoice = invoices.find(db, payment.invoice_id)
    if not is_payable(invoice):
        raise NotBooked(N_("No payment is booked on this document."))
    if payment.amount > 0 and invoice.cancelled_by is not None:
        raise NotBooked(N_("This invoice is cancelled: nothing is paid on it any more."))
    _check_sum(invoice, payment.amount)
    earlier = None if again else _standing(db, payment)
    if earlier is not None:
        raise PaidTwice(earlier)
    return _book(db, keys, invoice, payment, actor, at, submission)


def reverse(
    db: sqlite.Connection, keys: Keyring, invoice_id: int, payment_id: int, note: str, actor: Actor, at: str
) -> Payment:
    """Takes back what was booked wrongly, by a payment of the opposite amount on the same day. Raises Reversed,
    and NotBooked where what came in has gone back already."""
    wrong = find(db, invoice_id, payment_id)
    if not wrong.may_be_reversed:
        raise Reversed
    opposite = replace(wrong, amount=-wrong.amount, note=note, reverses=wrong.id)
    invoice = invoices.find(db, invoice_id)
    _check_sum(invoice, opposite.amount)
    return _book(db, keys, invoice, opposite, actor, at)


def _check_sum(invoice: Invoice, amount: int) -> None:
    paid = invoice.paid + amount
    if amount < 0 and paid < least_paid(invoice):
        raise NotBooked(N_("No more can go back than came in."))
    if paid > MAX_MINOR:
        raise NotBooked(N_("Together with what is booked already that is more than can be."))


def _booked_by(db: sqlite.Connection, submission: str) -> Payment | None:
    row = db.execute(f"{_FIND} WHERE p.submission = ?", (submission,)).fetchone()
    return Payment(**dict(row)) if row else None


def _content(payment: Payment) -> tuple[object, ...]:
    return payment.invoice_id, payment.amount, payment.paid_on, payment.method, payment.note


def _standing(db: sqlite.Connection, payment: Payment) -> Payment | None:
    same = (payment.amount, payment.paid_on)
    for each in of_invoice(db, payment.invoice_id):
        if (each.amount, each.paid_on) == same and each.may_be_reversed:
            return each
    return None


def _book(
    db: sqlite.Connection,
    keys: Keyring,
    invoice: Invoice,
    payment: Payment,
    actor: Actor,
    at: str,
    submission: str = "",
) -> Payment:
    cursor = db.execute(
        "INSERT INTO payment (invoice_id, amount, paid_on, method, note, reverses, made_at, made_by, submission)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            invoice.id, payment.amount, payment.paid_on, payment.method, payment.note, payment.reverses, at,
            actor.name, submission or None,
        ),
    )  # fmt: skip
    db.execute(
        "UPDATE invoice SET paid = paid + ?, version = version + 1 WHERE id = ?", (payment.amount, invoice.id)
    )
    client = clients.find(db, invoice.client_id)
    change = Change("payment", "", words(payment, invoice))
    history.record(db, keys, subject(client.uuid, client.id, invoice.id), "change", [change], actor, at)
    clients.touch(db, client.id, actor, at)
    return find(db, invoice.id, int(cursor.lastrowid or 0))


def words(payment: Payment, invoice: Invoice) -> str:
    amount = Money(payment.amount, invoice.currency)
    text = f"{amount.decimal} {amount.currency}, {payment.paid_on}, {payment.method}"
    return f"{text}, {payment.note}" if payment.note else text
