"""The lines of an order or an invoice as somebody types them: read, moved about, and filled from the catalogue.

A line's fields are named `line_3_price`; its place in the form is its place on the paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from babel.numbers import format_decimal

from app import sqlite
from app.catalogue import store
from app.catalogue.model import Product
from app.catalogue.units import UNITS
from app.errors import Problem
from app.i18n import N_, Message
from app.money import BASIS_POINTS, Money, read_number
from app.text import clean_line, clean_text, forbidden_characters
from app.vat.totals import DECIMALS, MAX_PRICE, Beyond, Line, Totals, compute

MOST_LINES = 200
PARTS = 10**DECIMALS
FIELDS = ("text", "detail", "quantity", "unit", "price", "discount", "vat", "product")
_MAX_LENGTH = {"text": 500, "detail": 2000}
_NAME = re.compile(rf"line_([0-9]{{1,3}})_({'|'.join(FIELDS)})")
_ACT = re.compile("(add|fill|remove|up|down)(?::([0-9]{1,3}))?")

# What was typed in one line, by field.
Typed = Mapping[str, str]
Sent = Mapping[str, str]
EMPTY: Typed = dict.fromkeys(FIELDS, "") | {"unit": "C62"}


@dataclass(frozen=True)
class LineValues:
    """`quantity` and `price` in ten-thousandths, `discount` and `rate` in basis points."""

    text: str
    detail: str = ""
    quantity: int = PARTS
    unit: str = "C62"
    price: int = 0
    discount: int = 0
    category: str = "S"
    rate: int = 0
    product_id: int | None = None

    @property
    def counted(self) -> Line:
        quantity, price = Decimal(self.quantity) / PARTS, Decimal(self.price) / PARTS
        return Line(quantity, price, self.discount, self.category, self.rate)


@dataclass(frozen=True)
class LinesForm:
    """`lines` holds those without a problem; `places` says in which typed line each of them stands."""

    lines: tuple[LineValues, ...]
    places: tuple[int, ...]
    problems: tuple[Problem, ...]


def is_line_text(name: str) -> bool:
    """Whether a field of this name is where a line says what it is."""
    match = _NAME.fullmatch(name)
    return match is not None and match[2] == "text"


def typed_lines(form: Sent) -> list[Typed]:
    """In their order; a line in which nothing is typed is left out."""
    found: dict[int, dict[str, str]] = {}
    for name, value in form.items():
        match = _NAME.fullmatch(name)
        if match:
            found.setdefault(int(match[1]), {})[match[2]] = value
    lines = [{**EMPTY, **found[place]} for place in sorted(found)]
    return [
        line for line in lines if any(line[name].strip() for name in ("text", "detail", "quantity", "price"))
    ]


def read_lines(typed: Sequence[Typed], rates: Iterable[str], locale: str) -> LinesForm:
    """`rates` are what can be chosen ("S 1900"). Problems are named by the field's place: `line_2_price`."""
    known, lines, places = frozenset(rates), [], []
    problems: list[Problem] = []
    if len(typed) > MOST_LINES:
        text = Message(N_("Up to {n} lines."), {"n": MOST_LINES})
        return LinesForm((), (), (Problem("line_1_text", text),))
    for place, line in enumerate(typed, start=1):
        reader = _Reader(line, place, locale, problems)
        before = len(problems)
        values = reader.values(known)
        if len(problems) == before:
            lines.append(values)
            places.append(place)
    return LinesForm(tuple(lines), tuple(places), tuple(problems))


def totals_of(
    lines: Iterable[LineValues], currency: str, percent: int = 0, amount: Money | None = None
) -> Totals | None:
    """None where the amounts are beyond all reason."""
    try:
        return compute([line.counted for line in lines], currency, percent, amount)
    except Beyond:
        return None


def acted(typed: Sequence[Typed], act: str) -> list[Typed]:
    """The lines after a button of the grid was pressed: "add", "remove:2", "up:3", "down:1"."""
    lines, match = list(typed), _ACT.fullmatch(act)
    if match is None:
        return lines
    place = int(match[2] or 0) - 1
    if match[1] == "add":
        lines.append(EMPTY)
    elif not 0 <= place < len(lines):
        return lines
    elif match[1] == "remove":
        del lines[place]
    elif match[1] in ("up", "down"):
        line = lines.pop(place)
        lines.insert(max(0, place + (-1 if match[1] == "up" else 1)), line)
    return lines


