"""Reads what was typed as a VAT ID."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from app.countries import CountryName
from app.errors import Problem
from app.i18n import N_, Message
from app.vat_id.check_digits import check_digit_fits
from app.vat_id.formats import BY_COUNTRY, SEPARATORS, Format, display, format_by_prefix, key

MAX_LENGTH = 30

_LABEL = re.compile("(?:NIPUE|NIP|USTIDNR|USTID|UIDNR|UID|UMSATZSTEUERID(?:NR)?|VATID|VATNO|VAT)(?=[0-9A-Z])")
_FREE = re.compile("[0-9A-Z][0-9A-Z ./+*-]*")
# What people write into a cell that must not be empty.
_NOTHING = frozenset(
    "BRAK NIEMA NONE KEIN KEINE KEINER NEIN NIE NO NA NULL NIL ENTFÄLLT NIEDOTYCZY X XXX 0".split()
)
_SHORTENED = re.compile("[0-9][.,]?[0-9]*E\\+?[0-9]{1,3}")


class VatId(NamedTuple):
    """`normal` is stored and compared ("DE136695976"); it is "" when there is none."""

    normal: str
    problems: tuple[Problem, ...] = ()

    @property
    def display(self) -> str:
        return display(self.normal)

    @property
    def key(self) -> str:
        return key(self.normal)


def check(raw: str, country: str) -> VatId:
    """Reads what was typed for a client of this country; the problems are of the field `vat_id`."""
    bare = raw.upper().translate(SEPARATORS)
    if not bare or bare in _NOTHING:
        return VatId("")
    read = _read(bare, country) or _read(_LABEL.sub("", bare, count=1), country)
    if read is None:
        return _unreadable(raw, bare, country)
    known, body = read
    normal = known.prefix + body
    problems = []
    if not check_digit_fits(known, body):
        problems.append(_warning(N_("The check digit does not fit. Please compare with the original.")))
    if country and known.country != country and not (country == "LI" and known.prefix == "CH"):
        text = N_("This is a VAT ID of {country}, not of the client's country.")
        problems.append(_warning(text, country=CountryName(known.country)))
    return VatId(normal, tuple(problems))


def _warning(text: str, **params: object) -> Problem:
    return Problem("vat_id", Message(text, params), "warning")


def _read(bare: str, country: str) -> tuple[Format, str] | None:
    """The format that fits and what follows the prefix; a number without one is of the client's country."""
    own = BY_COUNTRY.get(country, ())
    for prefix, known in own:
        if bare.startswith(prefix) and known.pattern.fullmatch(bare, len(prefix)):
            return known, _whole(known, bare[len(prefix) :])
    foreign = format_by_prefix(bare)
    if foreign is not None and foreign.pattern.fullmatch(bare, 2):
        return foreign, _whole(foreign, bare[2:])
    if own and own[0][1].pattern.fullmatch(bare):
        return own[0][1], _whole(own[0][1], bare)
    return None


def _whole(known: Format, body: str) -> str:
    """Belgian numbers had nine digits once; the words behind Swiss ones only say "VAT" in three languages."""
    if known.prefix == "BE":
        return body.zfill(10)
    return body[:10] if known.prefix == "CH" else body


def _unreadable(raw: str, bare: str, country: str) -> VatId:
    typed = raw.strip()
    if is_shortened(typed):
        text = N_("A spreadsheet has shortened this number; its last digits are lost.")
        return VatId(typed, (Problem("vat_id", Message(text)),))
    prefixed = format_by_prefix(bare)
    if country not in BY_COUNTRY and prefixed is None:
        return _free(typed)
    known = prefixed or BY_COUNTRY[country][0][1]
    return VatId(typed, (Problem("vat_id", _explanation(known, bare)),))


def _free(typed: str) -> VatId:
    """A tax number of a country whose numbers we do not know."""
    normal = " ".join(typed.upper().split())
    if len(normal) <= MAX_LENGTH and _FREE.fullmatch(normal):
        return VatId(normal)
    text = N_("A tax number has up to {n} letters and digits.")
    return VatId(typed, (Problem("vat_id", Message(text, {"n": MAX_LENGTH})),))


def _explanation(known: Format, bare: str) -> Message:
    digits = sum(character.isdecimal() for character in bare)
    if known.prefix == "DE" and digits != 9:
        return Message(N_("A German VAT ID has 9 digits, {typed} typed."), {"typed": digits})
    if known.prefix == "PL" and digits != 10:
        return Message(N_("A Polish NIP has 10 digits, {typed} typed."), {"typed": digits})
    if known.prefix == "AT":
        return Message(N_("An Austrian VAT ID is ATU and 8 digits."))
    params = {"country": CountryName(known.country), "example": known.example.replace("AT U", "ATU ")}
    return Message(N_("{country}: VAT IDs look like {example}."), params)


def from_number(text: str) -> str:
    """The digits of a cell that a spreadsheet took for a number: "5252248481.0" -> "5252248481"."""
    if text.endswith(".0") and text[:-2].isdecimal():
        return text[:-2]
    if not is_shortened(text):
        return text
    number = Decimal(text.replace(",", "."))
    exponent = number.as_tuple().exponent
    complete = isinstance(exponent, int) and exponent <= 0 and number == number.to_integral_value()
    return f"{number:.0f}" if complete else text


def is_shortened(text: str) -> bool:
    """Whether a spreadsheet has thrown digits away ("4.91E+11")."""
    return bool(_SHORTENED.fullmatch(text.upper()))
