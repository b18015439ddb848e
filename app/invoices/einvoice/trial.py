"""An invoice that nobody will write, to see what a real one would lack."""

from __future__ import annotations

from app.invoices.model import Document, Invoice, InvoiceLine, Party
from app.money import Money
from app.vat.totals import Group, Totals

_DAY = "2026-01-01"


def trial(seller: Party, buyer: Party) -> Document:
    """One taxed line, all that is typed with each invoice filled in; the parties are the real ones."""
    invoice = Invoice(number="1", issued_on=_DAY, supplied_from=_DAY, due_on=_DAY, buyer_reference="1")
    nothing = Money(0, invoice.currency)
    totals = Totals(
        (),
        nothing,
        nothing,
        nothing,
        nothing,
        nothing,
        nothing,
        (Group("S", 1900, nothing, nothing, nothing),),
    )
    return Document(invoice, (InvoiceLine(""),), seller, buyer, totals, ())
