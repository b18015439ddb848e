"""VAT IDs as people type them, brought to the form that invoices and VIES want.

Three things are told apart: a number that cannot be one of its country (an error), one whose
check digit does not fit (a warning: such numbers exist), and one where both fit. Whether it belongs to
anybody, only VIES knows. Formats: VIES; check digits: python-stdnum, and our own for DE, AT
and PL because files with 100,000 of them are read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import import_module
from operator import mul

from app.countries import CODES, CountryName
from app.errors import Problem
from app.i18n import N_, Message

MAX_LENGTH = 30

# Prefix, stdnum's module, what may follow the prefix (# is a digit), how it is grouped for reading.
_TABLE = """
AT at.uid     U########                            AT U1234 5678
BE be.vat     [01]#########|#########              BE 0123 456 789
BG bg.vat     #########|##########                 BG 123456789
CH ch.uid     E#########(?:MWST|TVA|IVA)?          CH E123456789
CY cy.vat     ########[A-Z]                        CY 12345678X
CZ cz.dic     #{8,10}                              CZ 12345678
DE de.vat     #########                            DE 123 456 789
DK dk.cvr     ########                             DK 12 34 56 78
EE ee.kmkr    #########                            EE 123456789
EL gr.vat     #########                            EL 123456789
ES es.nif     [A-Z0-9]#######[A-Z0-9]              ES B12345678
FI fi.alv     ########                             FI 12345678
FR fr.tva     [0-9A-HJ-NP-Z]{2}#########           FR 12 345 678 901
GB gb.vat     #########|############|(?:GD|HA)###  GB 123 4567 89
HR hr.oib     ###########                          HR 12345678901
HU hu.anum    ########                             HU 12345678
IE ie.vat     #######[A-W][A-I]?|#[A-Z+*]#####[A-W] IE 1234567WA
IT it.iva     ###########                          IT 12345678901
LT lt.pvm     #########|############               LT 123456789
LU lu.tva     ########                             LU 12345678
LV lv.pvn     ###########                          LV 12345678901
MT mt.vat     ########                             MT 12345678
NL nl.btw     #########B##                         NL 123456789 B01
PL pl.nip     ##########                           PL 123 456 78 90
PT pt.nif     #########                            PT 123456789
RO ro.cf      #{2,10}                              RO 1234567890
SE se.vat     ##########01                         SE 123456789001
SI si.ddv     ########                             SI 12345678
SK sk.dph     ##########                           SK 1234567890
XI gb.vat     #########|############|(?:GD|HA)###  XI 123 4567 89
"""
_COUNTRY_OF = {"EL": "GR", "XI": "GB"}
_PREFIXES_OF = {"GR": ("EL", "GR"), "GB": ("GB", "XI"), "LI": ("CH",)}
_SEPARATORS = str.maketrans("", "", " \t\xa0\u2007\u202f-–—./:_'")
_LABEL = re.compile("(?:NIPUE|NIP|USTIDNR|USTID|UIDNR|UID|UMSATZSTEUERID(?:NR)?|VATID|VATNO|VAT)(?=[0-9A-Z])")
_FREE = re.compile("[0-9A-Z][0-9A-Z ./+*-]*")
# What people write into a cell that must not be empty.
_NOTHING = frozenset(
    "BRAK NIEMA NONE KEIN KEINE KEINER NEIN NIE NO NA NULL NIL ENTFÄLLT NIEDOTYCZY X XXX 0".split()
)
_SHORTENED = re.compile("[0-9][.,]?[0-9]*E\\+?[0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class _Format:
    prefix: str
    module: str
    pattern: re.Pattern[str]
    example: str
    groups: tuple[int, ...]

    @property
    def country(self) -> str:
        return _COUNTRY_OF.get(self.prefix, self.prefix)


def _format(line: str) -> _Format:
    prefix, module, pattern, example = line.split(maxsplit=3)
    groups = tuple(len(group) for group in example.split(" ")[1:])
    return _Format(prefix, module, re.compile(pattern.replace("#", "[0-9]")), example, groups)


_FORMATS = {line[:2]: _format(line) for line in _TABLE.strip().splitlines()}
_BY_COUNTRY = {
    country: tuple((prefix, _FORMATS["EL" if prefix == "GR" else prefix]) for prefix in prefixes)
    for country, prefixes in ({prefix: (prefix,) for prefix in _FORMATS} | _PREFIXES_OF).items()
    if country in CODES
}


@dataclass(frozen=True, slots=True)
class VatId:
    """`normal` is stored and compared ("DE136695976"); it is "" when there is none."""

    normal: str
    problems: tuple[Problem, ...] = ()

    @property
    def display(self) -> str:
        return display(self.normal)

    @property
    def key(self) -> str:
        return key(self.normal)


def display(normal: str) -> str:
    """Grouped for reading: "DE 136 695 976", "ATU 1358 5627"."""
    known = _FORMATS.get(normal[:2])
    body = normal[2:]
    if known is None or not known.pattern.fullmatch(body):
        return normal
    if len(body) != sum(known.groups):
        return f"{known.prefix} {body}"
    if known.prefix == "CH":
        return f"CHE-{body[1:4]}.{body[4:7]}.{body[7:]}"
    if known.prefix == "AT":
        return f"ATU {body[1:5]} {body[5:]}"
    parts, begin = [known.prefix], 0
    for length in known.groups:
        parts.append(body[begin : begin + length])
        begin += length
    return " ".join(parts)


def key(normal: str) -> str:
    """By which duplicates are found and a search compares: small letters and digits alone."""
    return normal.translate(_SEPARATORS).replace(" ", "").lower()


def country_of(normal: str) -> str:
    """The country whose VAT ID it is ("EL..." -> "GR"); "" for other tax numbers."""
    known = _FORMATS.get(normal[:2])
    return known.country if known is not None and known.pattern.fullmatch(normal, 2) else ""


def check(raw: str, country: str) -> VatId:
    """Reads what was typed for a client of this country; the problems are of the field `vat_id`."""
    bare = raw.upper().translate(_SEPARATORS)
    if not bare or bare in _NOTHING:
        return VatId("")
    read = _read(bare, country) or _read(_LABEL.sub("", bare, count=1), country)
    if read is None:
        return _unreadable(raw, bare, country)
    known, body = read
    normal = known.prefix + body
    problems = []
    if not _check_digit_fits(known, body):
        problems.append(_warning(N_("The check digit does not fit. Please compare with the original.")))
    if country and known.country != country and not (country == "LI" and known.prefix == "CH"):
        text = N_("This is a VAT ID of {country}, not of the client's country.")
        problems.append(_warning(text, country=CountryName(known.country)))
    return VatId(normal, tuple(problems))


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


def _warning(text: str, **params: object) -> Problem:
    return Problem("vat_id", Message(text, params), "warning")


def _read(bare: str, country: str) -> tuple[_Format, str] | None:
    """The format that fits and what follows the prefix; a number without one is of the client's country."""
    own = _BY_COUNTRY.get(country, ())
    for prefix, known in own:
        if bare.startswith(prefix) and known.pattern.fullmatch(bare, len(prefix)):
            return known, _whole(known, bare[len(prefix) :])
    foreign = _format_by_prefix(bare)
    if foreign is not None and foreign.pattern.fullmatch(bare, 2):
        return foreign, _whole(foreign, bare[2:])
    if own and own[0][1].pattern.fullmatch(bare):
        return own[0][1], _whole(own[0][1], bare)
    return None


