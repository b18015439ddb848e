"""The number KSeF gives an invoice: the seller's NIP, the day it was taken in, twelve hexadecimal digits and a check.

Source: "Numer KSeF – struktura i walidacja" of the Ministry of Finance (ksef-docs, faktury/numer-ksef.md).
"""

from __future__ import annotations

import re
from datetime import datetime

from app.text import clean_line

_NUMBER = re.compile(r"[0-9]{10}-(?P<day>[0-9]{8})-[0-9A-F]{12}-[0-9A-F]{2}")
# The technical part used to be written in two halves.
_IN_HALVES = re.compile(r"(?<=-[0-9A-F]{6})-(?=[0-9A-F]{6}-[0-9A-F]{2}$)")
_POLYNOMIAL = 0x07


def normal(typed: str) -> str:
    """As KSeF writes it; what is none comes back as it was typed."""
    written = _IN_HALVES.sub("", "".join(typed.split()).upper())
    return written if _NUMBER.fullmatch(written) else clean_line(typed)


def is_valid(number: str) -> bool:
    found = _NUMBER.fullmatch(number)
    return found is not None and _is_day(found["day"]) and number == numbered(number[:-3])


def seller_of(number: str) -> str:
    """The NIP of the seller."""
    return number[:10]


def _is_day(text: str) -> bool:
    try:
        return bool(datetime.strptime(text, "%Y%m%d"))  # noqa: DTZ007 (a day, no moment)
    except ValueError:
        return False


def _crc8(data: bytes) -> int:
    found = 0
    for byte in data:
        found ^= byte
        for _ in range(8):
            found = (found << 1 ^ (_POLYNOMIAL if found & 0x80 else 0)) & 0xFF
    return found


def numbered(start: str) -> str:
    """The number that begins so, with its check."""
    return f"{start}-{_crc8(start.encode()):02X}"
