"""A client's account in one currency: what was invoiced and paid, in its order, and what is open at the end.

A day's documents stand before its payments. Drafts and pro formas move nothing. A document and its cancellation are one
item, and so are an invoice and what was credited on it: nothing looks open that was taken back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from app import sqlite
from app.i18n import N_
from app.invoices.figures import SIGNED
from app.invoices.model import TYPES
from app.payments.ageing import BUCKETS, Bucket

KINDS: Mapping[str, str] = {
    **TYPES,
    "payment": N_("Payment"),
    "refund": N_("Paid back"),
    "reversal": N_("Reversal"),
}


@dataclass(frozen=True)
class Asked:
    """Whose account, in which currency, and both days, which are within; no `since`: from the beginning."""

    client_id: int
    currency: str
    since: str
    until: str


class Movement(NamedTuple):
    """`amount` raises what the client owes, below zero it lowers it; `balance` is what is owed after it."""

    day: str
    kind: str
    number: str
    invoice_id: int
    amount: int
    balance: int


class Item(NamedTuple):
    """What is open of one document at the end, less what was credited on it; below zero it is owed to the client."""

    invoice_id: int
    kind: str
    number: str
    issued_on: str
    due_on: str
    amount: int

    def days_late(self, day: str) -> int:
        """Below zero while there is time; 0 without a due date."""
        return (date.fromisoformat(day) - date.fromisoformat(self.due_on)).days if self.due_on else 0


@dataclass(frozen=True)
class Statement:
    """Amounts in minor units of its currency; `count` movements lead from the opening to the closing balance."""

    asked: Asked
    opening: int
    closing: int
    count: int
    items: tuple[Item, ...]

    @property
    def ageing(self) -> list[tuple[Bucket, int]]:
        """What is to be paid, by how long it has been due at the end; what is owed to the client is not in it."""
        return [(bucket, sum(self._amounts_in(bucket))) for bucket in BUCKETS]

    @property
    def credit(self) -> int:
        return sum(each.amount for each in self.items if each.amount < 0)

    def _amounts_in(self, bucket: Bucket) -> Iterator[int]:
        for each in self.items:
            late = each.days_late(self.asked.until)
            if each.amount > 0 and (bucket.first is None or late >= bucket.first):
                yield each.amount if bucket.last is None or late <= bucket.last else 0


_STANDS = "i.client_id = :client AND i.currency = :currency AND i.number IS NOT NULL AND i.type <> 'proforma'"
_MOVED = (
    f"SELECT i.issued_on AS day, i.type AS kind, i.number, i.id AS invoice_id, {SIGNED} AS amount, 0 AS turn,"
    f" i.id AS place FROM invoice i WHERE {_STANDS}"
    " UNION ALL SELECT p.paid_on, CASE WHEN p.reverses IS NOT NULL THEN 'reversal' WHEN p.amount < 0 THEN 'refund'"
    " ELSE 'payment' END, i.number, i.id, -p.amount, 1, p.id"
    f" FROM invoice i CROSS JOIN payment p ON p.invoice_id = i.id WHERE {_STANDS}"
)
_IN_ORDER = (
    f"SELECT day, kind, number, invoice_id, amount FROM ({_MOVED}) WHERE day BETWEEN :since AND :until"
    " ORDER BY day, turn, place LIMIT :limit"
)
_SUMS = (
    "SELECT coalesce(sum(CASE WHEN day < :since THEN amount END), 0) AS opening, coalesce(sum(amount), 0) AS closing,"
    f" coalesce(sum(day >= :since), 0) AS count FROM ({_MOVED}) WHERE day <= :until"
)
# A document counts from its day on, and no more from that of its cancellation on; payments from theirs. What takes
# something off an invoice of the same account is one item with it.
_TAKES_OFF = "(i.type = 'credit_note' OR (i.type = 'corrective' AND i.gross < 0))"
_PARTS = (
    f"SELECT coalesce(r.id, i.id) AS item_id,"
    f" ((i.issued_on <= :until) - coalesce(k.issued_on <= :until, 0)) * {SIGNED}"
    " - coalesce((SELECT sum(amount) FROM payment WHERE invoice_id = i.id AND paid_on <= :until), 0) AS amount"
    " FROM invoice i LEFT JOIN invoice k ON k.id = i.cancelled_by AND k.client_id = i.client_id"
    f" LEFT JOIN invoice r ON {_TAKES_OFF} AND r.id = i.reference_id AND r.client_id = i.client_id"
    f" AND r.currency = i.currency AND r.number IS NOT NULL WHERE {_STANDS} AND NOT EXISTS"
    " (SELECT 1 FROM invoice o WHERE o.cancelled_by = i.id AND o.client_id = i.client_id)"
)
_ITEMS = (
    "SELECT d.id, d.type, d.number, d.issued_on, d.due_on, sum(p.amount) AS open"
    f" FROM ({_PARTS}) p CROSS JOIN invoice d ON d.id = p.item_id"
    " GROUP BY d.id HAVING sum(p.amount) <> 0 ORDER BY d.issued_on, d.id"
)


def statement(db: sqlite.Connection, asked: Asked) -> Statement:
    sums = db.execute(_SUMS, _values(asked)).fetchone()
    items = tuple(Item(*row) for row in db.execute(_ITEMS, _values(asked)))
    return Statement(asked, sums["opening"], sums["closing"], sums["count"], items)


def movements(db: sqlite.Connection, asked: Asked, opening: int, limit: int = -1) -> Iterator[Movement]:
    """From the opening balance on, oldest first; all of them without a `limit`."""
    balance = opening
    for row in db.execute(_IN_ORDER, {**_values(asked), "limit": limit}):
        day, kind, number, invoice_id, amount = row
        balance += amount
        yield Movement(day, kind, number, invoice_id, amount, balance)


def currencies_of(db: sqlite.Connection, client_id: int) -> Sequence[str]:
    rows = db.execute(
        "SELECT DISTINCT currency FROM invoice WHERE client_id = ? AND number IS NOT NULL AND type <> 'proforma'"
        " ORDER BY currency",
        (client_id,),
    )
    return [row["currency"] for row in rows]


def _values(asked: Asked) -> dict[str, object]:
    return {
        "client": asked.client_id, "currency": asked.currency, "since": asked.since, "until": asked.until,
    }  # fmt: skip