def _format_by_prefix(bare: str) -> _Format | None:
    return _FORMATS.get("EL" if bare.startswith("GR") else bare[:2])


def _whole(known: _Format, body: str) -> str:
    """Belgian numbers had nine digits once; the words behind Swiss ones only say "VAT" in three languages."""
    if known.prefix == "BE":
        return body.zfill(10)
    return body[:10] if known.prefix == "CH" else body


def _unreadable(raw: str, bare: str, country: str) -> VatId:
    typed = raw.strip()
    if is_shortened(typed):
        text = N_("A spreadsheet has shortened this number; its last digits are lost.")
        return VatId(typed, (Problem("vat_id", Message(text)),))
    prefixed = _format_by_prefix(bare)
    if country not in _BY_COUNTRY and prefixed is None:
        return _free(typed)
    known = prefixed or _BY_COUNTRY[country][0][1]
    return VatId(typed, (Problem("vat_id", _explanation(known, bare)),))


def _free(typed: str) -> VatId:
    """A tax number of a country whose numbers we do not know."""
    normal = " ".join(typed.upper().split())
    if len(normal) <= MAX_LENGTH and _FREE.fullmatch(normal):
        return VatId(normal)
    text = N_("A tax number has up to {n} letters and digits.")
    return VatId(typed, (Problem("vat_id", Message(text, {"n": MAX_LENGTH})),))


def _explanation(known: _Format, bare: str) -> Message:
    digits = sum(character.isdecimal() for character in bare)
    if known.prefix == "DE" and digits != 9:
        return Message(N_("A German VAT ID has 9 digits, {typed} typed."), {"typed": digits})
    if known.prefix == "PL" and digits != 10:
        return Message(N_("A Polish NIP has 10 digits, {typed} typed."), {"typed": digits})
    if known.prefix == "AT":
        return Message(N_("An Austrian VAT ID is ATU and 8 digits."))
    params = {"country": CountryName(known.country), "example": known.example.replace("AT U", "ATU ")}
    return Message(N_("{country}: VAT IDs look like {example}."), params)


def _check_digit_fits(known: _Format, body: str) -> bool:
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
