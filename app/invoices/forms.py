"""From what was typed into the editor to a draft, with everything that is wrong with it. Totals are never read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal

from app.catalogue.units import UNITS
from app.clients.model import INVOICE_LANGUAGES
from app.errors import Problem
from app.i18n import N_, Message
from app.invoices.model import PARTS, Invoice, InvoiceLine
from app.money import BASIS_POINTS, MAX_MINOR, currencies, exponent, read_number
from app.text import clean_line, clean_text, forbidden_characters
from app.vat.categories import CATEGORIES
from app.vat.totals import MAX_PRICE

Sent = Mapping[str, str]
MOST_LINES = 1000
_ROW = re.compile(r"(?:text|detail|quantity|unit|price|discount|vat|product)-([1-9][0-9]{0,3})")
_TEXTS = {
    "order_reference": 60,
    "buyer_reference": 60,
    "ksef_number": 60,
    "intro": 2000,
    "notes": 2000,
    "reason": 500,
}
_LONG = {"intro", "notes"}
_DAYS = ("issued_on", "supplied_from", "supplied_until", "due_on")
HEAD_FIELDS = ("currency", "language", *_DAYS, *_TEXTS, "discount")
LINE_FIELDS = ("text", "detail", "quantity", "unit", "price", "discount", "vat", "product")


@dataclass(frozen=True)
class DraftForm:
    """`invoice` and `lines` hold what could be read; where something could not, what was there before stands."""

    invoice: Invoice
    lines: tuple[InvoiceLine, ...]
    problems: tuple[Problem, ...]


@dataclass
class _Reader:
    form: Sent
    locale: str
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, name: str, text: str, **params: object) -> None:
        self.problems.append(Problem(name, Message(text, params)))

    def text(self, name: str, most: int, *, multiline: bool = False) -> str:
        raw = self.form.get(name, "")
        controls = forbidden_characters(raw)
        if controls:
            self.wrong(
                name,
                N_("Control characters ({characters}) are not accepted."),
                characters=", ".join(controls[:5]),
            )
        found = clean_text(raw) if multiline else clean_line(raw)
        if len(found) > most:
            self.wrong(name, N_("Up to {n} characters, {typed} typed."), n=most, typed=len(found))
        return "" if controls else found[:most]

    def day(self, name: str) -> str:
        text = self.form.get(name, "").strip()
        try:
            return date.fromisoformat(text).isoformat() if text else ""
        except ValueError:
            self.wrong(name, N_("This is no day."))
            return ""

    def ten_thousandths(self, name: str, otherwise: int) -> int:
        """At most four decimals, at most MAX_PRICE."""
        text = self.form.get(name, "").strip()
        number = read_number(text, self.locale) if text else Decimal(otherwise) / PARTS
        if number is None:
            self.wrong(name, N_("This is no number."))
        elif abs(number) > MAX_PRICE:
            self.wrong(name, N_("This number is too large."))
        elif number * PARTS != int(number * PARTS):
            self.wrong(name, N_("At most four decimals."))
        else:
            return int(number * PARTS)
        return otherwise

    def share(self, name: str, text: str) -> int:
        """Basis points of a percentage."""
        number = read_number(text.removesuffix("%").strip(), self.locale) if text else Decimal(0)
        points = -1 if number is None else number * 100
        if 0 <= points <= BASIS_POINTS and points == int(points):
            return int(points)
        self.wrong(name, N_("The discount is a number from 0 to 100 %, with at most two decimals."))
        return 0


def read_draft(form: Sent, current: Invoice, locale: str) -> DraftForm:
    reader = _Reader(form, locale)
    texts: dict[str, Any] = {
        name: reader.text(name, most, multiline=name in _LONG) for name, most in _TEXTS.items()
    }
    days: dict[str, Any] = {name: reader.day(name) for name in _DAYS}
    head = replace(
        current, currency=_choice(reader, "currency", current.currency, currencies()),
        language=_choice(reader, "language", current.language, INVOICE_LANGUAGES), **texts, **days,
    )  # fmt: skip
    head = replace(head, **_discount(reader, head.currency))
    lines = tuple(line for number in rows(form) if (line := _line(reader, number)) is not None)
    if len(lines) > MOST_LINES:
        reader.wrong("lines", N_("At most {n} lines."), n=MOST_LINES)
    return DraftForm(head, lines[:MOST_LINES], tuple(reader.problems))


def rows(form: Sent) -> list[int]:
    """The numbers of the rows that were sent, in their order on the page."""
    return sorted({int(found[1]) for name in form if (found := _ROW.fullmatch(name))})


def _choice(reader: _Reader, name: str, otherwise: str, known: Any) -> str:
    value = reader.form.get(name, otherwise)
    if value in known:
        return value
    reader.wrong(name, N_("“{typed}” is none of the choices."), typed=value[:40])
    return otherwise


def _discount(reader: _Reader, currency: str) -> dict[str, Any]:
    """ "5 %" is a share of every VAT group, "50" an amount."""
    text = reader.form.get("discount", "").strip()
    if not text or text.endswith("%"):
        return {"discount_percent": reader.share("discount", text), "discount_amount": 0}
    number = read_number(text, reader.locale)
    minor = None if number is None else number.scaleb(exponent(currency))
    if minor is None or not 0 <= minor <= MAX_MINOR or minor != int(minor):
        reader.wrong("discount", N_("A percentage such as 5 %, or an amount."))
        minor = Decimal(0)
    return {"discount_percent": 0, "discount_amount": int(minor)}


def _line(reader: _Reader, number: int) -> InvoiceLine | None:
    """None for a row in which nothing was typed."""
    form = reader.form
    if not any(
        form.get(f"{name}-{number}", "").strip()
        for name in ("text", "detail", "quantity", "price", "discount")
    ):
        return None
    category, rate = _vat(reader, f"vat-{number}")
    unit = form.get(f"unit-{number}", "C62")
    product = form.get(f"product-{number}", "")
    return InvoiceLine(
        text=reader.text(f"text-{number}", 500),
        detail=reader.text(f"detail-{number}", 2000, multiline=True),
        quantity=reader.ten_thousandths(f"quantity-{number}", PARTS),
        price=reader.ten_thousandths(f"price-{number}", 0),
        unit=unit if unit in UNITS else "C62",
        discount=reader.share(f"discount-{number}", form.get(f"discount-{number}", "").strip()),
        category=category,
        rate=rate,
        product_id=int(product) if product.isascii() and product.isdigit() and len(product) < 16 else None,
    )


def _vat(reader: _Reader, name: str) -> tuple[str, int]:
    """ "S-1900" is the standard rate, "AE-0" reverse charge."""
    category, _, points = reader.form.get(name, "").partition("-")
    rate = int(points) if points.isascii() and points.isdigit() and len(points) < 6 else -1
    if category in CATEGORIES and 0 <= rate <= BASIS_POINTS and CATEGORIES[category].allows(rate):
        return category, rate
    reader.wrong(name, N_("Please choose the VAT rate."))
    return "Z", 0


def moved(lines: Sequence[InvoiceLine], act: str) -> tuple[InvoiceLine, ...]:
    """ "remove-2", "up-3" and "down-1" count the lines from one; anything else leaves them as they are."""
    name, _, place = act.partition("-")
    at = int(place) - 1 if place.isascii() and place.isdigit() and len(place) < 5 else -1
    found = list(lines)
    if not 0 <= at < len(found):
        return tuple(found)
    if name == "remove":
        del found[at]
    elif name in ("up", "down"):
        to = min(max(at + (1 if name == "down" else -1), 0), len(found) - 1)
        found.insert(to, found.pop(at))
    return tuple(found)


def as_typed(invoice: Invoice, lines: Sequence[InvoiceLine], locale: str) -> dict[str, str]:
    """The stored draft as the editor shows it; `read_draft` reads it back unchanged."""
    typed = {name: str(getattr(invoice, name)) for name in HEAD_FIELDS if name != "discount"}
    typed["discount"] = ""
    if invoice.discount_percent:
        typed["discount"] = f"{_shown(Decimal(invoice.discount_percent) / 100, locale)} %"
    elif invoice.discount_amount:
        typed["discount"] = _shown(
            Decimal(invoice.discount_amount).scaleb(-exponent(invoice.currency)), locale
        )
    for number, line in enumerate(lines, start=1):
        typed |= {
            f"text-{number}": line.text, f"detail-{number}": line.detail, f"unit-{number}": line.unit,
            f"quantity-{number}": _shown(line.exact_quantity, locale),
            f"price-{number}": price_shown(line, invoice, locale),
            f"discount-{number}": f"{_shown(Decimal(line.discount) / 100, locale)} %" if line.discount else "",
            f"vat-{number}": f"{line.category}-{line.rate}", f"product-{number}": str(line.product_id or ""),
        }  # fmt: skip
    return typed


def price_shown(line: InvoiceLine, invoice: Invoice, locale: str) -> str:
    """With at least the currency's decimals."""
    least = "0" * exponent(invoice.currency)
    pattern = f"0.{least}{'#' * (4 - len(least))}"
    text: str = format_decimal(line.exact_price, format=pattern, locale=locale)
    return text


def _shown(number: Decimal, locale: str) -> str:
    text: str = format_decimal(number, format="0.####", locale=locale)
    return text
