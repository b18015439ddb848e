"""The XML, built by drafthorse in the order of the standard's business terms (BT)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from drafthorse.models.accounting import ApplicableTradeTax, CategoryTradeTax, TradeAllowanceCharge
from drafthorse.models.document import Document as Draft
from drafthorse.models.note import IncludedNote
from drafthorse.models.payment import PaymentMeans, PaymentTerms

from app.invoices.counting import own_vat
from app.invoices.einvoice.codes import ALLOWANCE_REASON, CREDIT_TRANSFER, SEPA_TRANSFER, percentage, plain
from app.invoices.einvoice.lines import item
from app.invoices.einvoice.parties import corrected_buyer, fill_buyer, fill_seller, fill_ship_to
from app.invoices.einvoice.profiles import EN16931, Profile
from app.invoices.model import Document


def cii(document: Document, profile: Profile = EN16931) -> bytes:
    """Of an issued document that lacks nothing (`missing`)."""
    invoice = document.invoice
    draft = Draft()
    draft.context.guideline_parameter.id = profile.guideline
    if profile.process:
        draft.context.business_parameter.id = profile.process
    draft.header.id = plain(invoice.number)
    draft.header.type_code = profile.type_code(document)
    draft.header.issue_date_time = date.fromisoformat(invoice.issued_on)
    for text in filter(None, (invoice.intro, invoice.notes, invoice.reason, corrected_buyer(document))):
        note = IncludedNote()
        note.content = plain(text)
        draft.header.notes.add(note)
    for line, found in zip(document.lines, document.totals.lines, strict=True):
        draft.trade.items.add(item(line, found.net, found.allowance))
    _agree(draft.trade.agreement, document)
    _deliver(draft.trade.delivery, document)
    _settle(draft.trade.settlement, document)
    xml: bytes = draft.serialize(schema=None)
    return xml


def _agree(agreement: Any, document: Document) -> None:
    invoice = document.invoice
    if invoice.buyer_reference:
        agreement.buyer_reference = plain(invoice.buyer_reference)
    outside = any(group.category == "O" for group in document.totals.groups)
    fill_seller(agreement.seller, document.seller, outside_vat=outside)
    fill_buyer(agreement.buyer, document.buyer, outside_vat=outside)
    if invoice.order_reference:
        agreement.buyer_order.issuer_assigned_id = plain(invoice.order_reference)


def _deliver(delivery: Any, document: Document) -> None:
    last = document.invoice.supplied_until or document.invoice.supplied_from
    fill_ship_to(delivery.ship_to, document.buyer)
    delivery.event.occurrence = date.fromisoformat(last or document.invoice.issued_on)


def _settle(settlement: Any, document: Document) -> None:
    invoice = document.invoice
    settlement.payment_reference = plain(invoice.number)
    settlement.currency_code = invoice.currency
    if invoice.vat_currency:
        settlement.tax_currency_code = invoice.vat_currency
    settlement.payment_means.add(_means(document))
    notes = {(row.category, row.rate): row for row in document.vat}
    for group in document.totals.groups:
        tax = ApplicableTradeTax()
        tax.calculated_amount, tax.basis_amount = group.vat.decimal, group.net.decimal
        tax.type_code, tax.category_code = "VAT", group.category
        row = notes.get((group.category, group.rate))
        if row and row.note:
            tax.exemption_reason = plain(row.note)
        if row and row.code:
            tax.exemption_reason_code = row.code
        tax.rate_applicable_percent = percentage(group.rate)
        settlement.trade_tax.add(tax)
    if invoice.supplied_from and invoice.supplied_from != invoice.supplied_until:
        settlement.period.start = date.fromisoformat(invoice.supplied_from)
        settlement.period.end = date.fromisoformat(invoice.supplied_until or invoice.supplied_from)
    _allow(settlement, document)
    if invoice.due_on:
        terms = PaymentTerms()
        terms.due = date.fromisoformat(invoice.due_on)
        settlement.terms.add(terms)
    _sum_up(settlement.monetary_summation, document)
    if document.reference:
        settlement.invoice_referenced_document.issuer_assigned_id = plain(document.reference.number)
        issued = date.fromisoformat(document.reference.issued_on)
        settlement.invoice_referenced_document.issue_date_time = issued


def _means(document: Document) -> PaymentMeans:
    means = PaymentMeans()
    means.type_code = SEPA_TRANSFER if document.invoice.currency == "EUR" else CREDIT_TRANSFER
    means.payee_account.iban = document.seller.iban
    means.payee_account.account_name = plain(document.seller.name)
    if document.seller.bic:
        means.payee_institution.bic = document.seller.bic
    return means


def _allow(settlement: Any, document: Document) -> None:
    """The discount on the whole, per VAT group (BG-20)."""
    for group in document.totals.groups:
        if not group.allowance:
            continue
        charge = TradeAllowanceCharge()
        charge.indicator = False
        charge.actual_amount = group.allowance.decimal
        charge.reason_code = ALLOWANCE_REASON
        tax = CategoryTradeTax()
        tax.type_code, tax.category_code = "VAT", group.category
        if group.category != "O":
            tax.rate_applicable_percent = percentage(group.rate)
        charge.trade_tax.add(tax)
        settlement.allowance_charge.add(charge)


def _sum_up(summation: Any, document: Document) -> None:
    totals, invoice = document.totals, document.invoice
    summation.line_total = totals.lines_net.decimal
    summation.charge_total = Decimal("0.00")
    summation.allowance_total = totals.allowance.decimal
    summation.tax_basis_total = totals.net.decimal
    summation.tax_total = (totals.vat.decimal, invoice.currency)
    if (whole := own_vat(invoice, totals)) is not None:
        summation.tax_total_other_currency.add((whole.decimal, whole.currency))
    summation.grand_total = totals.gross.decimal
    if totals.prepaid:
        summation.prepaid_total = totals.prepaid.decimal
    summation.due_amount = totals.due.decimal
