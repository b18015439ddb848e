"""What may be said about an issued document: cancelled as a whole and once, never more given back than charged."""

from __future__ import annotations

from app import sqlite
from app.errors import Problem
from app.i18n import N_, Message
from app.invoices import store
from app.invoices.model import SIGN, Document, Invoice

_REDUCING = ("credit_note", "corrective")


def problems(db: sqlite.Connection, document: Document) -> list[Problem]:
    invoice = document.invoice
    if invoice.reference_id is None:
        return []
    original = store.find(db, invoice.reference_id)
    others = [
        each for each in store.referring_to(db, original.id) if each.number and each.cancelled_by is None
    ]
    texts = [*_of_original(invoice, original), *_of_kind(document, original, others)]
    return [Problem("reference", Message(text)) for text in texts]


def _of_original(invoice: Invoice, original: Invoice) -> list[str]:
    if original.cancelled_by is not None:
        return [N_("The document it refers to is cancelled already.")]
    if invoice.currency != original.currency:
        return [N_("It must be in the currency of the document it refers to.")]
    return []


def _of_kind(document: Document, original: Invoice, others: list[Invoice]) -> list[str]:
    invoice, totals = document.invoice, document.totals
    if invoice.type == "invoice" and any(each.type == "invoice" for each in others):
        return [N_("An invoice was made of this pro forma already.")]
    if invoice.type == "cancellation":
        whole = (totals.net.minor, totals.vat.minor, totals.gross.minor)
        found = []
        if whole != (original.net, original.vat, original.gross):
            found.append(N_("A cancellation takes back the document as a whole, to the cent."))
        if any(each.type in _REDUCING or each.type == "debit_note" for each in others):
            found.append(N_("It has been corrected: cancel its corrections first."))
        return found
    if invoice.type in _REDUCING:
        reduced = sum(SIGN[each.type] * each.gross for each in others if each.type in _REDUCING)
        if original.gross + reduced + SIGN[invoice.type] * totals.gross.minor < 0:
            return [N_("More would be given back than was charged.")]
    return []
