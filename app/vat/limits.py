"""Amounts from which a law asks for more. They are data: see regions/*.toml."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.money import Money

BUYER_VAT_ID = "buyer_vat_id"  # above this gross amount it names the buyer's VAT ID
KEYS = frozenset({BUYER_VAT_ID})


@dataclass(frozen=True, slots=True)
class Limit:
    key: str
    amount: Money
    valid_from: date
    valid_until: date | None
    source: str


def limit_on(limits: Iterable[Limit], key: str, day: date) -> Money | None:
    """None where the region knows no such limit on that day."""
    for limit in limits:
        ended = limit.valid_until is not None and limit.valid_until < day
        if limit.key == key and limit.valid_from <= day and not ended:
            return limit.amount
    return None
