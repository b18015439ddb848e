"""Many issued invoices at once, as rows: for the demo and for what measures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    last = sqlite.one(db, "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'invoice'") or 0
    ids = [*range(int(last) + 1, int(last) + 1 + len(many))]
    numbered = [*zip(ids, many, strict=True)]
    _insert(db, "invoice", _HEADS, (_head(number, each, actor, at) for number, each in numbered))
    _insert(
        db,
        "invoice_line",
        ("invoice_id", *LINE),
        ((number, *_of(line, LINE)) for number, each in numbered for line in each.lines),
    )
    _insert(
        db,
        "invoice_party",
        ("invoice_id", "role", *_PARTY),
        (
            (number, role, *_of(party, _PARTY))
            for number, each in numbered
            for role, party in (("seller", each.seller), ("buyer", each.buyer))
        ),
    )
    _insert(
        db,
        "invoice_vat",
        ("invoice_id", *_VAT),
        ((number, *_of(row, _VAT)) for number, each in numbered for row in each.vat),
    )
    _issue(db, numbered, actor, at)
    return ids


_HEADS = ("id", *HEAD, "uuid", "buyer_key", "search", "created_at", "created_by", "changed_at")
_PARTY = (*PARTY_TEXTS, "small_business")
_VAT = ("category", "rate", "net", "vat", "note", "code")


def _insert(
    db: sqlite.Connection, table: str, columns: Sequence[str], rows: Iterable[tuple[object, ...]]
) -> None:
    marks = ", ".join("?" * len(columns))
    db.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


def _of(value: object, names: Sequence[str]) -> tuple[object, ...]:
    return tuple(getattr(value, name) for name in names)


def _head(number: int, ready: Ready, actor: Actor, at: str) -> tuple[object, ...]:
    head = ready.head
    return number, *_of(head, HEAD), head.uuid, *derived(head), at, actor.name, at


def _issue(db: sqlite.Connection, numbered: Iterable[tuple[int, Ready]], actor: Actor, at: str) -> None:
    db.executemany(
        "UPDATE invoice SET series = ?, year = ?, sequence = ?, number = ?, issued_at = ?, issued_by = ? WHERE id = ?",
        (
            (head.series, head.year, head.sequence or number, head.number, at, actor.name, number)
            for number, head in ((number, each.head) for number, each in numbered)
        ),
    )
