"""The machinery of every list: its state is its URL, its pages are keyset pages."""

from app.lists.paging import CAPPED_AT, PAGE_ROWS, Keyset, Page, cut, keyset, page_of_hits
from app.lists.state import (
    MAX_NAMES_LENGTH,
    MAX_QUERY_LENGTH,
    Column,
    Condition,
    Filter,
    ListKind,
    ListState,
    a_day,
    a_number,
    one_of,
    some_of,
)
from app.lists.walking import Source, counted, every_id, page_of_ids, page_rows, rows_by_id

__all__ = [
    "CAPPED_AT",
    "MAX_NAMES_LENGTH",
    "MAX_QUERY_LENGTH",
    "PAGE_ROWS",
    "Column",
    "Condition",
    "Filter",
    "Keyset",
    "ListKind",
    "ListState",
    "Page",
    "Source",
    "a_day",
    "a_number",
    "counted",
    "cut",
    "every_id",
    "keyset",
    "one_of",
    "page_of_hits",
    "page_of_ids",
    "page_rows",
    "rows_by_id",
    "some_of",
]
