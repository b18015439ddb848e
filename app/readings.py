"""How the entries of each feature read in a client's change history, which keeps codes for all languages."""

from __future__ import annotations

from app.clients.history_view import Readings, of_codes
from app.i18n import N_
from app.invoices.model import read_type
from app.letters.model import STATES as LETTER_STATES
from app.orders.model import PRIORITIES
from app.orders.model import STATES as ORDER_STATES
from app.payments import model as payments
from app.reminders import model as reminders

READINGS: Readings = {
    ("contact", "main"): of_codes({"1": N_("yes")}),
    ("invoice", ""): read_type,
    ("invoice", "payment"): payments.read_words,
    ("invoice", "reminder"): reminders.read_words,
    ("letter", "state"): of_codes(LETTER_STATES),
    ("order", "state"): of_codes(ORDER_STATES),
    ("order", "priority"): of_codes(PRIORITIES),
}