def filled(
    db: sqlite.Connection,
    typed: Sequence[Typed],
    language: str,
    currency: str,
    vat: Mapping[str, str],
    locale: str,
) -> list[Typed]:
    """Lines that name a product of the catalogue, or its item number, get what was not typed from it.

    `vat` maps "S standard" to what stands in the choice of the grid ("S 1900")."""
    return [_filled(db, line, language, currency, vat, locale) for line in typed]


def as_typed(line: LineValues, locale: str) -> Typed:
    """A stored line as the grid shows it; `read_lines` reads it back unchanged."""
    discount = "" if not line.discount else _number(Decimal(line.discount) / 100, "0.##", locale)
    return {
        "text": line.text,
        "detail": line.detail,
        "quantity": _number(Decimal(line.quantity) / PARTS, "0.####", locale),
        "unit": line.unit,
        "price": _number(Decimal(line.price) / PARTS, "0.00##", locale),
        "discount": discount,
        "vat": f"{line.category} {line.rate}",
        "product": str(line.product_id or ""),
    }


def _filled(
    db: sqlite.Connection, line: Typed, language: str, currency: str, vat: Mapping[str, str], locale: str
) -> Typed:
    if line["product"] or line["price"].strip() or not line["text"].strip():
        return line
    wanted = clean_line(line["text"]).casefold()
    found = next((each for each in store.search(db, wanted, 20) if wanted in _names(each)), None)
    if found is None:
        return line
    price = found.price(currency)
    return {
        **line,
        "text": found.name(language),
        "detail": line["detail"] or found.detail,
        "quantity": line["quantity"] or "1",
        "unit": found.unit,
        "price": "" if price is None else _number(price, "0.00##", locale),
        "vat": vat.get(f"{found.category} {found.rate_key}", line["vat"]),
        "product": str(found.id),
    }


def _names(product: Product) -> set[str]:
    return {name.casefold() for name in (product.code, *product.names.values()) if name}


def _number(value: Decimal, pattern: str, locale: str) -> str:
    return str(format_decimal(value, format=pattern, locale=locale))


@dataclass(frozen=True)
class _Reader:
    line: Typed
    place: int
    locale: str
    problems: list[Problem]

    def values(self, rates: frozenset[str]) -> LineValues:
        category, _, rate = self._choice("vat", rates).partition(" ")
        line = LineValues(
            text=self._text("text", required=True),
            detail=self._text("detail"),
            quantity=self._parts("quantity", default=PARTS),
            unit=self._choice("unit", UNITS),
            price=self._parts("price", default=0),
            discount=self._discount(),
        )
        product = self.line["product"]
        number = int(product) if product.isascii() and product.isdigit() and len(product) < 19 else None
        return replace(line, category=category, rate=int(rate or 0), product_id=number)

    def _text(self, name: str, *, required: bool = False) -> str:
        raw, limit = self.line[name], _MAX_LENGTH[name]
        text = clean_text(raw) if name == "detail" else clean_line(raw)
        if forbidden_characters(raw):
            self._wrong(name, N_("Control characters are not accepted."))
        elif len(text) > limit:
            self._wrong(name, N_("Up to {n} characters, {typed} typed."), n=limit, typed=len(text))
        elif required and not text:
            self._wrong(name, N_("Say what it is."))
        return text

    def _parts(self, name: str, *, default: int) -> int:
        text = self.line[name].strip()
        if not text:
            return default
        number = read_number(text[:40], self.locale)
        parts = None if number is None or abs(number) > MAX_PRICE else number * PARTS
        if parts is None or parts != int(parts) or parts < 0:
            self._wrong(name, N_("A number from 0 on, with at most four decimals."))
            return default
        return int(parts)

    def _discount(self) -> int:
        text = self.line["discount"].strip().removesuffix("%")
        if not text:
            return 0
        number = read_number(text[:40], self.locale)
        points = -1 if number is None or abs(number) > BASIS_POINTS else number * 100
        if not 0 <= points <= BASIS_POINTS or points != int(points):
            self._wrong(
                "discount", N_("The discount is a number from 0 to 100 %, with at most two decimals.")
            )
            return 0
        return int(points)

    def _choice(self, name: str, known: Iterable[str]) -> str:
        value = self.line[name]
        if value not in known:
            self._wrong(name, N_("“{typed}” is none of the choices."), typed=value[:40])
            return ""
        return value

    def _wrong(self, name: str, text: str, **params: object) -> None:
        self.problems.append(Problem(f"line_{self.place}_{name}", Message(text, params)))
