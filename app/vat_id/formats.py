"""What the VAT IDs of each country look like, and how they are written for reading."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.countries import CODES

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
SEPARATORS = str.maketrans("", "", " \t\xa0\u2007\u202f-–—./:_'")


@dataclass(frozen=True, slots=True)
class Format:
    prefix: str
    module: str
    pattern: re.Pattern[str]
    example: str
    groups: tuple[int, ...]

    @property
    def country(self) -> str:
        return _COUNTRY_OF.get(self.prefix, self.prefix)


def _format(line: str) -> Format:
    prefix, module, pattern, example = line.split(maxsplit=3)
    groups = tuple(len(group) for group in example.split(" ")[1:])
    return Format(prefix, module, re.compile(pattern.replace("#", "[0-9]")), example, groups)


FORMATS = {line[:2]: _format(line) for line in _TABLE.strip().splitlines()}
BY_COUNTRY = {
    country: tuple((prefix, FORMATS["EL" if prefix == "GR" else prefix]) for prefix in prefixes)
    for country, prefixes in ({prefix: (prefix,) for prefix in FORMATS} | _PREFIXES_OF).items()
    if country in CODES
}


def format_by_prefix(bare: str) -> Format | None:
    return FORMATS.get("EL" if bare.startswith("GR") else bare[:2])


def display(normal: str) -> str:
    """Grouped for reading: "DE 136 695 976", "ATU 1358 5627"."""
    known = FORMATS.get(normal[:2])
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
    return normal.translate(SEPARATORS).replace(" ", "").lower()


def country_of(normal: str) -> str:
    """The country whose VAT ID it is ("EL..." -> "GR"); "" for other tax numbers."""
    known = FORMATS.get(normal[:2])
    return known.country if known is not None and known.pattern.fullmatch(normal, 2) else ""
