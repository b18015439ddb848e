"""SQL of invoices: found, and loaded as the document they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Literal

from app import sqlite
from app.clients import store as clients
from app.errors import NotFound
from app.invoices.counting import totals_of, vat_rows
from app.invoices.model import (
    BUYER_NAMED,
    REFERRING,
    Document,
    Invoice,
    InvoiceLine,
    Party,
    Reference,
    VatRow,
)
from app.invoices.parties import buyer_party, seller_party
from app.invoices.schema import PARTY_TEXTS
from app.seller import store as sellers
from app.vat.notes import Note

COLUMNS = tuple(each.name for each in fields(Invoice))
LINE_COLUMNS = tuple(each.name for each in fields(InvoiceLine))
_FIND = f"SELECT {', '.join(COLUMNS)} FROM invoice"
_LINES = f"SELECT {', '.join(LINE_COLUMNS)} FROM invoice_line WHERE invoice_id = ? ORDER BY position"


def find(db: sqlite.Connection, invoice_id: int) -> Invoice:
    row = db.execute(f"{_FIND} WHERE id = ?", (invoice_id,)).fetchone()
    if row is None:
        raise NotFound()
    return from_row(row)


def from_row(row: sqlite.Row) -> Invoice:
    kept = {"number": row["number"] or "", "corrects_buyer": bool(row["corrects_buyer"])}
    return Invoice(**{**dict(row), **kept})


def is_taken(db: sqlite.Connection, column: Literal["number", "ksef_number"], number: str) -> bool:
    """Whether something that is issued or recorded bears it."""
    sql = f"SELECT 1 FROM invoice WHERE {column} = ? AND number IS NOT NULL AND {column} <> ''"
    return sqlite.one(db, sql, number) is not None


def lines_of(db: sqlite.Connection, invoice_id: int) -> tuple[InvoiceLine, ...]:
    return tuple(InvoiceLine(**dict(row)) for row in db.execute(_LINES, (invoice_id,)))


def referring_to(db: sqlite.Connection, invoice_id: int) -> list[Invoice]:
    """What corrects or cancels it, or was made of it, oldest first; drafts too."""
    rows = db.execute(f"{_FIND} WHERE reference_id = ? ORDER BY id", (invoice_id,))
    return [from_row(row) for row in rows]


def reference(db: sqlite.Connection, invoice: Invoice) -> Reference | None:
    """What it refers to."""
    if invoice.reference_id is None:
        return None
    named = find(db, invoice.reference_id)
    countries = tuple(each.country for each in (party_of(db, named.id, "buyer"), buyer_so_far(db, invoice)))
    return Reference(named.id, named.type, named.number, named.issued_on, countries, named.ksef_number)


def load_document(
    db: sqlite.Connection, invoice_id: int, today: str = "", notes: Iterable[Note] = ()
) -> Document:
    """What is issued as it was issued; a draft with the firm and the client of now, and the region's `notes`."""
    invoice = find(db, invoice_id)
    lines = lines_of(db, invoice_id)
    if invoice.is_draft:
        seller, buyer = parties_now(db, invoice)
        invoice = replace(invoice, issued_on=invoice.issued_on or today)
    else:
        seller, buyer = (party_of(db, invoice_id, role) for role in ("seller", "buyer"))
    totals = totals_of(invoice, lines)
    vat = vat_rows(invoice, totals, seller, notes) if invoice.is_draft else vat_of(db, invoice_id)
    before = buyer_so_far(db, invoice) if invoice.type == "corrective" and invoice.reference_id else None
    return Document(
        invoice, lines, seller, buyer, totals, vat, reference(db, invoice), sellers.load(db).logo, before
    )  # fmt: skip


def parties_now(db: sqlite.Connection, draft: Invoice) -> tuple[Party, Party]:
    """The firm and the client of now. What changes another document is taxed as that one was: whether the firm was a
    small business, and the buyer's VAT ID, stand there. A corrective names the buyer as that one does, unless it
    corrects them."""
    seller, buyer = seller_party(sellers.load(db)), buyer_party(clients.find(db, draft.client_id))
    if draft.type not in REFERRING or draft.reference_id is None:
        return seller, buyer
    sold, bought = party_of(db, draft.reference_id, "seller"), buyer_so_far(db, draft)
    seller = replace(seller, small_business=sold.small_business)
    if draft.type != "corrective":
        return seller, replace(buyer, vat_id=bought.vat_id or buyer.vat_id)
    named = {} if draft.corrects_buyer else {name: getattr(bought, name) for name in BUYER_NAMED}
    return seller, replace(buyer, **named)


def buyer_so_far(db: sqlite.Connection, invoice: Invoice) -> Party:
    """As the document it refers to names them, or the last corrective of that one which stood when this was issued."""
    corrected: int | None = sqlite.one(
        db,
        "SELECT k.id FROM invoice k LEFT JOIN invoice c ON c.id = k.cancelled_by WHERE k.reference_id = :reference"
        " AND k.type = 'corrective' AND k.number IS NOT NULL AND (k.issued_at, k.id) < (:at, :own)"
        " AND (c.id IS NULL OR c.issued_at > :at) ORDER BY k.issued_at DESC, k.id DESC LIMIT 1",
        {"reference": invoice.reference_id, "at": invoice.issued_at or "9999", "own": invoice.id},
    )
    named = corrected or invoice.reference_id
    assert named is not None
    return party_of(db, named, "buyer")


def party_of(db: sqlite.Connection, invoice_id: int, role: str) -> Party:
    row = db.execute(
        f"SELECT {', '.join(PARTY_TEXTS)}, small_business FROM invoice_party WHERE invoice_id = ? AND role = ?",
        (invoice_id, role),
    ).fetchone()
    return Party(**{**dict(row), "small_business": bool(row["small_business"])})


def vat_of(db: sqlite.Connection, invoice_id: int) -> tuple[VatRow, ...]:
    rows = db.execute(
        "SELECT category, rate, net, vat, note, code FROM invoice_vat WHERE invoice_id = ?"
        " ORDER BY rate DESC, category",
        (invoice_id,),
    )
    return tuple(VatRow(**dict(row)) for row in rows)
