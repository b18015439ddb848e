"""Money: whole minor units (cents) with their currency, and Decimal only where it comes in or goes out.

Everything is rounded half up, away from zero (12.345 -> 12.35, -12.345 -> -12.35), as EN 16931 and the tax offices
of our regions do. Different currencies are never added: that raises MixedCurrencies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from babel import Locale
from babel.numbers import format_currency, get_currency_precision, get_territory_currencies

BASIS_POINTS = 10_000  # 100 %
# An amount beyond is a typing error; sums of a million such still fit SQLite's 64-bit integers.
MAX_MINOR = 10**12

_NUMBER = re.compile("([+-]?)([0-9]+(?:[ .,'’\xa0\u202f][0-9]+)*)")
_GROUPED = re.compile("[0-9]{1,3}(?:(?P<mark>[.,])[0-9]{3})(?:(?P=mark)[0-9]{3})*")
_SPACES = str.maketrans("", "", " '’\xa0\u202f")
_MINUS = str.maketrans("−–", "--")


class MixedCurrencies(ValueError):
    """Two currencies in one sum: a fault of the program, never of the user."""


@dataclass(frozen=True, slots=True)
class Money:
    """1999 minor units of "EUR" are 19.99 €; the yen has no minor unit, the dinar has 1000."""

    minor: int
    currency: str

    @property
    def decimal(self) -> Decimal:
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other).minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other).minor

    def __bool__(self) -> bool:
        return self.minor != 0

    def times(self, factor: Decimal | int) -> Money:
        """The amount times a quantity, rounded once."""
        return Money(half_up(self.minor * Decimal(factor)), self.currency)

    def share(self, basis_points: int) -> Money:
        """So many hundredths of a percent of the amount: `share(1900)` is 19 %."""
        return Money(half_up(Decimal(self.minor * basis_points) / BASIS_POINTS), self.currency)

    def _same(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise MixedCurrencies(f"{self.currency} and {other.currency}")
        return other


def money(amount: Decimal | int, currency: str) -> Money:
    """An amount in the currency's main unit, rounded to its minor unit."""
    return Money(half_up(Decimal(amount).scaleb(exponent(currency))), currency)


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum; of nothing it is zero. Raises MixedCurrencies for any other currency than the one named."""
    result = Money(0, currency)
    for amount in amounts:
        result += amount
    return result


def totals(amounts: Iterable[Money]) -> dict[str, Money]:
    """One sum per currency, in the order of their codes."""
    found: dict[str, Money] = {}
    for amount in amounts:
        found[amount.currency] = found.get(amount.currency, Money(0, amount.currency)) + amount
    return dict(sorted(found.items()))


def half_up(number: Decimal) -> int:
    return int(number.quantize(Decimal(1), ROUND_HALF_UP))


@cache
def exponent(currency: str) -> int:
    """Decimal places of the currency: 2 for most, 0 for JPY, 3 for KWD."""
    return get_currency_precision(currency)


@cache
def currencies() -> frozenset[str]:
    """The ISO 4217 codes that are legal tender somewhere today."""
    territories = map(str, Locale("en").territories)
    tender = (get_territory_currencies(code) for code in territories if len(code) == 2)
    return frozenset(str(currency) for currencies in tender for currency in currencies)


def shown(amount: Money, locale: str) -> str:
    """For display, with the currency's sign: "1.234,50 €" in German."""
    return format_currency(amount.decimal, amount.currency, locale=locale)


def told(minor: int, currency: str) -> str:
    """For the history, which keeps one wording for all languages: "1234.50 EUR"."""
    return f"{Money(minor, currency).decimal} {currency}"


def read_number(text: str, locale: str = "") -> Decimal | None:
    """A number as people write it in Polish, German or English; None when it is none.

    Several marks explain themselves ("1.234,50", "1,234.50", "1 234,5"). A lone one before three digits
    ("1.234") does not: it is read as in the given language, and without a language refused.
    """
    match = _NUMBER.fullmatch(text.strip().translate(_MINUS))
    if match is None:
        return None
    number = match[2].translate(_SPACES)
    mark = _decimal_mark(number, locale)
    if mark is None:
        return None
    whole, _, fraction = number.rpartition(mark) if mark else (number, "", "")
    if not (whole.isdecimal() or _GROUPED.fullmatch(whole)):
        return None
    digits = whole.replace(".", "").replace(",", "")
    return Decimal(f"{match[1]}{digits}.{fraction}" if fraction else match[1] + digits)


def _decimal_mark(number: str, locale: str) -> str | None:
    """The mark before the decimals, "" when there are none, None when it could be either."""
    marks = [character for character in number if character in ".,"]
    if not marks:
        return ""
    if not _GROUPED.fullmatch(number) or number.startswith("0"):
        return marks[-1]
    if len(marks) > 1:
        return ""
    decimal_mark = {"en": ".", "de": ",", "pl": ","}.get(locale)
    return None if decimal_mark is None else marks[0] if marks[0] == decimal_mark else ""


def read_money(text: str, currency: str, locale: str = "") -> Money | None:
    """An amount as typed; None when it is no number, has too many decimals, or is beyond all reason."""
    number = read_number(text, locale)
    if number is None or abs(number) > MAX_MINOR:
        return None
    amount = money(number, currency)
    return amount if amount.decimal == number and abs(amount.minor) <= MAX_MINOR else None
