"""One line (BG-25)."""

from __future__ import annotations

from drafthorse.models.accounting import TradeAllowanceCharge
from drafthorse.models.tradelines import LineItem

from app.invoices.einvoice.codes import ALLOWANCE_REASON, percentage, plain, ten_thousandths
from app.invoices.model import InvoiceLine
from app.money import Money


def item(line: InvoiceLine, net: Money, allowance: Money) -> LineItem:
    """A price is never negative (BR-27): the quantity is instead."""
    quantity, price = (line.quantity, line.price) if line.price >= 0 else (-line.quantity, -line.price)
    found = LineItem()
    found.document.line_id = str(line.position)
    found.product.name = plain(line.text)
    if line.detail:
        found.product.description = plain(line.detail)
    found.agreement.net.amount = ten_thousandths(price)
    found.delivery.billed_quantity = (ten_thousandths(quantity), line.unit)
    tax = found.settlement.trade_tax
    tax.type_code, tax.category_code = "VAT", line.category
    if line.category != "O":
        tax.rate_applicable_percent = percentage(line.rate)
    if allowance:
        charge = TradeAllowanceCharge()
        charge.indicator = False
        charge.actual_amount = allowance.decimal
        charge.reason_code = ALLOWANCE_REASON
        found.settlement.allowance_charge.add(charge)
    found.settlement.monetary_summation.total_amount = net.decimal
    return found
