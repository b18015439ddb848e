"""The pages of payments."""

from app.payments.routes.ageing import AgeingPage
from app.payments.routes.payments import Payments

ROUTES = [AgeingPage, Payments]

__all__ = ["ROUTES"]
