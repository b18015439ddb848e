"""VAT IDs with a right checksum, made from a number. The same number always makes the same ID.

A checksum proves nothing about existence: an ID made here may be a real firm's, so nothing made here
is ever sent to VIES.
"""

from collections.abc import Callable

# stepping by a number coprime to the range visits every base once, so two clients never share an ID by chance
_STEP = 61_803_401


def spread(number: int, low: int, size: int) -> int:
    return low + number * _STEP % size


def _weighted(digits: str, weights: tuple[int, ...]) -> int:
    return sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True))


def _luhn_sum(digits: str) -> int:
    """The Luhn sum of digits that a check digit will follow."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return total


def german(number: int) -> str:
    """Eight digits and ISO 7064 mod 11, 10."""
    digits = str(spread(number, 10_000_000, 89_999_999))
    check = 10
    for digit in digits:
        check = (check + int(digit)) % 10 or 10
        check = check * 2 % 11
    return f"DE{digits}{(11 - check) % 10}"


def austrian(number: int) -> str:
    digits = f"{spread(number, 1_000_000, 8_999_999)}"
    doubled = (sum(divmod(int(digit) * 2, 10)) for digit in digits[1::2])
    total = sum(map(int, digits[::2])) + sum(doubled)
    return f"ATU{digits}{(96 - total) % 10}"


def polish(number: int) -> str:
    """A NIP; a base whose remainder is 10 has no check digit, so the next one is taken."""
    base = spread(number, 101_000_000, 898_999_997)
    while (check := _weighted(str(base), (6, 5, 7, 2, 3, 4, 5, 6, 7)) % 11) == 10:
        base += 1
    return f"PL{base}{check}"


def czech(number: int) -> str:
    digits = str(spread(number, 1_000_000, 7_999_999))
    check = (11 - _weighted(digits, (8, 7, 6, 5, 4, 3, 2)) % 11) % 11
    return f"CZ{digits}{(check or 1) % 10}"


def dutch(number: int) -> str:
    base = spread(number, 10_000_000, 89_999_999)
    while (check := _weighted(str(base), (9, 8, 7, 6, 5, 4, 3, 2)) % 11) == 10:
        base += 1
    return f"NL{base}{check}B01"


def french(number: int) -> str:
    digits = str(spread(number, 30_000_000, 59_999_999))
    siren = f"{digits}{-_luhn_sum(digits) % 10}"
    return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"


def italian(number: int) -> str:
    digits = f"{spread(number, 1_000_000, 8_999_999):07d}021"
    return f"IT{digits}{-_luhn_sum(digits) % 10}"


def belgian(number: int) -> str:
    digits = f"0{spread(number, 4_000_000, 3_999_999)}"
    return f"BE{digits}{97 - int(digits) % 97:02d}"


def danish(number: int) -> str:
    base = spread(number, 1_000_000, 8_999_999)
    while (check := -_weighted(str(base), (2, 7, 6, 5, 4, 3, 2)) % 11) == 10:
        base += 1
    return f"DK{base}{check}"


def slovak(number: int) -> str:
    """Ten digits, divisible by 11; the third is 2, 3, 4, 7, 8 or 9."""
    base = int(f"202{spread(number, 1_000_000, 8_999_988)}")
    return f"SK{base - base % 11 + 11}"


def hungarian(number: int) -> str:
    digits = str(spread(number, 1_000_000, 8_999_999))
    return f"HU{digits}{-_weighted(digits, (9, 7, 3, 1, 9, 7, 3)) % 10}"


def swiss(number: int) -> str:
    base = spread(number, 10_000_000, 89_999_999)
    while (check := -_weighted(str(base), (5, 4, 3, 2, 7, 6, 5, 4)) % 11) == 10:
        base += 1
    return f"CHE{base}{check}MWST"


MAKERS: dict[str, Callable[[int], str]] = {
    "DE": german,
    "AT": austrian,
    "PL": polish,
    "CZ": czech,
    "NL": dutch,
    "FR": french,
    "IT": italian,
    "BE": belgian,
    "DK": danish,
    "SK": slovak,
    "HU": hungarian,
    "CH": swiss,
}


def make(country: str, number: int) -> str:
    return MAKERS[country](number)
