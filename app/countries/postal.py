"""Postal codes: what each country's look like (source: Universal Postal Union) and what is wrong with one.

In a picture 9 stands for a digit, A for a letter, * for either.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from app.countries.names import CountryName
from app.errors import Problem
from app.i18n import N_, Message

MAX_LENGTH = 12

# The pictures of a code, then the countries that have it.
_TABLE = """
9999: AL AT AU BE BG CH CY DK GE HU LI LU LV MD MK NO NZ SI ZA
99999: BA DE EE ES FI FR HR IT KR LT MC ME MX RS SM TR UA VA XK
999999: BY CN IN RO RU SG
999 99: CZ GR SE SK
999: AD IS
99999-999: BR
A9A 9A9: CA
A9 9AA | A99 9AA | AA9 9AA | AA99 9AA | A9A 9AA | AA9A 9AA: GB
A9* ****: IE
999-9999: JP
AAA 9999: MT
9999 AA: NL
99-999: PL
9999-999: PT
99999 | 99999-9999: US
"""
_PICTURES = {
    country: tuple(pictures.split(" | "))
    for pictures, _, countries in (line.partition(": ") for line in _TABLE.strip().splitlines())
    for country in countries.split()
}
_WITHOUT = frozenset(
    "AE AG AO AW BF BI BJ BO BS BW BZ CD CF CG CI CK CM DJ DM ER FJ GA GD GH GM GQ GY HK JM KI KM KN KP "
    "LY ML MO MR MW NR NU QA RW SB SC SL SR ST SY TD TG TK TL TO TV UG VU YE ZW".split()
)
# Part of the code itself.
_PREFIXES = {"AD": "AD", "LT": "LT-", "LV": "LV-", "MD": "MD-"}
# Before the number, as on letters to abroad: "D-70192", "A 1010", "CH-8000".
_CAR_LETTERS = {
    "AT": "A", "BE": "B", "DE": "D", "ES": "E", "FI": "FIN", "FR": "F", "HU": "H", "IT": "I", "LI": "FL",
    "LU": "L", "NO": "N", "PT": "P", "SE": "S", "SI": "SLO",
}  # fmt: skip
# Whole sentences for the countries of most clients, because "in Germany" is declined in Polish.
_DIGITS_IN: Mapping[str, str] = {
    "DE": N_("In Germany 5 digits, {typed} typed."),
    "AT": N_("In Austria 4 digits, {typed} typed."),
    "CH": N_("In Switzerland 4 digits, {typed} typed."),
    "PL": N_("In Poland 5 digits (00-000), {typed} typed."),
}


_KINDS = {"9": "[0-9]", "A": "[A-Z]", "*": "[0-9A-Z]"}
_BLANKS = str.maketrans("", "", " -–.\xa0")
_LOOKALIKES = str.maketrans("OIL", "011")
_ANYWHERE = re.compile("[0-9A-Z][0-9A-Z -]*")


@cache
def _patterns(country: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """(what the bare code must match, picture) for each form the country has."""
    return tuple(
        (re.compile("".join(_KINDS[place] for place in picture.translate(_BLANKS))), picture)
        for picture in _PICTURES.get(country, ())
    )


def has_postal_codes(country: str) -> bool:
    return country not in _WITHOUT


def normal_postal_code(code: str, country: str) -> str:
    """The code as its country writes it ("00111" -> "00-111"); what does not fit stays as typed."""
    return _known(code, country) or code


def check_postal_code(code: str, country: str) -> Problem | None:
    """What is wrong with a code that was typed; an empty one is no problem here."""
    if not code or _known(code, country):
        return None
    return Problem("postal_code", _explanation(_bare(code, country), country))


def restored_postal_code(number: str, country: str) -> str:
    """A code that a spreadsheet took for a number: leading zeros and no "70192.0"."""
    return _restored(number, country) if len(number) <= 2 * MAX_LENGTH else number.removesuffix(".0")


@lru_cache(maxsize=8_192)
def _restored(number: str, country: str) -> str:
    digits = number.removesuffix(".0")
    pictures = [picture.translate(_BLANKS) for picture in _PICTURES.get(country, ())]
    if digits.isdecimal() and pictures and set(pictures[0]) == {"9"}:
        digits = digits.zfill(len(pictures[0]))
    return normal_postal_code(digits, country)


def _known(code: str, country: str) -> str:
    return _normal(code, country) if len(code) <= 2 * MAX_LENGTH else ""


def _bare(code: str, country: str) -> str:
    """Capitals and digits without separators and without the country before them."""
    bare = code.upper().translate(_BLANKS)
    for prefix in (country, _CAR_LETTERS.get(country, country)):
        if bare.startswith(prefix) and bare[len(prefix) :].isdecimal():
            return bare[len(prefix) :]
    return bare


@lru_cache(maxsize=8_192)
def _normal(code: str, country: str) -> str:
    """ "" for a code that is none of its country."""
    if not _patterns(country):
        return code if len(code) <= MAX_LENGTH and _ANYWHERE.fullmatch(code.upper()) else ""
    bare = _bare(code, country)
    for pattern, picture in _patterns(country):
        if pattern.fullmatch(bare):
            characters = iter(bare)
            filled = (next(characters) if place in _KINDS else place for place in picture)
            return _PREFIXES.get(country, "") + "".join(filled)
    return ""


def _explanation(bare: str, country: str) -> Message:
    pictures = [picture for _, picture in _patterns(country)]
    if not pictures:
        return Message(N_("A postal code has up to {n} letters and digits."), {"n": MAX_LENGTH})
    for letter, digit in (("O", "0"), ("I", "1"), ("L", "1")):
        if letter in bare and _normal(bare.translate(_LOOKALIKES), country):
            return Message(
                N_("Letter {letter} instead of digit {digit}."), {"letter": letter, "digit": digit}
            )
    wanted, typed = pictures[0].count("9"), sum(character.isdecimal() for character in bare)
    if any(letter in pictures[0] for letter in "A*") or typed == wanted:
        example = _PREFIXES.get(country, "") + pictures[0].replace("9", "0").replace("*", "A")
        return Message(
            N_("{country}: postal codes look like {example}."),
            {"country": CountryName(country), "example": example},
        )
    if country in _DIGITS_IN:
        return Message(_DIGITS_IN[country], {"typed": typed})
    params = {"country": CountryName(country), "wanted": wanted, "typed": typed}
    return Message(N_("{country}: {wanted} digits, {typed} typed."), params)
