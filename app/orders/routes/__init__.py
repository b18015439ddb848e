"""Orders: what is seen of them, how they are typed, where they go."""

from __future__ import annotations

from app.clients.card import CardPanel, CardTab
from app.i18n import N_
from app.orders import store
from app.orders.routes.attachments import Attachments
from app.orders.routes.editor import Editor
from app.orders.routes.moves import Moves
from app.orders.routes.shown import OfClient, Shown

PANEL = CardPanel(N_("Orders"), "/orders", wide=True)
TAB = CardTab("orders", N_("Orders"), "/orders", store.count)
ROUTES = [Shown, Editor, Moves, Attachments, OfClient]
