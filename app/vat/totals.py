"""What an invoice or an order comes to, as EN 16931 computes it (BR-CO-10 to BR-CO-17).

Each line and each discount is rounded to the currency's minor unit, half up and away from zero; VAT is computed
once per category and rate from the sum of its lines, never per line. What a browser sent as a total is never read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.errors import MasakuError
from app.i18n import N_
from app.money import BASIS_POINTS, MAX_MINOR, Money, money, total
from app.vat.categories import CATEGORIES

DECIMALS = 4  # of a quantity and of a price
# Of a quantity too: beyond it is a typing error; the product of both is still exact in a Decimal of 28 digits.
MAX_PRICE = Decimal(10**9)


class Beyond(MasakuError):
    """An amount beyond all reason, which neither the file nor a tax office could hold."""

    status = 422

    def __init__(self) -> None:
        super().__init__(N_("The amounts are too large."))


@dataclass(frozen=True, slots=True)
class Line:
    """`price` is net in the currency's main unit; `discount` and `rate` are basis points (1900 = 19 %).

    Raises ValueError for what no form lets through.
    """

    quantity: Decimal
    price: Decimal
    discount: int
    category: str
    rate: int

    def __post_init__(self) -> None:
        for number in (self.quantity, self.price):
            if not _is_usable(number):
                raise ValueError(f"{number} is no quantity and no price")
        if not 0 <= self.discount <= BASIS_POINTS:
            raise ValueError(f"a discount of {self.discount} basis points")
        if not CATEGORIES[self.category].allows(self.rate):
            raise ValueError(f"category {self.category} with a rate of {self.rate} basis points")


@dataclass(frozen=True, slots=True)
class LineTotals:
    """`net` is BT-131; `allowance` what the line's discount takes from `gross` (BT-136)."""

    gross: Money
    allowance: Money
    net: Money


@dataclass(frozen=True, slots=True)
class Group:
    """A row of the VAT breakdown (BG-23): `net` (BT-116) is after `allowance`, its part of the discount (BT-92)."""

    category: str
    rate: int
    net: Money
    vat: Money
    allowance: Money


@dataclass(frozen=True, slots=True)
class Totals:
    """BT-106 `lines_net`, 107 `allowance`, 109 `net`, 110 `vat`, 112 `gross`, 113 `prepaid`, 115 `due`."""

    lines: tuple[LineTotals, ...]
    allowance: Money
    net: Money
    vat: Money
    gross: Money
    prepaid: Money
    due: Money
    groups: tuple[Group, ...]

    @property
    def lines_net(self) -> Money:
        return self.net + self.allowance


def compute(
    lines: Iterable[Line],
    currency: str,
    discount_percent: int = 0,
    discount_amount: Money | None = None,
    prepaid: Money | None = None,
) -> Totals:
    """The document discount is a share (basis points) or an amount, never both. Raises Beyond and MixedCurrencies."""
    if discount_percent and discount_amount:
        raise ValueError("a discount is a share or an amount")
    lines = tuple(lines)
    computed = tuple(_line(line, currency) for line in lines)
    groups = _groups(lines, computed, currency, discount_percent, discount_amount)
    net = total((group.net for group in groups), currency)
    vat = total((group.vat for group in groups), currency)
    gross, paid = net + vat, prepaid or Money(0, currency)
    return Totals(
        lines=computed,
        allowance=total((group.allowance for group in groups), currency),
        net=net,
        vat=vat,
        gross=_within_reason(gross),
        prepaid=paid,
        due=gross - paid,
        groups=groups,
    )


def _line(line: Line, currency: str) -> LineTotals:
    gross = _within_reason(money(line.quantity * line.price, currency))
    allowance = gross.share(line.discount)
    return LineTotals(gross, allowance, gross - allowance)


def _groups(
    lines: Sequence[Line],
    computed: Sequence[LineTotals],
    currency: str,
    discount_percent: int,
    discount_amount: Money | None,
) -> tuple[Group, ...]:
    """Highest rate first."""
    nets: dict[tuple[int, str], Money] = {}
    for line, found in zip(lines, computed, strict=True):
        key = (-line.rate, line.category)
        nets[key] = nets.get(key, Money(0, currency)) + found.net
    keys = sorted(nets)
    if discount_amount:
        allowances = split(discount_amount, [nets[key] for key in keys])
    else:
        allowances = [nets[key].share(discount_percent) for key in keys]
    return tuple(
        _group(category, -negative, nets[negative, category], allowance)
        for (negative, category), allowance in zip(keys, allowances, strict=True)
    )


def _group(category: str, rate: int, net: Money, allowance: Money) -> Group:
    taxable = net - allowance
    return Group(category, rate, taxable, taxable.share(rate), allowance)


def split(amount: Money, parts: Sequence[Money]) -> list[Money]:
    """The amount shared out in proportion to the parts, to the last cent by the largest remainders.

    Only parts on the side of their sum (above zero, or below in a correction) bear any of it: there is nothing to take
    from the others. Where the sum is zero, nothing is shared out at all.
    """
    sign = _sign(total(parts, amount.currency).minor)
    weights = [max(part.minor * sign, 0) for part in parts]
    whole = sum(weights)
    if not whole:
        return [Money(0, amount.currency) for _ in parts]
    shares, remainders = zip(*(divmod(abs(amount.minor) * weight, whole) for weight in weights), strict=True)
    left = abs(amount.minor) - sum(shares)
    first = set(sorted(range(len(parts)), key=lambda index: -remainders[index])[:left])
    return [
        Money(_sign(amount.minor) * (share + (index in first)), amount.currency)
        for index, share in enumerate(shares)
    ]


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _is_usable(number: Decimal) -> bool:
    return number.is_finite() and abs(number) <= MAX_PRICE and number == round(number, DECIMALS)


def _within_reason(amount: Money) -> Money:
    if abs(amount.minor) > MAX_MINOR:
        raise Beyond
    return amount
