"""What was typed into a reminder's form; all problems at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.errors import Problem
from app.i18n import N_, Message
from app.invoices.model import Invoice
from app.letters.forms import read_recipient
from app.letters.model import MAX_SUBJECT
from app.money import exponent, read_money
from app.reminders.model import MAX_FEE, Reminder

LABELS: Mapping[str, str] = {
    "recipient": N_("To"),
    "due_on": N_("Pay by"),
    "fee": N_("Fee"),
    "subject": N_("Subject"),
    "opening": N_("Text before the particulars"),
    "closing": N_("Text after the particulars"),
}
MAX_TEXT = 5_000
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Typed:
    """`values` as they stand in the form; `reminder` as far as it could be read, with the usual where it could not."""

    values: Mapping[str, str]
    reminder: Reminder
    attached: bool = True
    problems: Sequence[Problem] = field(default=())

    @property
    def errors(self) -> list[Problem]:
        return [each for each in self.problems if each.kind == "error"]


def read(form: Mapping[str, str], invoice: Invoice, usual: Reminder, locale: str) -> Typed:
    recipient, problems = read_recipient(form.get("recipient", ""))
    due_on, term_problems = _term(form.get("due_on", ""), usual)
    fee, fee_problems = _fee(form.get("fee", ""), invoice, locale)
    subject = " ".join(form.get("subject", "").split())
    texts = {name: form.get(name, "").replace("\r\n", "\n").strip() for name in ("opening", "closing")}
    problems += [*term_problems, *fee_problems]
    if not subject:
        problems.append(Problem("subject", Message(N_("The subject is missing."))))
    for name, text in {"subject": subject, **texts}.items():
        most = MAX_SUBJECT if name == "subject" else MAX_TEXT
        if len(text) > most:
            problems.append(Problem(name, Message(N_("At most {n} characters, please."), {"n": most})))
    typed = {"due_on": form.get("due_on", ""), "fee": form.get("fee", ""), "subject": subject, **texts}
    reminder = Reminder(invoice.id, usual.level, usual.made_on, due_on, fee)
    values = {**typed, "recipient": recipient or form.get("recipient", "")}
    return Typed(values, reminder, form.get("attach") == "1", tuple(problems))


def _term(text: str, usual: Reminder) -> tuple[str, list[Problem]]:
    try:
        day = date.fromisoformat(text).isoformat() if _DAY.fullmatch(text) else ""
    except ValueError:
        day = ""
    if not day:
        return usual.due_on, [Problem("due_on", Message(N_("Please choose a day.")))]
    if day <= usual.made_on:
        return usual.due_on, [Problem("due_on", Message(N_("The new term has to lie in the future.")))]
    return day, []


def _fee(text: str, invoice: Invoice, locale: str) -> tuple[int, list[Problem]]:
    if not text.strip():
        return 0, []
    amount = read_money(text, invoice.currency, locale)
    if amount is None or not 0 <= amount.minor <= MAX_FEE:
        said = N_("Please type an amount with up to {n} decimals, or nothing.")
        return 0, [Problem("fee", Message(said, {"n": exponent(invoice.currency)}))]
    return amount.minor, []
