"""Everything under /<region>/exports: one controller per resource."""

from app.exports.routes.exports import Exports
from app.exports.routes.progress import Following

ROUTES = [Exports, Following]
__all__ = ["ROUTES"]
