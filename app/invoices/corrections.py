"""What may be said about an issued document: cancelled as a whole and once, never more given back than charged."""

from __future__ import annotations

from collections import Counter

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
    texts = [*_of_original(invoice, original), *_of_kind(db, document, original, others)]
    return [*(Problem("reference", Message(text)) for text in texts), *_of_buyer(document)]


def _of_buyer(document: Document) -> list[Problem]:
    """KSeF takes no correction of a NIP (FA(3), Podmiot2K; the Ministry of Finance, quoted by infor.pl 2025-09-09)."""
    in_ksef = document.reference is not None and document.reference.ksef_number
    if not in_ksef or not any(name == "vat_id" for name, _, _ in document.corrected_buyer):
        return []
    text = N_(
        "In KSeF a wrong NIP is not corrected: correct it to zero, with the buyer as it is, and issue a new invoice."
    )
    return [Problem("corrects_buyer", Message(text))]


def _of_original(invoice: Invoice, original: Invoice) -> list[str]:
    if original.cancelled_by is not None:
        return [N_("The document it refers to is cancelled already.")]
    if invoice.currency != original.currency:
        return [N_("It must be in the currency of the document it refers to.")]
    return []


def _of_kind(
    db: sqlite.Connection, document: Document, original: Invoice, others: list[Invoice]
) -> list[str]:
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
    if invoice.type in _REDUCING and _gives_back_too_much(db, document, original, others):
        return [N_("More would be given back than was charged at one of the VAT rates.")]
    return []


def _gives_back_too_much(
    db: sqlite.Connection, document: Document, original: Invoice, others: list[Invoice]
) -> bool:
    """Net and VAT of each rate apart: what was charged at 7 % is not given back at 19 %."""
    standing = [original, *(each for each in others if each.type in _REDUCING)]
    left: Counter[tuple[str, str, int]] = Counter()
    for each, rows in (
        *((each, store.vat_of(db, each.id)) for each in standing),
        (document.invoice, document.vat),
    ):
        for row in rows:
            left["net", row.category, row.rate] += SIGN[each.type] * row.net
            left["vat", row.category, row.rate] += SIGN[each.type] * row.vat
    return any(amount < 0 for amount in left.values())
