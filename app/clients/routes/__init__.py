"""Everything under /<region>/clients: one controller per resource."""

from app.clients.routes.card import Card, Status
from app.clients.routes.contacts import Contacts
from app.clients.routes.forms import Check, Edit, New
from app.clients.routes.history import History
from app.clients.routes.listing import ClientList

ROUTES = [ClientList, New, Check, Card, Edit, Status, Contacts, History]
__all__ = ["ROUTES"]
