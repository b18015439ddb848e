"""The pages of payments."""

from app.payments.routes.ageing import AgeingPage
from app.payments.routes.payments import Payments
from app.payments.routes.statement import StatementPage

ROUTES = [AgeingPage, Payments, StatementPage]

__all__ = ["ROUTES"]
