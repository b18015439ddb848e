"""Who gets the invented invoices, and which of these came from no order yet."""

from __future__ import annotations

from app import sqlite
from app.clients import store as clients
from app.clients.model import Client
from app.invoices import store as invoices
from app.invoices.model import Invoice, InvoiceLine

# Whom, with what on which invoice.
Sold = tuple[Client, Invoice, tuple[InvoiceLine, ...]]
_MOST_CLIENTS = 50_000


def buyers(db: sqlite.Connection) -> list[Client]:
    ids = [
        row[0]
        for row in db.execute(
            "SELECT id FROM client WHERE archived = 0 ORDER BY id LIMIT ?", (_MOST_CLIENTS,)
        )
    ]
    found = clients.find_many(db, ids).values()
    return [each for each in found if each.street and each.city and each.country]


def invoices_there(db: sqlite.Connection) -> int:
    return int(sqlite.one(db, "SELECT count(*) FROM invoice"))


def sold_without_order(db: sqlite.Connection, n: int) -> list[Sold]:
    """The newest ones."""
    ids = [
        row[0]
        for row in db.execute(
            "SELECT id FROM invoice v WHERE type = 'invoice' AND number IS NOT NULL AND cancelled_by IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM order_line_invoiced WHERE invoice_id = v.id) ORDER BY id DESC LIMIT ?",
            (n,),
        )
    ]
    found = [invoices.find(db, each) for each in ids]
    owners = clients.find_many(db, {each.client_id for each in found})
    return [(owners[each.client_id], each, invoices.lines_of(db, each.id)) for each in found]
