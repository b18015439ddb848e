"""Whether the check digit of a VAT ID fits. DE, AT and PL are computed here, because files with 100,000 of
them are read; python-stdnum, which does the others, is what the tests compare them with.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from operator import mul

from app.vat_id.formats import Format


def check_digit_fits(known: Format, body: str) -> bool:
    own = _OWN_CHECKS.get(known.prefix)
    return own(body) if own else _stdnum_check(known.module)(("CH" if known.prefix == "CH" else "") + body)


@cache
def _stdnum_check(module: str) -> Callable[[str], bool]:
    """Loaded when the first such number comes: thirty modules are not needed to start."""
    found: Callable[[str], bool] = import_module(f"stdnum.{module}").is_valid
    return found


# In the three checks below digits are taken as bytes; "0" is 48.
_PRODUCTS = tuple(
    tuple((((check + digit) % 10 or 10) * 2) % 11 for digit in range(10)) for check in range(11)
)
_NIP_WEIGHTS = (6, 5, 7, 2, 3, 4, 5, 6, 7)
_DOUBLED = bytes(256)[:48] + bytes((0, 2, 4, 6, 8, 1, 3, 5, 7, 9)) + bytes(198)


def _german(body: str) -> bool:
    """ISO 7064, Mod 11,10."""
    check = 10
    for digit in body[:8].encode():
        check = _PRODUCTS[check][digit - 48]
    return (11 - check) % 10 == int(body[8])


def _polish(body: str) -> bool:
    """Weighted sum modulo 11; a remainder of 10 is no check digit."""
    total: int = sum(map(mul, _NIP_WEIGHTS, body.encode()))
    return (total - 48 * sum(_NIP_WEIGHTS)) % 11 == int(body[9])


def _austrian(body: str) -> bool:
    """Luhn with 4 added (BMF, "Konstruktionsregeln UID")."""
    digits = body[1:].encode()
    plain, doubled = digits[0:7:2], digits[1:7:2].translate(_DOUBLED)
    return (96 - (sum(plain) - 48 * 4) - sum(doubled)) % 10 == digits[7] - 48


_OWN_CHECKS: dict[str, Callable[[str], bool]] = {"DE": _german, "PL": _polish, "AT": _austrian}
