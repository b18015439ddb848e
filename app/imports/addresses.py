"""Addresses that stand in one cell: "ul. Długa 5, 00-111 Warszawa, Polska"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.countries import country_by_name

_CODE = r"(?:[A-Z]{1,3}[- ])?([0-9]{2}-[0-9]{3}|[0-9]{4,5})"
_SEPARATORS = re.compile(r"\s*[,;\n]\s*")
_CODE_AND_CITY = re.compile(_CODE + r"\s+([^\W\d].*)")
_CODE_ALONE = re.compile(_CODE)
_CITY_AND_POLISH_CODE = re.compile(r"([^\W\d][^\d]*?)\s+([0-9]{2}-[0-9]{3})")
# Without commas only after a house number: "Hauptstraße 5 10115 Berlin".
_IN_ONE_LINE = re.compile(r"(.+\s[0-9]+\s?[a-zA-Z]?(?:/[0-9]+\w?)?)\s+" + _CODE + r"\s+([^\W\d][^\d,]*)")


_LONGEST = 500  # no address is longer; looking through a longer cell could take minutes


@dataclass(frozen=True)
class Address:
    """`postal_code` is "" when the text could not be taken apart; then all of it is the street."""

    street: str
    postal_code: str = ""
    city: str = ""
    country: str = ""


def split_address(text: str) -> Address:
    if len(text) > _LONGEST:
        return Address(text)
    parts = [part for part in _SEPARATORS.split(text) if part]
    country = country_by_name(parts[-1]) if len(parts) > 1 and len(parts[-1]) > 1 else ""
    if country:
        parts.pop()
    for place, part in enumerate(parts):
        found = _code_and_city(part, parts[place + 1 :])
        if found:
            code, city, used = found
            street = ", ".join(parts[:place] + parts[place + 1 + used :])
            return Address(street, code, city, country)
    whole = _IN_ONE_LINE.fullmatch(" ".join(parts))
    return Address(whole[1], whole[2], whole[3], country) if whole else Address(text)


def _code_and_city(part: str, following: list[str]) -> tuple[str, str, int] | None:
    """The postal code, the city, and how many of the following parts it took."""
    if match := _CODE_AND_CITY.fullmatch(part):
        return match[1], match[2], 0
    if match := _CITY_AND_POLISH_CODE.fullmatch(part):
        return match[2], match[1], 0
    if following and (match := _CODE_ALONE.fullmatch(part)):
        return match[1], following[0], 1
    return None
