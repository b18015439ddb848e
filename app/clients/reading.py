"""One field of a client's form after the other: what was typed becomes a value or a problem."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Protocol

from stdnum.de import leitweg

from app import vat_id
from app.clients.model import FIELDS, MAX_DISCOUNT, MAX_PAYMENT_TERM_DAYS, Field
from app.contact_points import check_email, check_phone, check_website
from app.countries import check_postal_code, country_by_name, normal_postal_code, suggest
from app.errors import Problem
from app.i18n import N_, Message
from app.money import currencies, read_number
from app.text import clean_line, clean_text, forbidden_characters

# A country's name is longer than its code, a number may be typed with blanks and labels; no more than this is read.
_LONGEST_NUMBER = 100
# Shaped like a Leitweg-ID (coarse and fine address, two check digits); other buyers' references are free text.
_LEITWEG = re.compile("[0-9]{2,12}(-[A-Za-z0-9]{1,30})?-[0-9]{2}")
_DAYS = re.compile("[0-9]{1,5}(?:\\.0)?")


class _Checked(Protocol):
    @property
    def normal(self) -> str: ...
    @property
    def problems(self) -> tuple[Problem, ...]: ...


class FieldReader:
    """Reads the known fields of one form, nothing else, and collects what is wrong with them."""

    def __init__(self, form: Mapping[str, str], known: Mapping[str, Field], country: str) -> None:
        self.form = form
        self.known = known
        self.problems: list[Problem] = []
        self.country = self._own_country() or country

    def _own_country(self) -> str:
        """The client's country decides how its numbers are read; a VAT ID with a prefix tells it too."""
        found = country_by_name(self.form.get("country", ""))
        if found:
            return found
        return vat_id.country_of(vat_id.check(self.form.get("vat_id", "")[:_LONGEST_NUMBER], "").normal)

    def read(self, name: str) -> Any:
        """The field's value; None when it could not be read or is left to the default."""
        text = self.form.get(name, "")
        if self.known is not FIELDS or name not in _SHARED or len(text) > _LONGEST_NUMBER:
            return self._read(name)
        value, problems = _read_shared(name, text, self.country)
        self.problems += problems
        return value

    def _read(self, name: str) -> Any:
        known = self.known[name]
        text = self._text(known)
        if text is None:
            return None
        if name in _READERS:
            return _READERS[name](self, text)
        return self._choice(known, text) if known.choices else text

    def has_error(self, name: str) -> bool:
        return any(problem.field == name and problem.kind == "error" for problem in self.problems)

    def in_order(self) -> tuple[Problem, ...]:
        """The problems in the order of the fields."""
        if len(self.problems) < 2:
            return tuple(self.problems)
        places = {name: place for place, name in enumerate(self.known)}
        return tuple(sorted(self.problems, key=lambda problem: places[problem.field]))

    def _text(self, known: Field) -> str | None:
        raw = self.form.get(known.name, "")
        if not raw.isprintable() and (controls := forbidden_characters(raw)):
            text = N_("Control characters ({characters}) are not accepted.")
            self._error(known.name, text, characters=", ".join(controls[:5]))
            return None
        text = clean_text(raw) if known.multiline else clean_line(raw)
        if len(text) <= known.max_length or (known.name in _TYPED_LONGER and len(text) <= _LONGEST_NUMBER):
            return text
        self._error(
            known.name, N_("Up to {n} characters, {typed} typed."), n=known.max_length, typed=len(text)
        )
        return None

    def _error(self, name: str, text: str, **params: object) -> None:
        self.problems.append(Problem(name, Message(text, params)))

    def _choice(self, known: Field, text: str) -> str | None:
        value = text.lower()
        if value in known.choices:
            return value
        if text:
            self._error(known.name, N_("“{typed}” is none of the choices."), typed=text)
        return None

    def _taken(self, read: _Checked) -> str | None:
        if not read.problems:
            return read.normal
        self.problems += read.problems
        return None if any(problem.kind == "error" for problem in read.problems) else read.normal

    def _email(self, text: str) -> str | None:
        return self._taken(check_email(text))

    def _phone(self, text: str) -> str | None:
        return self._taken(check_phone(text, self.country))

    def _website(self, text: str) -> str | None:
        return self._taken(check_website(text))

    def _vat_id(self, text: str) -> str | None:
        return self._taken(vat_id.check(text, self.country))

    def _postal_code(self, text: str) -> str | None:
        problem = check_postal_code(text, self.country)
        if problem is None:
            return normal_postal_code(text, self.country)
        self.problems.append(problem)
        return None

    def _country(self, text: str) -> str | None:
        code = country_by_name(text)
        if code or not text:
            return code
        meant = suggest(text)
        if meant:
            self._error("country", N_("Unknown country. Did you mean {suggestion}?"), suggestion=meant)
        else:
            self._error("country", N_("Unknown country."))
        return None

    def _currency(self, text: str) -> str | None:
        code = text.upper()
        if not code or code in currencies():
            return code or None
        self._error("currency", N_("“{typed}” is no currency code such as EUR or PLN."), typed=text)
        return None

    def _payment_term_days(self, text: str) -> int | None:
        if not text:
            return None
        days = int(text.removesuffix(".0")) if _DAYS.fullmatch(text) else -1
        if 0 <= days <= MAX_PAYMENT_TERM_DAYS:
            return days
        self._error("payment_term_days", N_("A number of days from 0 to {n}."), n=MAX_PAYMENT_TERM_DAYS)
        return None

    def _discount(self, text: str) -> int | None:
        if not text:
            return None
        number = read_number(text.removesuffix("%"))
        points = -1 if number is None else number * 100
        if 0 <= points <= MAX_DISCOUNT and points == int(points):
            return int(points)
        self._error("discount", N_("The discount is a number from 0 to 100 %, with at most two decimals."))
        return None

    def _buyer_reference(self, text: str) -> str:
        if _LEITWEG.fullmatch(text) and not leitweg.is_valid(text):
            problem = N_("The check digits of this Leitweg-ID do not fit.")
            self.problems.append(Problem("buyer_reference", Message(problem), "warning"))
        return text

    def _main(self, text: str) -> bool:
        return text.lower() in {"1", "on", "true", "yes"}


# What many clients have in common: a file brings the same texts again and again.
_SHARED = frozenset(
    {"kind", "postal_code", "city", "country", "industry", "status", "currency", "vat_treatment"}
)


@lru_cache(8_192)
def _read_shared(name: str, text: str, country: str) -> tuple[Any, tuple[Problem, ...]]:
    reader = FieldReader({name: text}, FIELDS, country)
    reader.country = country
    return reader._read(name), tuple(reader.problems)


_TYPED_LONGER = frozenset(
    {"phone", "vat_id", "postal_code", "country", "currency", "payment_term_days", "discount", "main"}
)
_READERS: Mapping[str, Callable[[FieldReader, str], Any]] = {
    "email": FieldReader._email,
    "phone": FieldReader._phone,
    "website": FieldReader._website,
    "vat_id": FieldReader._vat_id,
    "postal_code": FieldReader._postal_code,
    "country": FieldReader._country,
    "currency": FieldReader._currency,
    "payment_term_days": FieldReader._payment_term_days,
    "discount": FieldReader._discount,
    "buyer_reference": FieldReader._buyer_reference,
    "main": FieldReader._main,
}
