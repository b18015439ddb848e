"""Many payments at once, as rows: for the demo and for what measures."""

from __future__ import annotations

from collections.abc import Sequence

from app import sqlite
from app.actor import Actor
from app.payments.model import Payment


def add_many(db: sqlite.Connection, many: Sequence[Payment], actor: Actor, at: str) -> None:
    """What their invoices are paid goes with them; what is written down about it is the caller's."""
    db.executemany(
        "INSERT INTO payment (invoice_id, amount, paid_on, method, note, made_at, made_by)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (each.invoice_id, each.amount, each.paid_on, each.method, each.note, at, actor.name)
            for each in many
        ),
    )
    db.executemany(
        "UPDATE invoice SET paid = paid + ?, version = version + 1 WHERE id = ?",
        ((each.amount, each.invoice_id) for each in many),
    )
