"""How the clients of the demo pay: most around the due date, some in part, some late, a few not at all."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from app.clients.model import Client
from app.demo.chance import any_of
from app.invoices.model import Invoice
from app.payments.model import Payment

_METHODS = ("transfer",) * 8 + ("direct_debit", "card")
_NEVER, _NEVER_OF_PROBLEMATIC = 0.005, 0.2
# A part alone comes in of what was due lately; the rest of what is older has followed.
_IN_PART, _LATELY = 0.2, timedelta(45)
_EARLY_DAYS, _LATE_DAYS = 12, 35


def paid(invoice: Invoice, client: Client, chance: Random, today: date) -> Payment | None:
    """None where nothing has come in until today."""
    is_problematic = client.status == "problematic"
    days = int(chance.triangular(-_EARLY_DAYS, _LATE_DAYS * (3 if is_problematic else 1), 0))
    day = date.fromisoformat(invoice.due_on) + timedelta(days)
    day = max(day, date.fromisoformat(invoice.issued_on))
    never = chance.random() < (_NEVER_OF_PROBLEMATIC if is_problematic else _NEVER)
    in_part = chance.random() < _IN_PART and day > today - _LATELY
    method = any_of(_METHODS, chance)
    if never or day > today or invoice.gross <= 0:
        return None
    amount = max(1, invoice.gross * any_of((30, 50, 80), chance) // 100) if in_part else invoice.gross
    return Payment(invoice.id, amount, day.isoformat(), method)
