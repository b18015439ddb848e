"""What a client was invoiced, each currency apart: credit notes taken off, pro formas never counted."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from app import sqlite
from app.invoices.listing import InvoiceRow
from app.invoices.model import SIGN
from app.money import Money

_SIGN = " ".join(f"WHEN '{kind}' THEN {sign}" for kind, sign in SIGN.items())
# What a document `i` of invoice adds to what its buyer owes: a cancellation the opposite of what it cancels, which may
# have been a credit note.
SIGNED = (
    f"(CASE i.type {_SIGN} ELSE -(SELECT CASE c.type {_SIGN} ELSE 0 END FROM invoice c WHERE c.id = i.reference_id) END"
    " * i.gross)"
)


@dataclass(frozen=True)
class Figures:
    """`count` is of invoices and debit notes that stand; `overdue` is a part of `open`."""

    count: int
    total: Money
    open: Money
    overdue: Money

    @property
    def average(self) -> Money:
        return self.total.times(Decimal(1) / self.count) if self.count else self.total


def of_client(db: sqlite.Connection, client_id: int, today: str) -> list[Figures]:
    """One per currency, the largest first."""
    rows = db.execute(
        f"SELECT currency, sum({SIGNED}) AS total,"
        " sum(type IN ('invoice', 'debit_note') AND cancelled_by IS NULL) AS count,"
        " sum(CASE WHEN state IN ('open', 'partly_paid') THEN open ELSE 0 END) AS open,"
        " sum(CASE WHEN state IN ('open', 'partly_paid') AND due_on BETWEEN '0' AND :today AND due_on < :today"
        " THEN open ELSE 0 END) AS overdue"
        " FROM invoice i WHERE client_id = :client AND number IS NOT NULL AND type <> 'proforma'"
        " GROUP BY currency ORDER BY total DESC, currency",
        {"client": client_id, "today": today},
    )
    return [
        Figures(row["count"], *(Money(row[name], row["currency"]) for name in ("total", "open", "overdue")))
        for row in rows
    ]


def newest(db: sqlite.Connection, client_id: int, limit: int) -> list[InvoiceRow]:
    rows = db.execute(
        "SELECT id, client_id, number, type, buyer_name, issued_on, due_on, currency, gross, paid, open, state,"
        " number_key FROM invoice WHERE client_id = ? ORDER BY number_key DESC, id DESC LIMIT ?",
        (client_id, limit),
    )
    return [InvoiceRow(*row) for row in rows]
