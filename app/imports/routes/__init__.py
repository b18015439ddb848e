"""Everything under /<region>/imports: one controller per resource."""

from app.imports.routes.batches import Batches
from app.imports.routes.progress import Following
from app.imports.routes.steps import Steps

ROUTES = [Batches, Steps, Following]
__all__ = ["ROUTES"]
