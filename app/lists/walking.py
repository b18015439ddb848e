"""The SQL of one page: a walk along the order's index, or few matches sorted."""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from app import sqlite
from app.lists.paging import CAPPED_AT, PAGE_ROWS, Keyset, Page, cut, keyset
from app.lists.state import ListState

T = TypeVar("T")


@dataclass(frozen=True)
class Source(Generic[T]):
    """Where rows come from: `table` with its alias `c`, `columns` as `row` takes them before the sort value."""

    table: str
    columns: str
    row: Callable[..., T]


def page_rows(
    db: sqlite.Connection,
    state: ListState,
    source: Source[T],
    keys: Keyset,
    where: str,
    values: Mapping[str, object],
    *,
    few: bool,
) -> list[T]:
    """One more than a page holds, in the keyset's order."""
    column, _ = state.sorting
    bound = dict(values)
    if keys.values:
        where = f"{where} AND {keys.where}"
        bound["key"], bound["key_id"] = keys.values
    if few:
        # Only ids are sorted: the other columns of what a page leaves out are never read. The unary plus keeps SQLite
        # off the order's index, where nearly every row would be left out.
        where = f"id IN (SELECT id FROM {source.table} WHERE {where} ORDER BY +{keys.order} LIMIT {PAGE_ROWS + 1})"
    rows = db.execute(
        f"SELECT {source.columns}, {column.sort} FROM {source.table} WHERE {where}"
        f" ORDER BY {'+' if few else ''}{keys.order} LIMIT {PAGE_ROWS + 1}",
        bound,
    )
    return [source.row(*row) for row in rows]


def rows_by_id(
    db: sqlite.Connection, state: ListState, source: Source[T], ids: Sequence[int]
) -> dict[int, T]:
    """Of those that are there; the id stands first among the source's columns."""
    column, _ = state.sorting
    rows = db.execute(
        f"SELECT {source.columns}, {column.sort} FROM {source.table} WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps([*ids]),),
    )
    return {row[0]: source.row(*row) for row in rows}


def page_of_ids(
    db: sqlite.Connection, state: ListState, table: str, where: str, values: Mapping[str, object]
) -> Page[int]:
    """For lists whose rows are read by their own store: which they are, and how many there are in all."""
    keys = keyset(state)
    rows = page_rows(db, state, Source(table, "c.id", _place), keys, where, values, few=False)
    page = cut(rows, keys, state, counted(db, table, where, values), lambda row: row)
    return page.of([row_id for _, row_id in page.rows])


def _place(row_id: int, sort_value: str | int) -> tuple[str | int, int]:
    return sort_value, row_id


def every_id(
    db: sqlite.Connection, state: ListState, table: str, where: str, values: Mapping[str, object]
) -> array[int]:
    """The whole list in its order, however many: for exports. Eight bytes each."""
    column, descending = state.sorting
    way = "DESC" if descending else "ASC"
    rows = db.execute(
        f"SELECT c.id FROM {table} WHERE {where} ORDER BY {column.sort} {way}, id {way}", dict(values)
    )
    return array("q", (row[0] for row in rows))


def counted(
    db: sqlite.Connection, table: str, where: str, values: Mapping[str, object], most: int = CAPPED_AT
) -> int:
    """Exact up to `most`, one more where there are more."""
    found = f"SELECT 1 FROM {table} WHERE {where} LIMIT {most + 1}"
    return int(sqlite.one(db, f"SELECT count(*) FROM ({found})", dict(values)))
