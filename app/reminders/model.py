"""A reminder: of which invoice, which of the three it is, and until when it lets the client pay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.i18n import N_, Day, Message
from app.invoices.model import PAYABLE, Invoice

LAST = 3
TITLES: Mapping[int, str] = {1: N_("Payment reminder"), 2: N_("Second reminder"), 3: N_("Last reminder")}
MAX_FEE = 100_000_00
# What a letter says that was withdrawn by the file itself (schema.py).
NOTHING_TO_PAY = N_("The invoice was paid or cancelled before this reminder went out.")
NONE_LEFT = N_("All invoices of this reminder were paid, credited or cancelled before it went out.")
# No longer: today the others stay in the letter.
ONE_OF_THEM = N_("One of the invoices of this reminder was paid, credited or cancelled before it went out.")
CREDITED = N_("The invoice was credited before this reminder went out.")


@dataclass(frozen=True)
class Reminder:
    """Made on a day of the region, with a term until `due_on`; both "2026-11-23". `fee` in minor units of the invoice's
    currency stands in the letter only: the invoice owes what it owes. `letter_state` is "" where the letter is gone.
    One that was `withdrawn` never went out: its level is free again."""

    invoice_id: int
    level: int
    made_on: str
    due_on: str
    fee: int = 0
    letter_id: int | None = None
    id: int = 0
    made_at: str = ""
    made_by: str = ""
    letter_state: str = ""
    withdrawn: bool = False

    @property
    def never_arrived(self) -> bool:
        """A person has to send its letter again, or to decide against it."""
        return self.letter_state == "failed"


def read_words(recorded: str) -> Message | str:
    """What the history keeps of a reminder ("1, 2027-01-02, 5.00 EUR"), for a reader; older entries have its title."""
    level, _, rest = recorded.partition(", ")
    day, comma, fee = rest.partition(", ")
    title = next((text for number, text in TITLES.items() if level in (str(number), text)), None)
    if title is None:
        return recorded
    said = {"title": Message(title), "day": Day(date.fromisoformat(day)), "fee": comma + fee}
    return Message("{title}, {day}{fee}", said)


def term(today: str, level: int, days: Sequence[int]) -> str:
    return (date.fromisoformat(today) + timedelta(days[level - 1])).isoformat()


def why_not(invoice: Invoice, today: str) -> str:
    """Why nobody is reminded of it on this day; "" where somebody may be."""
    if invoice.is_draft or invoice.type not in PAYABLE or invoice.gross <= 0:
        return N_("No payment is asked for with this document, so nobody is reminded of it.")
    if invoice.cancelled_by is not None:
        return N_("This invoice is cancelled; no reminder is sent.")
    if 0 < invoice.gross <= invoice.credited:
        return N_("This invoice is credited as a whole; no reminder is sent.")
    if invoice.still_open <= 0:
        return N_("This invoice is paid; no reminder is sent.")
    if not invoice.due_on or invoice.due_on >= today:
        return N_("This invoice is not overdue.")
    return ""
