"""Tags and groups: of a region, and of one client."""

from app.groups.routes.groups import Groups
from app.groups.routes.labels import PANEL, Labels, Suggestions
from app.groups.routes.tags import Tags

ROUTES = [Groups, Tags, Labels, Suggestions]
__all__ = ["PANEL", "ROUTES"]
