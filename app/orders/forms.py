"""What was typed about an order, brought to values; all problems are collected, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from app.catalogue.grid import Typed, read_lines
from app.catalogue.lines import LineValues
from app.clients.model import Client
from app.errors import Problem
from app.i18n import N_, Message
from app.money import currencies, read_number
from app.orders.model import PRIORITIES, Order
from app.text import clean_line, clean_text, forbidden_characters

Sent = Mapping[str, str]
FIELDS: Mapping[str, str] = {
    "ordered_on": N_("Ordered on"),
    "deadline": N_("Deadline"),
    "priority": N_("Priority"),
    "reference": N_("Client's order number"),
    "currency": N_("Currency"),
    "discount_percent": N_("Discount (%)"),
    "terms": N_("Terms"),
}
_MAX_LENGTH = {"reference": 60, "terms": 2000}


@dataclass(frozen=True)
class OrderForm:
    """`typed` is what stands in the head, as it was typed."""

    values: Mapping[str, Any]
    lines: tuple[LineValues, ...]
    problems: tuple[Problem, ...]
    typed: Mapping[str, str]

    def changing(self, order: Order) -> Order | None:
        """None while there are errors."""
        return None if self.problems else replace(order, **self.values)


def read_order(form: Sent, typed: Sequence[Typed], rates: Container[str], locale: str) -> OrderForm:
    """`typed` are the lines, `rates` what they can bear ("S 1900")."""
    problems: list[Problem] = []
    values: dict[str, Any] = {
        "ordered_on": _day(form, "ordered_on", problems, required=True),
        "deadline": _day(form, "deadline", problems),
        "priority": _choice(form, "priority", PRIORITIES, problems),
        "reference": _text(form, "reference", problems),
        "currency": _choice(form, "currency", currencies(), problems),
        "discount_percent": _discount(form, problems, locale),
        "terms": _text(form, "terms", problems),
    }
    if values["deadline"] and values["ordered_on"] and values["deadline"] < values["ordered_on"]:
        problems.append(Problem("deadline", Message(N_("The deadline lies before the order."))))
    read = read_lines(typed, locale, rates=rates)
    if not typed:
        problems.append(Problem("line_1_text", Message(N_("An order needs a line."))))
    for place, line in enumerate(typed, start=1):
        if not line["text"].strip():
            problems.append(Problem(f"line_{place}_text", Message(N_("Say what it is."))))
    for place, ordered in enumerate(read.lines, start=1):
        if not ordered.quantity:
            problems.append(Problem(f"line_{place}_quantity", Message(N_("Say how much of it."))))
    shown = {name: form.get(name, "") for name in FIELDS}
    return OrderForm(values, read.lines, (*problems, *read.problems), shown)


def as_typed(order: Order, locale: str) -> dict[str, str]:
    """The stored order as the form shows it; `read_order` reads it back unchanged."""
    typed = {name: str(getattr(order, name)) for name in FIELDS}
    whole, rest = divmod(order.discount_percent, 100)
    mark = "." if locale == "en" else ","
    percent = f"{whole}{mark}{rest:02}".removesuffix("0") if rest else str(whole)
    return typed | {"discount_percent": percent if order.discount_percent else ""}


def begun(client: Client, today: str) -> Order:
    """What a new order of this client starts with."""
    return Order(
        client_id=client.id, ordered_on=today, currency=client.currency, discount_percent=client.discount
    )


def _day(form: Sent, name: str, problems: list[Problem], *, required: bool = False) -> str:
    text = form.get(name, "").strip()
    if not text and not required:
        return ""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        problems.append(Problem(name, Message(N_("Please give a day."))))
        return ""
    if day.year < 1990 or day.year > 2200:
        problems.append(Problem(name, Message(N_("Please give a day."))))
    return day.isoformat()


def _text(form: Sent, name: str, problems: list[Problem]) -> str:
    raw, limit = form.get(name, ""), _MAX_LENGTH[name]
    text = clean_text(raw) if name == "terms" else clean_line(raw)
    if forbidden_characters(raw):
        problems.append(Problem(name, Message(N_("Control characters are not accepted."))))
    elif len(text) > limit:
        params = {"n": limit, "typed": len(text)}
        problems.append(Problem(name, Message(N_("Up to {n} characters, {typed} typed."), params)))
    return text


def _choice(form: Sent, name: str, known: Iterable[str], problems: list[Problem]) -> str:
    value = form.get(name, "")
    if value not in known:
        text = N_("“{typed}” is none of the choices.")
        problems.append(Problem(name, Message(text, {"typed": value[:40]})))
    return value


def _discount(form: Sent, problems: list[Problem], locale: str) -> int:
    points = read_discount(form.get("discount_percent", ""), locale)
    if points is None:
        wrong = N_("The discount is a number from 0 to 100 %, with at most two decimals.")
        problems.append(Problem("discount_percent", Message(wrong)))
    return points or 0


def read_discount(typed: str, locale: str) -> int | None:
    """Basis points; None for what is no discount."""
    text = typed.strip().removesuffix("%")[:40]
    number = read_number(text, locale) if text else Decimal(0)
    points = -1 if number is None or abs(number) > 100 else number * 100
    return int(points) if points >= 0 and points == int(points) else None


def day_of(typed: str, otherwise: str) -> str:
    try:
        return date.fromisoformat(typed).isoformat()
    except ValueError:
        return otherwise
