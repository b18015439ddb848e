"""What a region's file says about VAT, turned into values. Numbers arrive as int or Decimal, never as float.

Raises KeyError, TypeError or ValueError with what is wrong; the reader of the file names the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from app.i18n import LOCALES
from app.money import money
from app.vat import limits, rates
from app.vat.categories import CATEGORIES
from app.vat.conversion import OwnCurrency
from app.vat.limits import Limit
from app.vat.notes import Note
from app.vat.rates import Rate

Found = Mapping[str, Any]
Dated = TypeVar("Dated", Rate, Note, Limit)


def read_rates(found: Sequence[Found]) -> tuple[Rate, ...]:
    return _without_overlaps([_rate(each) for each in found])


def read_notes(found: Sequence[Found]) -> tuple[Note, ...]:
    return _without_overlaps([_note(each) for each in found])


def read_limits(found: Sequence[Found]) -> tuple[Limit, ...]:
    return _without_overlaps([_limit(each) for each in found])


def read_own_currency(found: Found | None) -> OwnCurrency | None:
    if found is None:
        return None
    begin, _, source = _span(found)
    return OwnCurrency(begin, bool(found.get("rate_before_supply", False)), source)


def _rate(found: Found) -> Rate:
    basis_points = _number(found["percent"]) * 100
    if basis_points != int(basis_points) or not 0 <= basis_points <= 10_000:
        raise ValueError(f"a VAT rate of {found['percent']} percent")
    category = found.get("category", "S" if basis_points else "Z")
    if not CATEGORIES[category].allows(int(basis_points)):
        raise ValueError(f"{found['percent']} percent in category {category}")
    return Rate(_one_of(rates.KEYS, found["key"]), category, int(basis_points), *_span(found))


def _note(found: Found) -> Note:
    texts = {language: found["text"][language] for language in LOCALES}
    category = _one_of(CATEGORIES, found["category"])
    return Note(found["key"], category, found.get("code", ""), texts, *_span(found))


def _limit(found: Found) -> Limit:
    amount = money(_number(found["amount"]), found["currency"])
    return Limit(_one_of(limits.KEYS, found["key"]), amount, *_span(found))


def _span(found: Found) -> tuple[date, date | None, str]:
    begin, end = found["valid_from"], found.get("valid_until")
    for day in (begin, end):
        if day is not None and type(day) is not date:
            raise TypeError(f"{day} is no day")
    if end is not None and end < begin:
        raise ValueError(f"{end} is before {begin}")
    if not found["source"]:
        raise ValueError("a source is missing")
    return begin, end, found["source"]


def _number(found: object) -> Decimal:
    if isinstance(found, bool) or not isinstance(found, int | Decimal):
        raise TypeError(f"{found} is no number")
    return Decimal(found)


def _one_of(known: Mapping[str, object] | frozenset[str], key: str) -> str:
    if key not in known:
        raise ValueError(f"{key} is none of {', '.join(sorted(known))}")
    return key


def _without_overlaps(entries: list[Dated]) -> tuple[Dated, ...]:
    """Two entries of one key on one day would leave it to their order which of them holds."""
    for index, entry in enumerate(entries):
        for other in entries[:index]:
            meets = other.valid_from <= (entry.valid_until or date.max) and entry.valid_from <= (
                other.valid_until or date.max
            )
            if other.key == entry.key and meets:
                raise ValueError(f"{entry.key} twice on {max(entry.valid_from, other.valid_from)}")
    return tuple(entries)
