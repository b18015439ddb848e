"""The pages of reminders: of one invoice, and of everything that is due to be reminded of."""

from app.reminders.routes.invoice import OfInvoice
from app.reminders.routes.many import Many

ROUTES = [Many, OfInvoice]
__all__ = ["ROUTES"]
