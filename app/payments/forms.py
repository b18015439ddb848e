"""What was typed about a payment, brought to values; all problems at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from app.errors import Problem
from app.i18n import N_, Message
from app.invoices.model import Invoice
from app.money import Money, currencies, exponent, read_money
from app.payments.model import MAX_NOTE, METHODS, Payment
from app.payments.statement import Asked
from app.text import clean_line, forbidden_characters

LABELS: Mapping[str, str] = {
    "amount": N_("Amount"),
    "direction": N_("Direction"),
    "paid_on": N_("Paid on"),
    "method": N_("Method"),
    "note": N_("Note"),
}
ASKED: Mapping[str, str] = {"from": N_("From"), "until": N_("Until"), "currency": N_("Currency")}
DIRECTIONS: Mapping[str, str] = {"in": N_("Received"), "out": N_("Paid back")}
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_payment(
    form: Mapping[str, str], invoice: Invoice, today: str, locale: str
) -> tuple[Payment | None, list[Problem]]:
    """The amount is typed without a sign; `direction` says which way the money went."""
    problems: list[Problem] = []
    amount = read_money(form.get("amount", "").strip(), invoice.currency, locale)
    if amount is None or amount.minor <= 0:
        places = exponent(invoice.currency)
        text = N_("Please type an amount above zero with up to {n} decimals.")
        problems.append(Problem("amount", Message(text, {"n": places})))
    paid_on = _day(form.get("paid_on", ""))
    if paid_on is None:
        problems.append(Problem("paid_on", Message(N_("Please choose a day."))))
    elif paid_on > today:
        problems.append(Problem("paid_on", Message(N_("This day has not come yet."))))
    for name, choices in (("method", METHODS), ("direction", DIRECTIONS)):
        if form.get(name, "") not in choices:
            problems.append(Problem(name, Message(N_("Please choose one."))))
    note = clean_line(form.get("note", ""))
    problems += note_problems(form.get("note", ""))
    if problems or amount is None or paid_on is None:
        return None, problems
    signed = amount.minor if form["direction"] == "in" else -amount.minor
    return Payment(invoice.id, signed, paid_on, form["method"], note), []


def note_problems(typed: str) -> list[Problem]:
    controls = forbidden_characters(typed)
    if controls:
        text = N_("Control characters ({characters}) are not accepted.")
        return [Problem("note", Message(text, {"characters": ", ".join(controls[:5])}))]
    length = len(clean_line(typed))
    if length > MAX_NOTE:
        text = N_("Up to {n} characters, {typed} typed.")
        return [Problem("note", Message(text, {"n": MAX_NOTE, "typed": length}))]
    return []


def read_asked(form: Mapping[str, str], client_id: int) -> tuple[Asked, list[Problem]]:
    """Which part of a client's account; only to be used where there are no problems."""
    problems: list[Problem] = []
    since, until = (_day(form.get(name, "").strip()) for name in ("from", "until"))
    if since is None and form.get("from", "").strip():
        problems.append(Problem("from", Message(N_("Please choose a day."))))
    if until is None:
        problems.append(Problem("until", Message(N_("Please choose a day."))))
    if since and until and since > until:
        problems.append(Problem("until", Message(N_("The last day is before the first."))))
    currency = form.get("currency", "").strip().upper()
    if currency not in currencies():
        problems.append(Problem("currency", Message(N_("Please choose one."))))
    return Asked(client_id, currency, since or "", until or ""), problems


def usual(invoice: Invoice, today: str, locale: str) -> dict[str, str]:
    """Most payments are the whole of what is open, today; what came in too much goes back."""
    still_open = invoice.still_open
    if invoice.cancelled_by is not None:
        still_open = -invoice.paid
    typed = str(Money(abs(still_open), invoice.currency).decimal) if still_open else ""
    return {
        "amount": typed if locale == "en" else typed.replace(".", ","),
        "direction": "out" if still_open < 0 else "in",
        "paid_on": today,
        "method": "transfer",
    }


def _day(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat() if _DAY.fullmatch(text) else None
    except ValueError:
        return None
