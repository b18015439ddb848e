"""A line whose text is a product's name or number, and that has no price yet, is that product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app import sqlite
from app.catalogue import store as catalogue
from app.catalogue.model import Product
from app.invoices.law import Law
from app.invoices.model import Invoice, InvoiceLine
from app.vat.rates import RateNotValid, rate_on

_LOOKED_AT = 12


def with_products(
    db: sqlite.Connection, lines: Sequence[InvoiceLine], invoice: Invoice, law: Law
) -> tuple[InvoiceLine, ...]:
    return tuple(line if line.price or not line.text else _filled(db, line, invoice, law) for line in lines)


def _filled(db: sqlite.Connection, line: InvoiceLine, invoice: Invoice, law: Law) -> InvoiceLine:
    for product in catalogue.search(db, line.text, _LOOKED_AT):
        if line.text in (product.code, *product.names.values()):
            return _of(product, line, invoice, law)
    return line


def _of(product: Product, line: InvoiceLine, invoice: Invoice, law: Law) -> InvoiceLine:
    """In the invoice's language and currency; taxed as the product is where the line is taxed at all."""
    filled = replace(
        line, text=product.name(invoice.language), detail=line.detail or product.detail, unit=product.unit,
        price=product.prices.get(invoice.currency, 0), product_id=product.id,
    )  # fmt: skip
    day = invoice.last_day_of_supply
    if line.category not in ("S", "Z") or not day:
        return filled
    try:
        rate = rate_on(law.rates, product.rate_key, date.fromisoformat(day))
    except RateNotValid:
        return filled
    return replace(filled, category=rate.category, rate=rate.basis_points)
