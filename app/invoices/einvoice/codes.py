"""Codes and figures as the standard writes them."""

from __future__ import annotations

import re
from decimal import Decimal

SEPA_TRANSFER, CREDIT_TRANSFER = "58", "30"  # UNTDID 4461
ALLOWANCE_REASON = "95"  # UNTDID 5189: discount
EMAIL_SCHEME = "EM"  # EAS: an email address as electronic address
VAT_NUMBER, TAX_NUMBER = "VA", "FC"  # UNTDID 1153: where they are no VAT IDs
# What XML 1.0 cannot hold at all.
_UNFIT = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    return _UNFIT.sub("", text).strip()


def percentage(basis_points: int) -> Decimal:
    return Decimal(basis_points).scaleb(-2)


def ten_thousandths(value: int) -> Decimal:
    """Without zeros that say nothing: 35000 is 3.5."""
    number = Decimal(value).scaleb(-4)
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
