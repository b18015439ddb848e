"""A line of an order or an invoice, and what lines come to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from app.money import Money
from app.vat.totals import DECIMALS, Beyond, Line, Totals, compute

PARTS: int = 10**DECIMALS


@dataclass(frozen=True)
class LineValues:
    """`quantity` and `price` in ten-thousandths, `discount` and `rate` in basis points."""

    text: str
    quantity: int = PARTS
    price: int = 0
    unit: str = "C62"
    discount: int = 0
    category: str = "S"
    rate: int = 0
    detail: str = ""
    product_id: int | None = None

    @property
    def exact_quantity(self) -> Decimal:
        return Decimal(self.quantity) / PARTS

    @property
    def exact_price(self) -> Decimal:
        return Decimal(self.price) / PARTS

    @property
    def counted(self) -> Line:
        return Line(self.exact_quantity, self.exact_price, self.discount, self.category, self.rate)


def totals_of(
    lines: Iterable[LineValues], currency: str, percent: int = 0, amount: Money | None = None
) -> Totals | None:
    """None where the amounts are beyond all reason."""
    try:
        return compute([line.counted for line in lines], currency, percent, amount)
    except Beyond:
        return None
