"""What came in for an invoice and what went back, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.i18n import N_, Day, Message
from app.invoices.model import PAYABLE, Invoice

METHODS: Mapping[str, str] = {
    "transfer": N_("Bank transfer"),
    "direct_debit": N_("Direct debit"),
    "card": N_("Bank card"),
    "cash": N_("Cash"),
    "online": N_("Online payment"),
    "offset": N_("Set off"),
}
MAX_NOTE = 200


@dataclass(frozen=True)
class Payment:
    """`amount` in minor units of the invoice's currency, below zero where money went back; `paid_on` "2026-11-23".

    It is never changed: `reverses` names the payment that a wrong entry takes back, `reversed_by` the one that did.
    """

    invoice_id: int
    amount: int
    paid_on: str
    method: str = "transfer"
    note: str = ""
    reverses: int | None = None
    id: int = 0
    made_at: str = ""
    made_by: str = ""
    reversed_by: int | None = None

    @property
    def may_be_reversed(self) -> bool:
        return self.reverses is None and self.reversed_by is None


def read_words(recorded: str) -> Message | str:
    """What the history keeps of a payment ("123.45 EUR, 2026-11-23, transfer, note"), for a reader; older entries have
    the method in English."""
    amount, _, rest = recorded.partition(", ")
    day, _, rest = rest.partition(", ")
    method, comma, note = rest.partition(", ")
    label = METHODS.get(method, method)
    if label not in METHODS.values():
        return recorded
    said = {
        "amount": amount,
        "day": Day(date.fromisoformat(day)),
        "method": Message(label),
        "note": comma + note,
    }
    return Message("{amount}, {day}, {method}{note}", said)


def is_payable(invoice: Invoice) -> bool:
    """Whether money is booked on it at all: on drafts, pro formas and what takes something back, none is; on
    what is cancelled none but what goes back.

    What a correction below zero takes back is credited to the invoice it names, and goes back there."""
    stands = invoice.cancelled_by is None or invoice.paid > 0
    return not invoice.is_draft and invoice.type in PAYABLE and invoice.gross >= 0 and stands


def least_paid(invoice: Invoice) -> int:
    """No more goes back than came in; a correction below zero gives back what it says."""
    return min(0, invoice.gross)
