"""Everything about letters: one controller per resource."""

from app.letters.routes.letters import Letters
from app.letters.routes.outbox import Outbox
from app.letters.routes.writing import Sending, Writing

ROUTES = [Letters, Outbox, Writing, Sending]
__all__ = ["ROUTES"]
