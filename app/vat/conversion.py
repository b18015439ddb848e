"""VAT in the country's own currency, on an invoice that is in another one (Art. 91, 230 Directive 2006/112/EC).

What each country asks of it is data: see regions/*.toml.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.money import Money, money

RATE_DECIMALS = 8
RATE_PARTS: int = 10**RATE_DECIMALS
MAX_RATE = Decimal(1_000_000)  # beyond it is a typing error


@dataclass(frozen=True, slots=True)
class OwnCurrency:
    """From `valid_from` on such an invoice says its VAT in the country's currency too. `before_supply`: the rate of
    exchange is of a day before the tax falls due."""

    valid_from: date
    before_supply: bool
    source: str


def converted(vat: Money, rate: int, currency: str) -> Money:
    """`rate` is what one unit of the one currency is in the other, in hundred-millionths."""
    return money(vat.decimal * rate / RATE_PARTS, currency)
