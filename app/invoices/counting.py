"""From what was typed to what it comes to: app.vat.totals for our lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from app.invoices.model import Invoice, InvoiceLine, Party, VatRow
from app.money import Money, total
from app.vat.conversion import converted
from app.vat.notes import Note, note_on
from app.vat.totals import Totals, compute


def totals_of(invoice: Invoice, lines: Iterable[InvoiceLine]) -> Totals:
    """Raises Beyond where the amounts are beyond all reason."""
    discount = Money(invoice.discount_amount, invoice.currency) if invoice.discount_amount else None
    return compute(
        [each.counted for each in lines],
        invoice.currency,
        invoice.discount_percent,
        discount,
        Money(invoice.paid, invoice.currency),
    )


def counted(invoice: Invoice, lines: Sequence[InvoiceLine]) -> tuple[Invoice, tuple[InvoiceLine, ...]]:
    """Both with their amounts, and the lines with their places."""
    totals = totals_of(invoice, lines)
    placed = tuple(
        replace(line, position=place, net=found.net.minor)
        for place, (line, found) in enumerate(zip(lines, totals.lines, strict=True), start=1)
    )
    head = replace(invoice, net=totals.net.minor, vat=totals.vat.minor, gross=totals.gross.minor)
    return head, placed


def vat_converted(invoice: Invoice, totals: Totals) -> tuple[Money, ...]:
    """The VAT of each group in `vat_currency`, each rounded once; nothing where no rate of exchange was given."""
    if not invoice.exchange_rate:
        return ()
    return tuple(converted(group.vat, invoice.exchange_rate, invoice.vat_currency) for group in totals.groups)


def own_vat(invoice: Invoice, totals: Totals) -> Money | None:
    """What the whole VAT is in `vat_currency` (BT-111): the sum of its groups, as it is declared."""
    if not invoice.exchange_rate:
        return None
    return total(vat_converted(invoice, totals), invoice.vat_currency)


def vat_rows(invoice: Invoice, totals: Totals, seller: Party, notes: Iterable[Note]) -> tuple[VatRow, ...]:
    """The VAT breakdown with the reasons that the law wants where there is none, in the document's language."""
    rows = []
    for group in totals.groups:
        row = VatRow(group.category, group.rate, group.net.minor, group.vat.minor)
        supplied = invoice.last_day_of_supply
        note = supplied and note_on(
            notes, group.category, seller.small_business, date.fromisoformat(supplied)
        )
        rows.append(replace(row, note=note.text(invoice.language), code=note.code) if note else row)
    return tuple(rows)
