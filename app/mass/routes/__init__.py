"""Mass actions: planned, run, followed, undone; and everything of a region that can be undone."""

from app.mass.routes.operations import Operations
from app.mass.routes.plans import Plans
from app.mass.routes.runs import MassRuns

ROUTES = [Plans, MassRuns, Operations]
__all__ = ["ROUTES"]
