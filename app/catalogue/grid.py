"""The grid in which lines are typed, of orders and invoices alike: read, moved about and shown again.

A cell is named `line_3_price`; its place in the form is its place on the paper.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import format_decimal

from app.catalogue.lines import PARTS, LineValues
from app.catalogue.units import UNITS
from app.errors import Problem
from app.i18n import N_, Message
from app.money import BASIS_POINTS, exponent, read_number
from app.text import clean_line, clean_text, forbidden_characters
from app.vat.categories import CATEGORIES
from app.vat.totals import MAX_PRICE

MOST_LINES = 1000
LABELS: Mapping[str, str] = {
    "text": N_("Product or service"), "detail": N_("Details"), "quantity": N_("Quantity"), "unit": N_("Unit"),
    "price": N_("Net price"), "discount": N_("Discount"), "vat": N_("VAT"), "product": N_("Product"),
    "order": N_("Order"),
}  # fmt: skip
_MAX_LENGTH = {"text": 500, "detail": 2000}
_NAME = re.compile(rf"line_([1-9][0-9]{{0,3}})_({'|'.join(LABELS)})")
_ACT = re.compile("(remove|up|down):([0-9]{1,4})")
# What somebody types; the choices beside it are never empty.
_TYPED = ("text", "detail", "quantity", "price", "discount")

# What was typed in one line, by cell.
Typed = Mapping[str, str]
Sent = Mapping[str, str]
EMPTY: Typed = dict.fromkeys(LABELS, "") | {"unit": "C62"}


@dataclass(frozen=True)
class LinesForm:
    """One for each typed line; where a cell could not be read, what usually stands in it."""

    lines: tuple[LineValues, ...]
    problems: tuple[Problem, ...]


def is_line_text(name: str) -> bool:
    """Whether a field of this name is where a line says what it is."""
    match = _NAME.fullmatch(name)
    return match is not None and match[2] == "text"


def typed_rows(form: Sent) -> dict[int, Typed]:
    """By their places in the form, in order; a row in which nothing is typed is left out."""
    found: dict[int, dict[str, str]] = {}
    for name, value in form.items():
        if match := _NAME.fullmatch(name):
            found.setdefault(int(match[1]), {})[match[2]] = value
    rows = {place: {**EMPTY, **found[place]} for place in sorted(found)}
    return {place: row for place, row in rows.items() if any(row[name].strip() for name in _TYPED)}


def named(lines: Sequence[Typed]) -> dict[str, str]:
    """Lines as a form sends them."""
    return {
        f"line_{place}_{name}": value for place, line in enumerate(lines, 1) for name, value in line.items()
    }


def label_of(name: str) -> str:
    """What the cell of this name holds; "" for a field that is none."""
    match = _NAME.fullmatch(name)
    return LABELS[match[2]] if match else ""


def read_lines(
    typed: Sequence[Typed], locale: str, *, rates: Container[str] | None = None, signed: bool = False
) -> LinesForm:
    """`rates` are what can be chosen ("S 1900"), any lawful one where there are none; `signed` lets quantities be below
    zero. Problems are named by the cell's place: `line_2_price`."""
    problems: list[Problem] = []
    lines = tuple(
        _Reader(line, place, locale, problems).values(rates, signed)
        for place, line in enumerate(typed[:MOST_LINES], start=1)
    )
    if len(typed) > MOST_LINES:
        problems.append(Problem("line_1_text", Message(N_("Up to {n} lines."), {"n": MOST_LINES})))
    return LinesForm(lines, tuple(problems))


def acted(typed: Sequence[Typed], act: str) -> list[Typed]:
    """The lines after a button of the grid was pressed: "remove:2", "up:3", "down:1"."""
    lines, match = list(typed), _ACT.fullmatch(act)
    place = int(match[2]) - 1 if match else -1
    if match is None or not 0 <= place < len(lines):
        return lines
    line = lines.pop(place)
    if match[1] != "remove":
        lines.insert(max(0, place + (-1 if match[1] == "up" else 1)), line)
    return lines


