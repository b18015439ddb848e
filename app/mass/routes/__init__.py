"""Mass actions: planned, run, followed, undone; tags changed, groups removed; all of a region that can be undone."""

from app.mass.routes.groups import GroupRemoval
from app.mass.routes.operations import Operations
from app.mass.routes.plans import Plans
from app.mass.routes.runs import MassRuns
from app.mass.routes.tags import TagChanges

ROUTES = [Plans, MassRuns, Operations, TagChanges, GroupRemoval]
__all__ = ["ROUTES"]
