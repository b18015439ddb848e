"""The machinery of every list: its state is its URL, its pages are keyset pages."""

from app.lists.paging import CAPPED_AT, PAGE_ROWS, Keyset, Page, cut, keyset
from app.lists.state import MAX_QUERY_LENGTH, Column, Condition, Filter, ListKind, ListState

__all__ = [
    "CAPPED_AT",
    "MAX_QUERY_LENGTH",
    "PAGE_ROWS",
    "Column",
    "Condition",
    "Filter",
    "Keyset",
    "ListKind",
    "ListState",
    "Page",
    "cut",
    "keyset",
]
