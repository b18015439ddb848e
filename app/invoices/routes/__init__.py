"""The pages of invoices."""

from app.invoices.routes.client import PANEL, TAB, OfClient
from app.invoices.routes.editor import Drafts, Edit
from app.invoices.routes.listing import InvoiceList
from app.invoices.routes.show import Show

ROUTES = [InvoiceList, Drafts, Edit, Show, OfClient]

__all__ = ["PANEL", "ROUTES", "TAB"]
