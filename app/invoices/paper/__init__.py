"""An invoice of any type as a sheet of paper, in its own language."""

from app.invoices.paper.sheet import MOST_LINES, as_issued, sheet

__all__ = ["MOST_LINES", "as_issued", "sheet"]
