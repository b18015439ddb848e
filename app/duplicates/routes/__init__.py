"""Everything about clients that may be one: while one is typed, decisions, the scan of a region."""

from app.duplicates.routes.decisions import Decisions
from app.duplicates.routes.merge import Merges, Merging
from app.duplicates.routes.scan import Duplicates
from app.duplicates.routes.similar import SimilarClients

ROUTES = [SimilarClients, Duplicates, Decisions, Merging, Merges]
__all__ = ["ROUTES"]
