"""Amounts from which a law asks for more, or up to which it asks for less. They are data: see regions/*.toml."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.money import Money

SMALL_INVOICE = "small_invoice"  # up to this gross amount an invoice may name less
BUYER_VAT_ID = "buyer_vat_id"  # above this gross amount it names the buyer's VAT ID
SPLIT_PAYMENT = "split_payment"  # above this gross amount some goods are paid in two parts (Annex 15, Poland)
KEYS = frozenset({SMALL_INVOICE, BUYER_VAT_ID, SPLIT_PAYMENT})


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
