"""From what was typed into the editor to a draft, with everything that is wrong with it. Totals are never read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal

from app.catalogue.grid import Typed, id_of, read_lines
from app.catalogue.grid import as_typed as line_as_typed
from app.clients.model import INVOICE_LANGUAGES
from app.errors import Problem
from app.i18n import N_, Message
from app.invoices import ksef
from app.invoices.model import BEGINNINGS, Invoice, InvoiceLine
from app.money import BASIS_POINTS, MAX_MINOR, currencies, exponent, read_number
from app.text import clean_line, clean_text, forbidden_characters
from app.vat.conversion import MAX_RATE, RATE_DECIMALS, RATE_PARTS

Sent = Mapping[str, str]
_TEXTS = {
    "order_reference": 60,
    "buyer_reference": 60,
    "ksef_number": 60,
    "number_elsewhere": 40,
    "exchange_source": 60,
    "intro": 2000,
    "notes": 2000,
    "reason": 500,
}
_LONG = {"intro", "notes"}
_DAYS = ("issued_on", "supplied_from", "supplied_until", "due_on", "exchange_on")
HEAD_FIELDS = ("type", "currency", "language", *_DAYS, *_TEXTS, "discount", "exchange_rate")


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

    def share(self, name: str, text: str) -> int:
        """Basis points of a percentage."""
        number = read_number(text.removesuffix("%").strip(), self.locale) if text else Decimal(0)
        points = -1 if number is None else number * 100
        if 0 <= points <= BASIS_POINTS and points == int(points):
            return int(points)
        self.wrong(name, N_("The discount is a number from 0 to 100 %, with at most two decimals."))
        return 0


def read_draft(
    form: Sent, typed: Sequence[Typed], current: Invoice, locale: str, own_currency: str = "EUR"
) -> DraftForm:
    """`own_currency` is the region's: the one in which the VAT of an invoice in another one stands as well."""
    reader = _Reader(form, locale)
    texts: dict[str, Any] = {
        name: reader.text(name, most, multiline=name in _LONG) for name, most in _TEXTS.items()
    }
    days: dict[str, Any] = {name: reader.day(name) for name in _DAYS}
    head = replace(
        current, type=_type(reader, current), currency=_choice(reader, "currency", current.currency, currencies()),
        language=_choice(reader, "language", current.language, INVOICE_LANGUAGES), **texts, **days,
    )  # fmt: skip
    if current.type == "corrective":
        head = replace(head, corrects_buyer=form.get("corrects_buyer") == "1")
    head = replace(head, ksef_number=ksef.normal(head.ksef_number), **_discount(reader, head.currency))
    head = replace(head, **_exchange(reader, head, own_currency))
    read = read_lines(typed, locale, signed=True)
    lines = tuple(
        InvoiceLine(**asdict(each), order_line_id=id_of(line["order"]))
        for each, line in zip(read.lines, typed, strict=False)
    )
    return DraftForm(head, lines, (*reader.problems, *read.problems))


def _type(reader: _Reader, current: Invoice) -> Any:
    """What refers to another document is what it was begun as."""
    return current.type if current.reference_id else _choice(reader, "type", current.type, BEGINNINGS)


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


def _exchange(reader: _Reader, head: Invoice, own_currency: str) -> dict[str, Any]:
    """In the region's own currency there is nothing to convert, whatever was typed before."""
    text = reader.form.get("exchange_rate", "").strip()
    if head.currency == own_currency:
        return {"vat_currency": "", "exchange_rate": 0, "exchange_on": "", "exchange_source": ""}
    if not text:
        return {"vat_currency": "", "exchange_rate": 0}
    rate = read_number(text, reader.locale)
    parts = None if rate is None else rate.scaleb(RATE_DECIMALS)
    if rate is None or parts is None or parts != int(parts) or not 0 < rate <= MAX_RATE:
        reader.wrong(
            "exchange_rate", N_("A rate of exchange is a number above zero with at most eight decimals.")
        )
        return {}
    return {"vat_currency": own_currency, "exchange_rate": int(parts)}


def as_typed(invoice: Invoice, locale: str) -> dict[str, str]:
    """The head of a stored draft as the editor shows it; `read_draft` reads it back unchanged."""
    typed = {
        name: str(getattr(invoice, name)) for name in HEAD_FIELDS if name not in ("discount", "exchange_rate")
    }
    typed["discount"] = typed["exchange_rate"] = ""
    typed["corrects_buyer"] = "1" if invoice.corrects_buyer else ""
    if invoice.exchange_rate:
        typed["exchange_rate"] = _shown(Decimal(invoice.exchange_rate) / RATE_PARTS, locale)
    if invoice.discount_percent:
        typed["discount"] = f"{_shown(Decimal(invoice.discount_percent) / 100, locale)} %"
    elif invoice.discount_amount:
        typed["discount"] = _shown(
            Decimal(invoice.discount_amount).scaleb(-exponent(invoice.currency)), locale
        )
    return typed


def lines_as_typed(lines: Sequence[InvoiceLine], currency: str, locale: str) -> list[Typed]:
    return [
        {**line_as_typed(each, currency, locale), "order": str(each.order_line_id or "")} for each in lines
    ]


def _shown(number: Decimal, locale: str) -> str:
    text: str = format_decimal(number, format="0.########", locale=locale)
    return text
