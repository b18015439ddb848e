"""The VAT rates of a region, each with the days on which it holds. They are data: see regions/*.toml."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.errors import MasakuError
from app.i18n import N_, Day, Message
from app.vat.categories import CATEGORIES

# What a product says of its rate; which percentage that is, the supply date decides.
KEYS = {
    "standard": N_("Standard rate"),
    "reduced": N_("Reduced rate"),
    "second_reduced": N_("Second reduced rate"),
    "super_reduced": N_("Lowest reduced rate"),
    "special": N_("Rate of a special area"),
    "zero": N_("Zero rate"),
}


class RateNotValid(MasakuError):
    """No such rate on the day of supply."""

    status = 422


@dataclass(frozen=True, slots=True)
class Rate:
    """In basis points (490 = 4.9 %); `valid_until` is its last day, None while no end is known."""

    key: str
    category: str
    basis_points: int
    valid_from: date
    valid_until: date | None
    source: str

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


def rates_on(rates: Iterable[Rate], day: date) -> tuple[Rate, ...]:
    """Those that hold for what is supplied on this day; of a period its last day counts (VAT Directive, Art. 63 f.)."""
    return tuple(rate for rate in rates if rate.holds_on(day))


def rate_on(rates: Iterable[Rate], key: str, day: date) -> Rate:
    """Raises RateNotValid."""
    for rate in rates_on(rates, day):
        if rate.key == key:
            return rate
    name = Message(KEYS[key]) if key in KEYS else key
    raise RateNotValid(N_("{name}: not valid on {day}."), name=name, day=Day(day))


def is_valid(rates: Iterable[Rate], category: str, basis_points: int, day: date) -> bool:
    """Whether a line may bear this on the day of supply. Where there is no VAT by its nature, no table is asked."""
    if category not in ("S", "Z"):
        return category in CATEGORIES and basis_points == 0
    return any(
        rate.category == category and rate.basis_points == basis_points for rate in rates_on(rates, day)
    )


def percent(basis_points: int) -> Decimal:
    """1900 is 19, 490 is 4.9: without zeros nobody would write."""
    number = Decimal(basis_points) / 100
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
