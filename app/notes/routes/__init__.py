"""Everything about a client's timeline: one controller per resource."""

from app.notes.routes.notes import Notes
from app.notes.routes.timeline import PANEL, TAB, Timeline

ROUTES = [Timeline, Notes]
__all__ = ["PANEL", "ROUTES", "TAB"]
