"""Many issued invoices at once, as rows: for the demo and for what measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app import sqlite
from app.actor import Actor
from app.invoices.drafts import HEAD, LINE, derived
from app.invoices.model import Invoice, InvoiceLine, Party, VatRow
from app.invoices.schema import PARTY_TEXTS


@dataclass(frozen=True)
class Ready:
    """A numbered head with its amounts, and everything that is written down with it."""

    head: Invoice
    lines: tuple[InvoiceLine, ...]
    seller: Party
    buyer: Party
    vat: tuple[VatRow, ...]


def add_many(db: sqlite.Connection, many: Sequence[Ready], actor: Actor, at: str) -> list[int]:
    """Their ids. The numbers come last: from then on the file refuses lines too."""
    first = (
        int(sqlite.one(db, "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'invoice'") or 0)
        + 1
    )
    ids = [*range(first, first + len(many))]
    columns = ("id", *HEAD, "uuid", "buyer_key", "search", "created_at", "created_by", "changed_at")
    db.executemany(
        f"INSERT INTO invoice ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
        (
            (
                number,
                *(getattr(each.head, name) for name in HEAD),
                each.head.uuid,
                *derived(each.head),
                at,
                actor.name,
                at,
            )
            for number, each in zip(ids, many, strict=True)
        ),
    )
    db.executemany(
        f"INSERT INTO invoice_line (invoice_id, {', '.join(LINE)}) VALUES (?{', ?' * len(LINE)})",
        (
            (number, *(getattr(line, name) for name in LINE))
            for number, each in zip(ids, many, strict=True)
            for line in each.lines
        ),
    )
    names = (*PARTY_TEXTS, "small_business")
    db.executemany(
        f"INSERT INTO invoice_party (invoice_id, role, {', '.join(names)}) VALUES (?, ?{', ?' * len(names)})",
        (
            (number, role, *(getattr(party, name) for name in names))
            for number, each in zip(ids, many, strict=True)
            for role, party in (("seller", each.seller), ("buyer", each.buyer))
        ),
    )
    db.executemany(
        "INSERT INTO invoice_vat (invoice_id, category, rate, net, vat, note, code) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (number, row.category, row.rate, row.net, row.vat, row.note, row.code)
            for number, each in zip(ids, many, strict=True)
            for row in each.vat
        ),
    )
    db.executemany(
        "UPDATE invoice SET series = ?, year = ?, sequence = ?, number = ?, issued_at = ?, issued_by = ? WHERE id = ?",
        (
            (
                each.head.series,
                each.head.year,
                each.head.sequence or number,
                each.head.number,
                at,
                actor.name,
                number,
            )
            for number, each in zip(ids, many, strict=True)
        ),
    )
    return ids
