"""What a column may hold, told from its cells alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from app import vat_id
from app.countries import country_by_name
from app.imports import words
from app.money import currencies

Test = Callable[[str], bool]

_EMAIL = re.compile(r".*[^\s@<>]+@[^\s@<>]+\.[A-Za-z]{2,}.*", re.DOTALL)
_WEBSITE = re.compile(r"(?:https?://|www\.)\S+\.\S+", re.IGNORECASE)
_POSTAL_CODE = re.compile(r"[0-9]{2}-[0-9]{3}|(?:DE?|AT?|PL|CH|CZ)-[0-9-]{4,6}")
_BARE_POSTAL_CODE = re.compile(r"[0-9]{4,5}")
_PHONE = re.compile(
    r"(?!\d\d?[./-]\d\d?[./-]\d{4})(?:\+|0|\()[0-9()][0-9 ()/.-]{5,}|[0-9]{3}[ -][0-9]{3}[ -][0-9]{3}"
)
_FLAG = re.compile("[01]|true|false|yes|no|tak|nie|ja|nein", re.IGNORECASE)
_LEGAL_FORM = re.compile(
    r"\b(?:sp\. ?z ?o\. ?o|spółka|s\. ?[acjk]|gmbh|ag|kg|ohg|gbr|ug|e\. ?[ku]|ltd|inc|s\. ?r\. ?o)\b",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"(?:ul|al|pl|os)\. .+|.+(?:str\.|straße|strasse|weg|gasse|platz|allee) \d.*", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")


def is_flag(text: str) -> bool:
    return bool(_FLAG.fullmatch(text))


def _is_vat_id(text: str) -> bool:
    return any(
        read.normal and not read.problems
        for read in (vat_id.check(text, country) for country in ("PL", "DE", "AT"))
    )


def _is_currency(text: str) -> bool:
    return bool(words.currency(text)) or text.upper() in currencies()


def _is_country(text: str) -> bool:
    return len(text) > 1 and bool(country_by_name(text))


def _digits(number: int) -> Test:
    return lambda text: len(_DIGIT.findall(text)) >= number


# What nearly all cells of a column must be, in this order.
_SURE: Sequence[tuple[str, Test]] = (
    ("email", lambda text: bool(_EMAIL.fullmatch(text))),
    ("website", lambda text: bool(_WEBSITE.fullmatch(text))),
    ("postal_code", lambda text: bool(_POSTAL_CODE.fullmatch(text))),
    ("vat_id", _is_vat_id),
    ("currency", _is_currency),
    ("country", _is_country),
    ("kind", lambda text: len(text) > 2 and bool(words.kind(text)) and not is_flag(text)),
    ("status", lambda text: bool(words.status(text))),
    ("phone", lambda text: bool(_PHONE.fullmatch(text))),
)
_NEARLY_ALL = 0.8
# What is likely from this share of the cells on.
_LIKELY: Sequence[tuple[str, Test, float]] = (
    ("street", lambda text: bool(_STREET.fullmatch(text)), 0.4),
    ("name", lambda text: bool(_LEGAL_FORM.search(text)), 0.3),
    ("postal_code", lambda text: bool(_BARE_POSTAL_CODE.fullmatch(text)), 1.0),
)
# What at least one cell must be for a heading to be believed.
_POSSIBLE: Mapping[str, Test] = {
    "name": lambda text: not is_flag(text),
    "email": lambda text: "@" in text,
    "phone": _digits(5),
    "vat_id": _digits(2),
    "postal_code": _digits(1),
    "position": lambda text: any(map(str.isalpha, text)),
    "contacts": lambda text: any(map(str.isalpha, text)),
    "country": lambda text: bool(country_by_name(text)),
    "website": lambda text: "." in text,
    "kind": lambda text: bool(words.kind(text)),
    "status": lambda text: bool(words.status(text)),
    "payment_term_days": _digits(1),
    "discount": _digits(1),
    "currency": _is_currency,
    "invoice_language": lambda text: bool(words.language(text)),
}


def fields_by_values(cells: Sequence[str]) -> list[str]:
    """The fields that the column can hardly not be."""
    return [field for field, test in _SURE if _share(test, cells) >= _NEARLY_ALL]


def fields_by_likeness(cells: Sequence[str]) -> list[str]:
    return [field for field, test, share in _LIKELY if _share(test, cells) >= share]


def may_be(field: str, cells: Sequence[str]) -> bool:
    """Whether a heading can be believed; an empty column says nothing against it."""
    test = _POSSIBLE.get(field)
    return test is None or not cells or any(map(test, cells))


def _share(test: Test, cells: Sequence[str]) -> float:
    return sum(map(test, cells)) / len(cells) if cells else 0.0