def as_typed(line: LineValues, currency: str, locale: str) -> Typed:
    """A stored line as the grid shows it; `read_lines` reads it back unchanged."""
    return {
        **EMPTY,
        "text": line.text,
        "detail": line.detail,
        "quantity": _shown(line.exact_quantity, "0.####", locale),
        "unit": line.unit,
        "price": shown_price(line.exact_price, currency, locale),
        "discount": _shown(Decimal(line.discount) / 100, "0.##", locale) if line.discount else "",
        "vat": f"{line.category} {line.rate}",
        "product": str(line.product_id or ""),
    }


def id_of(text: str) -> int | None:
    """What a hidden cell names; None for nothing and for nonsense."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def shown_price(price: Decimal, currency: str, locale: str) -> str:
    """With at least the currency's decimals."""
    least = "0" * exponent(currency)
    return _shown(price, f"0.{least}{'#' * (4 - len(least))}", locale)


def _shown(value: Decimal, pattern: str, locale: str) -> str:
    return str(format_decimal(value, format=pattern, locale=locale))


@dataclass(frozen=True)
class _Reader:
    line: Typed
    place: int
    locale: str
    problems: list[Problem]

    def values(self, rates: Container[str] | None, signed: bool) -> LineValues:
        category, rate = self._vat(rates)
        return LineValues(
            text=self._text("text"),
            quantity=self._parts("quantity", PARTS, signed=signed),
            price=self._parts("price", 0),
            unit=self._unit(),
            discount=self._discount(),
            category=category,
            rate=rate,
            detail=self._text("detail"),
            product_id=id_of(self.line["product"]),
        )

    def _text(self, name: str) -> str:
        raw, limit = self.line[name], _MAX_LENGTH[name]
        text = clean_text(raw) if name == "detail" else clean_line(raw)
        if forbidden_characters(raw):
            self._wrong(name, N_("Control characters are not accepted."))
            return ""
        if len(text) > limit:
            self._wrong(name, N_("Up to {n} characters, {typed} typed."), n=limit, typed=len(text))
        return text[:limit]

    def _parts(self, name: str, usual: int, *, signed: bool = False) -> int:
        """Ten-thousandths."""
        text = self.line[name].strip()
        number = read_number(text, self.locale) if text else Decimal(usual) / PARTS
        if number is None:
            self._wrong(name, N_("This is no number."))
        elif abs(number) > MAX_PRICE:
            self._wrong(name, N_("This number is too large."))
        elif number * PARTS != int(number * PARTS):
            self._wrong(name, N_("At most four decimals."))
        elif number < 0 and not signed:
            self._wrong(name, N_("A number from 0 on."))
        else:
            return int(number * PARTS)
        return usual

    def _unit(self) -> str:
        unit = self.line["unit"]
        if unit in UNITS:
            return unit
        self._wrong("unit", N_("“{typed}” is none of the choices."), typed=unit[:40])
        return "C62"

    def _discount(self) -> int:
        text = self.line["discount"].strip().removesuffix("%").strip()
        number = read_number(text, self.locale) if text else Decimal(0)
        points = -1 if number is None or abs(number) > BASIS_POINTS else number * 100
        if 0 <= points <= BASIS_POINTS and points == int(points):
            return int(points)
        wrong = N_("The discount is a number from 0 to 100 %, with at most two decimals.")
        self._wrong("discount", wrong)
        return 0

    def _vat(self, rates: Container[str] | None) -> tuple[str, int]:
        value = self.line["vat"]
        category, _, points = value.partition(" ")
        rate = int(points) if points.isascii() and points.isdigit() and len(points) < 6 else -1
        lawful = category in CATEGORIES and 0 <= rate <= BASIS_POINTS and CATEGORIES[category].allows(rate)
        if lawful and (rates is None or value in rates):
            return category, rate
        self._wrong("vat", N_("Please choose the VAT rate."))
        return "Z", 0

    def _wrong(self, name: str, text: str, **params: object) -> None:
        self.problems.append(Problem(f"line_{self.place}_{name}", Message(text, params)))
