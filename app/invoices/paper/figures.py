"""Figures as they stand on paper: in the language of the document, with a real minus sign, in columns that line up."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

from app.i18n import DATE
from app.invoices.model import Invoice
from app.money import Money, exponent, shown
from app.vat.conversion import RATE_DECIMALS, RATE_PARTS
from app.web.formats import NARROW_SPACE

_E4 = Decimal("0.0001")
_MOST_DECIMALS = _USUAL_RATE = 4
_GROUPING = re.compile("(?<=[0-9])\u00a0(?=[0-9])")


def amount(value: Money, locale: str) -> str:
    """Without the currency: that stands in the head of the column."""
    decimals = exponent(value.currency)
    return _formatted(value.decimal, decimals, decimals, locale)


def price(ten_thousandths: int, currency: str, locale: str) -> str:
    """With as many decimals as it has, the currency's at least."""
    return _formatted(ten_thousandths * _E4, exponent(currency), _MOST_DECIMALS, locale)


def exchange(invoice: Invoice, locale: str) -> str:
    """ "1 EUR = 4.2537 PLN"."""
    rate = _formatted(Decimal(invoice.exchange_rate) / RATE_PARTS, _USUAL_RATE, RATE_DECIMALS, locale)
    return f"1 {invoice.currency} = {rate} {invoice.vat_currency}"


def quantity(ten_thousandths: int, locale: str) -> str:
    return _formatted(ten_thousandths * _E4, 0, _MOST_DECIMALS, locale)


def with_currency(value: Money, locale: str) -> str:
    """Grouped like the figures without: narrowly."""
    return _GROUPING.sub(NARROW_SPACE, shown(value, locale)).replace("-", "\u2212")


def iban(text: str) -> str:
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def day(text: str, locale: str) -> str:
    """Of a day as it is stored, "2026-10-31"."""
    return format_date(date.fromisoformat(text), DATE[locale], locale=locale)


def period(first: str, last: str, locale: str) -> str:
    """Of the days a supply lasted; the year once where it is the same: "01.10.–31.10.2026"."""
    if not first or not last or first == last:
        return day(last or first, locale)
    begin = day(first, locale)
    if first[:4] == last[:4]:
        begin = begin[:-4].rstrip("/")
    return f"{begin}–{day(last, locale)}"


def _formatted(number: Decimal, least: int, most: int, locale: str) -> str:
    decimals = "0" * least + "#" * (most - least)
    text: str = format_decimal(number, format=f"#,##0.{decimals}" if most else "#,##0", locale=locale)
    return text.replace("\u00a0", NARROW_SPACE).replace("-", "\u2212")
