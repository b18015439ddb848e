"""The machinery of every list: its state is its URL, its pages are keyset pages."""

from app.lists.paging import CAPPED_AT, PAGE_ROWS, Keyset, Page, cut, keyset
from app.lists.state import Column, ListKind, ListState

__all__ = ["CAPPED_AT", "PAGE_ROWS", "Column", "Keyset", "ListKind", "ListState", "Page", "cut", "keyset"]
